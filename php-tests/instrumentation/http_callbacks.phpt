--TEST--
The program's callback stays what it is: whatever it is, what it is given, and what getCallback() returns
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_swoole('6.0', 'on() warns of what it cannot call, and goes on');
not_on_a_debug_php('Swoole\'s getCallback() returns what it does not declare, which is a fatal error there');
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';

compare_with_uninstrumented(http_program('(new Site)->register($server)', [['GET', '/', []]], before: <<<'PHP'
    final class Site
    {
        public function register($server): callable
        {
            // Callable in this scope only.
            $server->on('Request', [$this, 'answer']);
            $given = $server->getCallback('request');
            echo json_encode([is_array($given), $given[0] === $this, $given[1]]), "\n";
            $server->on('request', 'Other::answer');
            echo json_encode([$server->getCallback('request'), $server->getCallback('REQUEST'), $server->ports[0]->getCallback('request'), $server->getCallback('close')]), "\n";
            return function (...$arguments) { $this->answer(...$arguments); };
        }

        private function answer(...$arguments): void
        {
            [$request, $response] = $arguments;
            echo json_encode([count($arguments), $request::class, $response::class]), "\n";
            echo preg_replace('/[^ ]*program\.php\(\d+\)/', 'program.php', (new Exception)->getTraceAsString()), "\n";
            $response->end(static::class);
        }
    }

    final class Other { public static function answer($request, $response): void { $response->end('other'); } }
    PHP));
--EXPECT--
Warning: Swoole\Server\Port::on(): function 'Site::answer' is not callable in program.php on line 7
[true,true,"answer"]
["Other::answer","Other::answer","Other::answer",null]
[2,"Swoole\\Http\\Request","Swoole\\Http\\Response"]
#0 program.php: Site->answer(Object(Swoole\Http\Request), Object(Swoole\Http\Response))
#1 [internal function]: Site->{closure}(Object(Swoole\Http\Request), Object(Swoole\Http\Response))
#2 {main}
GET /: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 4\r\n\r\nSite"
[exit code 0, same as without the extension]
- 'GET' Site::{closure}:12 server returned, unset
