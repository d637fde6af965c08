--TEST--
What PHP raises about a callable is raised where it is registered, and at no call: a server's callback
--DESCRIPTION--
The callable was resolved again at each request, each time with the deprecation of "parent::". With an error handler that throws,
no request was answered.
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

compare_with_uninstrumented(http_program('registered($server)', [['GET', '/a', []], ['GET', '/b', []]], before: <<<'PHP'
    class Base { function answer($request, $response) { $response->end('base'); } }
    final class Site extends Base { function answer($request, $response) { $response->end('site'); } }

    // As a framework does that makes exceptions of errors, once it has been set up.
    set_error_handler(function ($level, $message) {
        static $count = 0;
        echo ++$count, ": $message\n";
        return $count <= 4 ? true : throw new ErrorException($message);
    });

    function registered($server): array
    {
        $server->on('request', [new Site, 'parent::missing']);
        $site = [new Site, 'parent::answer'];
        $server->on('request', $site);
        echo json_encode($server->getCallback('request') === $site), "\n";
        return $site;
    }
    PHP));
--EXPECT--
1: Callables of the form ["Site", "parent::missing"] are deprecated
2: Swoole\Server\Port::on(): function 'Site::parent::missing' is not callable
3: Callables of the form ["Site", "parent::answer"] are deprecated
true
4: Callables of the form ["Site", "parent::answer"] are deprecated
GET /a: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 4\r\n\r\nbase"
GET /b: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 4\r\n\r\nbase"
[exit code 0, same as without the extension]
- 'GET' Base::answer:2 server returned, unset
- 'GET' Base::answer:2 server returned, unset
