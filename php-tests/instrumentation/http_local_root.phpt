--TEST--
localRootSpan() is the request's span in all that a request starts, also after its callback
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/http_server.inc';

$caller = ['traceparent' => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'];
foreach (['', "'enable_coroutine' => false,"] as $set) {
    $spans = compare_with_uninstrumented(http_program(<<<'PHP'
        function ($request, $response) {
            $said = function (string $where) use ($request): void {
                class_exists('TracedCoroutine', false) && TracedCoroutine::localRootSpan()?->setAttribute("said.$where", $request->server['request_uri']);
            };
            $said('callback');
            Swoole\Timer::after(1, function () use ($said, $response): void {
                $said('timer');
                go(function () use ($said, $response): void {
                    Swoole\Coroutine::sleep(0.001);
                    $said('coroutine');
                    $inner = fn () => go(fn () => $said('inner coroutine'));
                    class_exists('TracedCoroutine', false) ? TracedCoroutine::trace('call', $inner) : $inner();
                    $response->end('done');
                });
            });
        }
        PHP, [['GET', '/first', $caller], ['GET', '/second', $caller]], $set), remote: ['b7ad6b7169203331' => 'the caller']);
    foreach ($spans as ['kind' => $kind, 'attributes' => $attributes]) {
        if ($kind === 'server') {
            echo $attributes['url.path'], ' ', json_encode(array_filter($attributes, fn (string $key) => str_starts_with($key, 'said.'), ARRAY_FILTER_USE_KEY), JSON_UNESCAPED_SLASHES), "\n";
        }
    }
}
--EXPECTF--
GET /first: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 4\r\n\r\ndone"
GET /second: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 4\r\n\r\ndone"
[exit code 0, same as without the extension]
- 'GET' {closure}:5 server returned, unset, child of the caller
  - {closure}:10 returned, unset
    - {closure}:12 returned, unset
      - [call] unset
        - {closure}:15 returned, unset
- 'GET' {closure}:5 server returned, unset, child of the caller
  - {closure}:10 returned, unset
    - {closure}:12 returned, unset
      - [call] unset
        - {closure}:15 returned, unset
/first {"said.callback":"/first","said.timer":"/first","said.coroutine":"/first","said.inner coroutine":"/first"}
/second {"said.callback":"/second","said.timer":"/second","said.coroutine":"/second","said.inner coroutine":"/second"}
GET /first: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 4\r\n\r\ndone"
GET /second: "HTTP\/1.1 200 OK\r\nServer: swoole-http-server\r\nConnection: close\r\nContent-Type: text\/html\r\nContent-Length: 4\r\n\r\ndone"
[exit code 0, same as without the extension]
- [GET] server unset, child of the caller
  - [{closure} traced-coroutine-%s/program.php:10] unset
    - {closure}:12 returned, unset
      - [call] unset
        - {closure}:15 returned, unset
- [GET] server unset, child of the caller
  - [{closure} traced-coroutine-%s/program.php:10] unset
    - {closure}:12 returned, unset
      - [call] unset
        - {closure}:15 returned, unset
/first {"said.callback":"/first","said.timer":"/first","said.coroutine":"/first","said.inner coroutine":"/first"}
/second {"said.callback":"/second","said.timer":"/second","said.coroutine":"/second","said.inner coroutine":"/second"}