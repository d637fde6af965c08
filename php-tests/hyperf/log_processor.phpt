--TEST--
Log records carry the trace id and the span id of what is current
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_hyperf();
--FILE--
<?php
require __DIR__ . '/../support/hyperf.inc';

ob_start();
$spans = spans_in_hyperf(<<<'PHP'
    <?php
    use App\Request;
    use Hyperf\Context\ApplicationContext;
    use Hyperf\Logger\LoggerFactory;
    use function Hyperf\Coroutine\go;

    $log = ApplicationContext::getContainer()->get(LoggerFactory::class)->get();
    $log->info('outside');
    Request::handle(function () use ($log): void {
        $log->info('request');
        go(fn () => $log->info('coroutine'));
    });
    PHP);
$ids = [];
foreach ($spans as $span) {
    $ids[$span['trace_id']] = 'the trace';
    $ids[$span['span_id']] = "span $span[name]";
}
echo strtr((string) ob_get_clean(), $ids);
--EXPECT--
outside  
request the trace span request
coroutine the trace span coroutine
