<?php
/**
 * A Swoole HTTP server with 4 workers, each of whose requests runs 5 coroutines. Without the extension they are Swoole's own.
 *
 * The directory LOAD_DIRECTORY gets a file "port", an empty file per worker that ever started, and a file per worker that stopped,
 * with what it says of itself. BUSY=1 keeps each worker from stopping before Swoole kills it. PLAIN=1 leaves tracing to
 * instrumentation, and counts the requests' own spans, too. RATE=N has each worker run N coroutines a second by itself, until there
 * is a file "enough".
 */

declare(strict_types=1);

use Swoole\Coroutine\WaitGroup;
use Swoole\Http\{Request, Response, Server};

$directory = getenv('LOAD_DIRECTORY');
$is_traced = extension_loaded('traced_coroutine');
$is_plain = (bool) getenv('PLAIN');
$create = $is_traced && !$is_plain ? TracedCoroutine::create(...) : Swoole\Coroutine::create(...);
$finished = new Swoole\Atomic\Long();

$server = new Server('127.0.0.1', 0, SWOOLE_PROCESS);
$server->set([
    'worker_num' => 4,
    'log_level' => SWOOLE_LOG_NONE,
    'enable_deadlock_check' => false,
    'max_wait_time' => (int) (getenv('MAX_WAIT_TIME') ?: 10),
    'hook_flags' => 0,
]);
$server->on('start', fn () => file_put_contents("$directory/port", (string) $server->port));
$server->on('workerStart', function () use ($directory, $create, $finished): void {
    touch("$directory/worker." . getmypid());
    getenv('BUSY') && Swoole\Timer::tick(3_600_000, static fn () => null);
    $rate = (int) getenv('RATE');
    $begin = microtime(true);
    $made = 0;
    $rate && Swoole\Timer::tick(20, static function (int $timer) use ($directory, $create, $finished, $rate, $begin, &$made): void {
        is_file("$directory/enough") && Swoole\Timer::clear($timer);
        for ($due = (int) ($rate * (microtime(true) - $begin)); $made < $due; $made++) {
            $create(static fn () => $finished->add());
        }
    });
});
$server->on('request', static function (Request $request, Response $response) use ($create, $finished, $is_plain): void {
    $is_plain && $finished->add();
    $group = new WaitGroup();
    for ($n = 0; $n < 5; $n++) {
        $group->add();
        $create(static function () use ($group, $finished): void {
            Swoole\Coroutine::sleep(0.001);
            $finished->add();
            $group->done();
        });
    }
    $group->wait();
    $response->end('ok');
});
$server->on('workerStop', static function () use ($directory, $is_traced): void {
    if ($is_traced && !getenv('BUSY')) {
        // The last moment at which the program can ask. What is queued then is given up, unless it is delivered within
        // shutdown_timeout.
        TracedCoroutine::flush((float) getenv('FLUSH'));
        file_put_contents("$directory/stats." . getmypid(), json_encode(TracedCoroutine::stats()));
    }
});
$server->on('shutdown', fn () => file_put_contents("$directory/finished", (string) $finished->get()));
$server->start();
