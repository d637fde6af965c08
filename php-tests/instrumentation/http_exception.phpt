--TEST--
An exception or a fatal error in the callback ends the span as it ends the worker
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';

$endings = [
    'exception' => 'throw new LogicException("thrown");',
    'exception after a status' => '$response->status(404); throw new LogicException("thrown");',
    'fatal error' => '$response->status(418); eval("class A extends Closure {}");',
    'exit' => 'exit(3);',
];
foreach ($endings as $name => $code) {
    echo "== $name\n";
    $spans = compare_with_uninstrumented(http_program("function (\$request, \$response) { $code }", [['GET', '/', []]]));
    print_server_spans($spans);
}
--EXPECT--
== exception
Fatal error: Uncaught LogicException: thrown in program.php:5
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Http\Request), Object(Swoole\Http\Response))
#1 {main}
  thrown in program.php on line 5
[exit code 255, same as without the extension]
- 'GET' {closure}:5 server exception, error, LogicException, "thrown"
    ! exception LogicException: thrown
GET {"error.type":"LogicException","http.request.method":"GET","url.path":"/","url.scheme":"http","server.address":"shop.example","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1"}
== exception after a status
Fatal error: Uncaught LogicException: thrown in program.php:5
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Http\Request), Object(Swoole\Http\Response))
#1 {main}
  thrown in program.php on line 5
[exit code 255, same as without the extension]
- 'GET' {closure}:5 server exception, error, LogicException, "thrown"
    ! exception LogicException: thrown
GET {"error.type":"LogicException","http.request.method":"GET","url.path":"/","url.scheme":"http","server.address":"shop.example","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1"}
== fatal error
Fatal error: Class A cannot extend final class Closure in program.php(5) : eval()'d code on line 1
[exit code 255, same as without the extension]
- 'GET' {closure}:5 server fatal, error, E_COMPILE_ERROR, "Class A cannot extend final class Closure"
    ! exception E_COMPILE_ERROR: Class A cannot extend final class Closure
GET {"error.type":"E_COMPILE_ERROR","http.request.method":"GET","url.path":"/","url.scheme":"http","server.address":"shop.example","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1"}
== exit
Fatal error: Uncaught Swoole\ExitException: swoole exit in program.php:5
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Http\Request), Object(Swoole\Http\Response))
#1 {main}
  thrown in program.php on line 5
[exit code 255, same as without the extension]
- 'GET' {closure}:5 server exit, error, exit status 3, Swoole\ExitException, "exit status 3"
GET {"error.type":"Swoole\\ExitException","http.request.method":"GET","url.path":"/","url.scheme":"http","server.address":"shop.example","server.port":"(port)","client.address":"127.0.0.1","network.peer.address":"127.0.0.1","network.peer.port":"(port)","network.protocol.version":"1.1"}
