--TEST--
A server whose workers are threads exports each span once, also what a worker leaves open in a reload and at the end
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_threads();
--FILE--
<?php
require __DIR__ . '/../support/threads.inc';

$file = scratch() . '/spans.jsonl';
$program = program(<<<'PHP'
    <?php
    function waits(): void { Swoole\Coroutine::sleep(100); }
    function ask(int $port): void
    {
        $client = new Swoole\Coroutine\Http\Client('127.0.0.1', $port);
        $client->get('/');
        $client->body === 'ok' || print("!! $client->errMsg\n");
    }
    Swoole\Coroutine::set(['enable_deadlock_check' => false]);
    $server = new Swoole\Http\Server('127.0.0.1', 0, SWOOLE_THREAD);
    $server->set(['worker_num' => 3, 'log_file' => '/dev/null', 'max_wait_time' => 1]);
    $server->on('request', function ($request, $response): void {
        TracedCoroutine::trace('answer', fn () => $response->end('ok'));
    });
    $server->on('workerStart', function (Swoole\Server $server, int $id): void {
        TracedCoroutine::create('waits');
        file_put_contents('starts', '.', FILE_APPEND);
        // Asks, has all workers stop and others start, and asks again.
        $id === 0 && Swoole\Timer::after(1, fn () => go(function () use ($server): void {
            $is_first = !is_file('reloaded');
            for ($wait = 0; $wait < 3000 && filesize('starts') < ($is_first ? 3 : 6); $wait++) {
                Swoole\Coroutine::sleep(0.01);
                clearstatcache();
            }
            for ($number = 0; $number < 20; $number++) {
                ask($server->port);
            }
            $is_first ? touch('reloaded') && $server->reload() : $server->shutdown();
        }));
    });
    $server->on('workerStop', fn () => TracedCoroutine::startSpan('stops')->end());
    $server->start();
    if (Swoole\Thread::getInfo()['is_main_thread']) {
        echo 'flushed: ', var_export(TracedCoroutine::flush(), true), ', ';
        ['started' => $started, 'exported' => $exported, 'open' => $open] = TracedCoroutine::stats();
        echo "$started started, $exported exported, $open open\n";
    }
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'auto_append_file' => '']);
echo $ran->stdout, $ran->stderr, $ran->how(), "\n";
foreach (by_name(spans_of_file($file)) as $name => $spans) {
    $threads = values_of($spans, 'thread.id');
    echo "$name: ", rtrim(count($spans) . ' ' . implode(', ', values_of($spans, 'coroutine.outcome')));
    // Which worker gets a request is for Swoole to say.
    echo $name === 'answer' ? '' : ' in ' . count($threads) . ' threads', in_array(null, $threads, true) ? ', !! the main one' : '', "\n";
}
--EXPECT--
flushed: true, 52 started, 52 exported, 0 open
exit code 0
answer: 40
stops: 6 in 6 threads
waits: 6 abandoned in 6 threads
