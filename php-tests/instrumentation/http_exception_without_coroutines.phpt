--TEST--
Where a callback without a coroutine throws, Swoole answers, and the span says what
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('its worker ends before a client in it has read the answer');
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';

foreach (['500' => '', '404' => '$response->status(404); '] as $status => $code) {
    $callback = "function (\$request, \$response) { {$code}throw new LogicException('thrown'); }";
    $spans = compare_with_uninstrumented(http_program($callback, [['GET', '/', []]], "'enable_coroutine' => false"));
    echo "== $status without coroutines: ", json_encode(said_attributes(current(array_filter($spans, fn ($span) => $span["kind"] === "server")))["http.response.status_code"] ?? null), "\n";
}
--EXPECT--
Fatal error: Uncaught LogicException: thrown in program.php:5
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Http\Request), Object(Swoole\Http\Response))
#1 program.php(24): Swoole\Server->start()
#2 {main}
  thrown in program.php on line 5
GET /: "HTTP\/1.1 500 Internal Server Error\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
[exit code 255, same as without the extension]
- [GET] server error, "thrown"
    ! exception LogicException: thrown
== 500 without coroutines: 500
Fatal error: Uncaught LogicException: thrown in program.php:5
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Http\Request), Object(Swoole\Http\Response))
#1 program.php(24): Swoole\Server->start()
#2 {main}
  thrown in program.php on line 5
GET /: "HTTP\/1.1 404 Not Found\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 0\r\n\r\n"
[exit code 255, same as without the extension]
- [GET] server error, "thrown"
    ! exception LogicException: thrown
== 404 without coroutines: 404
