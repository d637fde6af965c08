--TEST--
What a connection to Swoole\Coroutine\Server sends is a trace each, until more is waited for, or the connection is closed or gone
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('it has no Swoole\Coroutine\Server');
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

const PROGRAM = <<<'PHP'
    <?php
    use Swoole\Coroutine;
    function child(): void { Coroutine::sleep(0.001); }
    Coroutine\run(function () {
        $server = new Coroutine\Server('127.0.0.1', 0);
        $server->set(['open_eof_check' => true, 'package_eof' => "\n"]);
        $server->handle(function (Coroutine\Server\Connection $connection) {
            go('child'); // in no trace
            while (($line = $connection->recv(5)) !== '' && $line !== false) {
                go('child');
                switch (trim($line)) {
                    case 'return': return;
                    case 'close': $connection->close(); go('child'); return;
                    case 'throw': throw new LogicException('thrown');
                }
                $connection->send("got $line");
            }
        });
        go(function () use ($server) {
            foreach (WORDS as $words) {
                $client = new Coroutine\Client(SWOOLE_SOCK_TCP);
                $client->connect('127.0.0.1', $server->port);
                foreach ($words as $word) {
                    $client->send("$word\n");
                    echo json_encode($client->recv(2)), "\n";
                }
                $client->close();
                Coroutine::sleep(0.01);
            }
            // A socket of the program's own receives in no trace.
            $socket = new Coroutine\Socket(AF_INET, SOCK_STREAM);
            $socket->setProtocol(['open_eof_check' => true, 'package_eof' => "\n"]);
            $socket->connect('127.0.0.1', $server->port);
            $socket->send("own\n");
            echo json_encode($socket->recvPacket(2)), "\n";
            go('child');
            $socket->close();
            $server->shutdown();
        });
        $server->start();
    });
    PHP;

foreach (["[['one', 'two'], ['return'], ['close']]", "[['throw']]"] as $words) {
    foreach (compare_with_uninstrumented(str_replace('WORDS', $words, PROGRAM)) as $span) {
        is_int($span['attributes']['swoole.fd'] ?? null) || $span['kind'] === 'internal' || print("!! no number of the connection\n");
    }
}
--EXPECTF--
"got one\n"
"got two\n"
false
""
"got own\n"
[exit code 0, same as without the extension]
- [receive] server unset
  - child:3 returned, unset
- [receive] server unset
  - child:3 returned, unset
- [receive] server unset
  - child:3 returned, unset
- [receive] server unset
  - child:3 returned, unset
- [receive] server unset
  - child:3 returned, unset
Fatal error: Uncaught LogicException: thrown in program.php:14
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Coroutine\Server\Connection))
#1 {main}
  thrown in program.php on line 14
[exit code 255, same as without the extension]
- [receive] server error, "Uncaught LogicException: thrown in %sprogram.php:14
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Coroutine\Server\Connection))
#1 {main}
  thrown"
    ! exception E_ERROR: Uncaught LogicException: thrown in %sprogram.php:14
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Coroutine\Server\Connection))
#1 {main}
  thrown
  - child:3 abandoned, unset
