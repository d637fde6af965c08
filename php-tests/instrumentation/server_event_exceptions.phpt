--TEST--
An exception that leaves the callback of a WebSocket's message, of a TCP connection's data or of a packet is how its span ends
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole('6.2', 'an exception in the callback of a message ends the program by exit code and not by a signal');
--FILE--
<?php
require __DIR__ . '/../support/server_events.inc';

foreach (SERVERS as $name => [$server, $callbacks, $client]) {
    echo "=== $name\n";
    // A child would be abandoned, or not.
    $callbacks = str_replace('go("child");', '', $callbacks);
    compare_with_uninstrumented(sprintf(PROGRAM, $server, $callbacks, $client, 'throws', ''), remote: ['b7ad6b7169203331' => 'the caller']);
}
--EXPECT--
=== websocket
true
got one

Fatal error: Uncaught LogicException: thrown in program.php:8
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\WebSocket\Server), Object(Swoole\WebSocket\Frame))
#1 {main}
  thrown in program.php on line 8
[exit code 255, same as without the extension]
- 'GET' {closure}:7 server returned, unset, child of the caller
- 'message' {closure}:8 server returned, unset
    ~ GET
- 'message' {closure}:8 server exception, error, LogicException, "thrown"
    ~ GET
    ! exception LogicException: thrown
=== websocket with a handshake of its own
true
got one

Fatal error: Uncaught LogicException: thrown in program.php:14
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\WebSocket\Server), Object(Swoole\WebSocket\Frame))
#1 {main}
  thrown in program.php on line 14
[exit code 255, same as without the extension]
- 'GET' {closure}:7 server returned, unset, child of the caller
- 'message' {closure}:14 server returned, unset
    ~ GET
- 'message' {closure}:14 server exception, error, LogicException, "thrown"
    ~ GET
    ! exception LogicException: thrown
=== tcp
got one

Fatal error: Uncaught LogicException: thrown in program.php:7
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Server), 1, 0, '...')
#1 {main}
  thrown in program.php on line 7
[exit code 255, same as without the extension]
- 'receive' {closure}:7 server returned, unset
- 'receive' {closure}:7 server exception, error, LogicException, "thrown"
    ! exception LogicException: thrown
=== udp
got one

Fatal error: Uncaught LogicException: thrown in program.php:7
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Server), '...', Array)
#1 {main}
  thrown in program.php on line 7
[exit code 255, same as without the extension]
- 'packet' {closure}:7 server returned, unset
- 'packet' {closure}:7 server exception, error, LogicException, "thrown"
    ! exception LogicException: thrown
=== events as objects
got one

Fatal error: Uncaught LogicException: thrown in program.php:8
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Server), Object(Swoole\Server\Event))
#1 {main}
  thrown in program.php on line 8
[exit code 255, same as without the extension]
- 'receive' {closure}:8 server returned, unset
- 'receive' {closure}:8 server exception, error, LogicException, "thrown"
    ! exception LogicException: thrown
