--TEST--
A session handler that runs after the request's end gets refusals, and harms no later request
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program(<<<'PHP'
    <?php
    class Handler implements SessionHandlerInterface
    {
        function open($path, $name): bool { return true; }
        function close(): bool { return true; }
        function read($id): string|false { return ''; }
        function destroy($id): bool { return true; }
        function gc($max): int|false { return 0; }
        function write($id, $data): bool
        {
            $name = 'made_' . mt_rand();
            eval("function $name() {}");
            TracedCoroutine::wrap(fn () => 1, null, $name);
            TracedCoroutine::startSpan('late');
            error_log('create: ' . var_export(TracedCoroutine::create(fn () => 1), true));
            return true;
        }
    }
    ini_set('error_log', getenv('HANDLER_LOG'));
    session_set_save_handler(new Handler, false);
    session_id('x');
    session_start(['use_cookies' => 0]);
    $_SESSION['x'] = 1;
    for ($n = 0; $n < 300; $n++) {
        $name = "g{$n}_" . mt_rand();
        eval("function $name() {}");
        $kept[] = TracedCoroutine::wrap(fn () => 1, null, $name);
    }
    echo "ok\n";
    PHP);
$log = scratch() . '/log';
$port = (int) explode(':', stream_socket_get_name($socket = stream_socket_server('tcp://127.0.0.1:0'), false))[1];
fclose($socket);
$arguments = [];
foreach (['extension' => getenv('TRACED_COROUTINE_SO'), 'traced_coroutine.exporter' => 'memory', 'opcache.enable' => '0'] as $name => $value) {
    array_push($arguments, '-d', "$name=$value");
}
$server = proc_open([PHP_BINARY, '-n', ...$arguments, '-S', "127.0.0.1:$port", $program], [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['file', '/dev/null', 'w']], $pipes, null, ['HANDLER_LOG' => $log] + getenv());
$answers = [];
for ($n = 0; $n < 20; $n++) {
    for ($tries = 0; ($answer = @file_get_contents("http://127.0.0.1:$port/")) === false && $n === 0 && $tries < 200; $tries++) {
        usleep(20_000);
    }
    $answers[] = trim((string) $answer);
}
echo json_encode(array_count_values($answers)), "\n";
echo proc_get_status($server)['running'] ? 'the server lives' : '!! the server died', "\n";
proc_terminate($server);
proc_close($server);
echo json_encode(array_count_values(array_map(static fn (string $line): string => preg_replace('/^\[.*?\] /', '', $line), file($log, FILE_IGNORE_NEW_LINES)))), "\n";
--EXPECT--
{"ok":20}
the server lives
{"create: false":20}
