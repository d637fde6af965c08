--TEST--
A fatal error inside a span around a call is that span's end: in a coroutine that several requests share, and outside of coroutines
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_under_valgrind('malloc knows no memory limit');
needs_swoole('6.2', 'a fatal error in a coroutine of its HTTP server ends the program by exit code and not by a signal');
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';

$endings = [
    'fatal error' => 'eval("class A extends Closure {}");',
    'memory limit' => '$text = str_repeat("x", 1 << 30);',
    'user error' => 'trigger_error("no way on", E_USER_ERROR);',
    'one that the program goes on from' => 'set_error_handler(fn () => true); trigger_error("handled", E_USER_ERROR); $response->end();',
];
$coroutine_server = <<<'PHP'
    <?php
    Swoole\Coroutine\run(function () {
        $server = new Swoole\Coroutine\Http\Server('127.0.0.1', 0);
        $server->handle('/', function ($request, $response) use ($server) { $server->shutdown(); CODE });
        go(function () use ($server) {
            (new Swoole\Coroutine\Http\Client('127.0.0.1', $server->port))->get('/');
        });
        $server->start();
    });
    PHP;
// With PHP 8.4 a program that runs out of memory here ends before its client has said that there was no answer.
ob_start(fn (string $said): string => preg_replace('/^GET \/:\s*\n/m', '', $said));
foreach ($endings as $name => $code) {
    echo "== $name\n";
    $spans = compare_with_uninstrumented(http_program("function (\$request, \$response) { $code }", [['GET', '/', []]], "'enable_coroutine' => false,"));
    $others = compare_with_uninstrumented(str_replace('CODE', $code, $coroutine_server));
    echo json_encode(array_map(fn ($span) => $span['attributes']['error.type'] ?? null, [...$spans, ...$others])), "\n";
}
--EXPECT--
== fatal error
Fatal error: Class A cannot extend final class Closure in program.php(5) : eval()'d code on line 1
[exit code 255, same as without the extension]
- [GET] server error, "Class A cannot extend final class Closure"
    ! exception E_COMPILE_ERROR: Class A cannot extend final class Closure
Fatal error: Class A cannot extend final class Closure in program.php(4) : eval()'d code on line 1
[exit code 255, same as without the extension]
- [GET] server error, "Class A cannot extend final class Closure"
    ! exception E_COMPILE_ERROR: Class A cannot extend final class Closure
["E_COMPILE_ERROR","E_COMPILE_ERROR"]
== memory limit
Fatal error: Allowed memory size of 134217728 bytes exhausted (tried to allocate 1073745920 bytes) in program.php on line 5
[exit code 255, same as without the extension]
- [GET] server error, "Allowed memory size of 134217728 bytes exhausted (tried to allocate 1073745920 bytes)"
    ! exception E_ERROR: Allowed memory size of 134217728 bytes exhausted (tried to allocate 1073745920 bytes)
Fatal error: Allowed memory size of 134217728 bytes exhausted (tried to allocate 1073745920 bytes) in program.php on line 4
[exit code 255, same as without the extension]
- [GET] server error, "Allowed memory size of 134217728 bytes exhausted (tried to allocate 1073745920 bytes)"
    ! exception E_ERROR: Allowed memory size of 134217728 bytes exhausted (tried to allocate 1073745920 bytes)
["E_ERROR","E_ERROR"]
== user error
Fatal error: no way on in program.php on line 5
[exit code 255, same as without the extension]
- [GET] server error, "no way on"
    ! exception E_USER_ERROR: no way on
Fatal error: no way on in program.php on line 4
[exit code 255, same as without the extension]
- [GET] server error, "no way on"
    ! exception E_USER_ERROR: no way on
["E_USER_ERROR","E_USER_ERROR"]
== one that the program goes on from
GET /: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
[exit code 0, same as without the extension]
- [GET] server unset
[exit code 0, same as without the extension]
- [GET] server unset
[null,null]
