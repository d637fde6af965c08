--TEST--
A span that PHP code makes current after its request's end is not current in the next request
--DESCRIPTION--
PHP destroys what static properties hold after the extensions' request shutdown; a stream wrapper's stream_close() runs then.
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/builtin_server.inc';

$program = program(<<<'PHP'
    <?php
    class Wrapper
    {
        public static $kept;
        public $context;
        function stream_open(): bool { return true; }
        function stream_write($data): int { return strlen($data); }
        function stream_flush(): bool { return true; }
        function stream_close(): void
        {
            TracedCoroutine::startSpan('late')->activate();
            TracedCoroutine::setBaggage('customer', 'of the last request');
            TracedCoroutine::extract(['traceparent' => '00-' . str_repeat('a', 32) . '-' . str_repeat('b', 16) . '-01'])?->activate();
            TracedCoroutine::create(function () { TracedCoroutine::startSpan('later')->activate(); });
            TracedCoroutine::trace('latest', fn () => TracedCoroutine::setBaggage('k', 'v'));
            TracedCoroutine::wrap(fn () => 1)();
            file_put_contents(getenv('CLOSED'), json_encode([
                TracedCoroutine::currentSpan(), TracedCoroutine::getBaggage(), TracedCoroutine::active(), TracedCoroutine::flush(),
            ]) . "\n", FILE_APPEND);
        }
    }
    stream_wrapper_register('late', 'Wrapper');
    $inherited = json_encode([TracedCoroutine::currentSpan() !== null, TracedCoroutine::getBaggage(), TracedCoroutine::active()]);
    Wrapper::$kept = fopen('late://x', 'w');
    TracedCoroutine::startSpan('of the request')->end();
    $stats = TracedCoroutine::stats();
    echo "$inherited started $stats[started]";
    PHP);
$closed = scratch() . '/closed';
$server = BuiltinServer::start($program, ['traced_coroutine.exporter' => 'memory'], ['CLOSED' => $closed]);
for ($n = 1; $n <= 3; $n++) {
    echo $server->get(), "\n";
}
$server->stop();
echo file_get_contents($closed);
--EXPECT--
[false,[],[]] started 1
[false,[],[]] started 2
[false,[],[]] started 3
[null,[],[],true]
[null,[],[],true]
[null,[],[],true]
