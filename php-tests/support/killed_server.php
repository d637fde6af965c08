<?php
/**
 * A server whose workers are killed: php killed_server.php DIRECTORY KILLS SIGNAL
 *
 * Each request runs a coroutine with a span; what has ended is written down by the worker in DIRECTORY/ended. The last lines say
 * how many requests were answered, and how many were not by workers that lived.
 */

declare(strict_types=1);

use Swoole\Http\{Request, Response, Server};

[, $directory, $kills, $signal] = $argv;
$ended = fopen("$directory/ended", 'a');
$pids = new Swoole\Table(64);
$pids->column('pid', Swoole\Table::TYPE_INT);
$pids->column('open', Swoole\Table::TYPE_INT);
$pids->create();

/** Writes down how many spans of dead workers this one has exported that may have been exported before. */
function note_adopted(): void
{
    static $last = 0;
    $now = TracedCoroutine::stats()['adopted_twice_possible'];
    $now === $last || file_put_contents("{$GLOBALS['directory']}/twice", $now - $last . "\n", FILE_APPEND);
    $last = $now;
}

function handle(string $id): void
{
    [$pids, $worker] = [$GLOBALS['pids'], (string) $GLOBALS['server']->worker_id];
    TracedCoroutine::currentSpan()->setAttribute('id', $id);
    $pids->incr($worker, 'open');
    TracedCoroutine::trace('inner', fn () => Swoole\Coroutine::sleep(0.001));
    $pids->decr($worker, 'open');
}

$server = new Server('127.0.0.1', 0, SWOOLE_PROCESS);
$server->set(['worker_num' => 4, 'log_level' => SWOOLE_LOG_NONE, 'max_wait_time' => (int) (getenv('MAX_WAIT') ?: 20)]);
$server->on('workerStart', fn (Server $server, int $id) => $pids->set((string) $id, ['pid' => getmypid(), 'open' => 0]));
$server->on('workerStop', note_adopted(...));
$server->on('request', function (Request $request, Response $response) use ($ended) {
    $done = new Swoole\Coroutine\Channel(1);
    // The outer coroutine's span ends before its parent, untraced, hears of it.
    Swoole\Coroutine::create(function () use ($request, $ended, $done) {
        $id = $request->get['id'];
        $cid = TracedCoroutine::create('handle', $id);
        Swoole\Coroutine::join([$cid]);
        fwrite($ended, "$id\n");
        note_adopted();
        $done->push(true);
    });
    $done->pop();
    $response->end('ok');
});
$server->addProcess(new Swoole\Process(function () use ($server, $pids, $kills, $signal) {
    Swoole\Coroutine\run(function () use ($server, $pids, $kills, $signal) {
        $stop = false;
        $count = $lost = 0;
        for ($client = 0; $client < 16; $client++) {
            go(function () use ($client, $server, &$stop, &$count, &$lost) {
                for ($n = 0; !$stop; $n++) {
                    $http = new Swoole\Coroutine\Http\Client('127.0.0.1', $server->port);
                    // A killed worker leaves its clients without an answer: those that wait ask the others for nothing, and a worker
                    // that has no span has no flusher that could adopt.
                    $http->set(['timeout' => 0.5]);
                    $http->get("/?id=$client-$n") && $http->body === 'ok' ? $count++ : $lost++;
                    $http->close();
                }
            });
        }
        $killed = [];
        // Where the manager is slow to start others, a worker may have been killed already.
        for ($n = 0; count($killed) < (int) $kills && $n < 100 * (int) $kills; $n++) {
            Swoole\Coroutine::sleep(random_int(5, 60) / 1000);
            $worker = (string) random_int(0, 3);
            // On a loaded machine all requests may have been answered when it is this process's turn: every other worker has some.
            for ($wait = 0; $n % 2 === 0 && $wait < 1_000 && $pids->get($worker, 'open') === 0; $wait++) {
                usleep(200);
            }
            $row = $pids->get($worker);
            if ($row && !in_array($row['pid'], $killed, true)) {
                $killed[] = $row['pid'];
                posix_kill($row['pid'], (int) $signal);
            }
        }
        Swoole\Coroutine::sleep(3);
        $stop = true;
        // Each killed worker takes at most the requests with it that it had: 16 clients.
        echo $count > 0 ? 'answered' : '!! nothing answered', ', ', $lost <= 16 * count($killed) ? 'no more lost than killed workers had' : "!! $lost lost", "\n";
        Swoole\Coroutine::sleep(0.1);
        $server->shutdown();
    });
}, false, 0, false));
$server->start();
