--TEST--
A session handler that runs after the request's end runs untraced, and harms no later request
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/builtin_server.inc';

$program = program(<<<'PHP'
    <?php
    class Handler implements SessionHandlerInterface, SessionIdInterface, SessionUpdateTimestampHandlerInterface
    {
        function open($path, $name): bool { return true; }
        function close(): bool { return true; }
        function read($id): string|false { return ''; }
        function destroy($id): bool { return true; }
        function gc($max): int|false { return 0; }
        function create_sid(): string { return 'made'; }
        function validateId($id): bool { return true; }
        function updateTimestamp($id, $data): bool { return true; }
        function write($id, $data): bool
        {
            $name = 'made_' . mt_rand();
            eval("function $name() {}");
            TracedCoroutine::wrap(fn () => 1, null, $name);
            TracedCoroutine::startSpan('late');
            $id = TracedCoroutine::create(fn () => error_log('the callable runs'));
            error_log('create: ' . get_debug_type($id));
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
$server = BuiltinServer::start($program, ['traced_coroutine.exporter' => 'memory'], ['HANDLER_LOG' => $log]);
$answers = array_map(static fn (): string => $server->get(), range(1, 20));
echo json_encode(array_count_values($answers)), "\n";
echo $server->is_running() ? 'the server lives' : '!! the server died', "\n";
$server->stop();
echo json_encode(array_count_values(array_map(static fn (string $line): string => preg_replace('/^\[.*?\] /', '', $line), file($log, FILE_IGNORE_NEW_LINES)))), "\n";
--EXPECT--
{"ok":20}
the server lives
{"the callable runs":20,"create: int":20}
