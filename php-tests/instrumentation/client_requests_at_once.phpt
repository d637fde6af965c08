--TEST--
Coroutines that ask at the same time, by the same stream context and the same client class, do not get each other's headers
--EXTENSIONS--
curl
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_a_debug_php('what Swoole reads of such requests it does not free, and it is longer with the extension');
not_on_openswoole('it has no Swoole\Coroutine\Http\Server');
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

$settings = ['traced_coroutine.instrument' => 'curl,http,stream'];
compare_with_uninstrumented("<?php\n" . WORDS . <<<'PHP'
    Swoole\Runtime::enableCoroutine(SWOOLE_HOOK_TCP | SWOOLE_HOOK_STREAM_FUNCTION | SWOOLE_HOOK_NATIVE_CURL);
    go(function () {
        $server = new Swoole\Coroutine\Http\Server('127.0.0.1', 0);
        $server->handle('/', function ($request, $response) {
            Swoole\Coroutine::sleep(0.005);
            $response->end($request->header['traceparent'] ?? '');
        });
        go(fn () => $server->start());
        $group = new Swoole\Coroutine\WaitGroup();
        foreach (range(1, 3) as $number) {
            $group->add();
            go(fn () => in_trace(function () use ($server, $group, $number) {
                $url = "http://127.0.0.1:$server->port/";
                $handle = curl_init($url);
                curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
                $client = new Swoole\Coroutine\Http\Client('127.0.0.1', $server->port);
                $answers = [file_get_contents($url), curl_exec($handle), $client->get('/') ? $client->body : '', file_get_contents($url)];
                $own = class_exists('TracedCoroutine', false) ? TracedCoroutine::currentSpan()->getContext()->getTraceId() : '';
                $are_own = array_map(fn (string $answer) => $own === '' ? $answer === '' : str_contains($answer, $own), $answers);
                echo json_encode([count(array_unique($answers)) === ($own === '' ? 1 : 4), $are_own, stream_context_get_options(stream_context_get_default())]), "\n";
                $group->done();
            }));
        }
        $group->wait();
        $server->shutdown();
    });
    Swoole\Event::wait();
    PHP, $settings);
--EXPECT--
[true,[true,true,true,true],[]]
[true,[true,true,true,true],[]]
[true,[true,true,true,true],[]]
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
- [root] unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
