<?php
/**
 * What the benchmarks run, each in a process of its own: php benches/workload.php KIND COUNT. Prints one line of JSON.
 */

declare(strict_types=1);

[, $kind, $count] = $argv;
$count = (int) $count;
$body = static function (): void {};
$result = match ($kind) {
    'bare' => measure(static fn () => bare($body, $count)),
    'wrapper' => measure(static fn () => wrapper($body, $count)),
    'aspect' => measure(static fn () => aspect($body, $count)),
    'traced' => measure(static fn () => traced($body, $count)),
    'alive-bare' => alive(Swoole\Coroutine::create(...), $count, (int) $argv[3]),
    'alive-deferring' => alive(static fn (Closure $body) => Swoole\Coroutine::create('deferring', $body), $count, (int) $argv[3]),
    'alive-traced' => alive(TracedCoroutine::create(...), $count, (int) $argv[3]),
    'recorded-alive' => recorded_alive($count),
    'manual' => measure(static fn () => manual_span($count)),
    'paced' => paced($body, $count, (int) $argv[3]),
    'hooked-go' => measure(static fn () => bare(static function (): void {}, $count)),
    'hooked-timer' => measure(static fn () => timers($count)),
    'hooked-execute' => measure(static fn () => statements($count)),
    'hooked-query' => measure(static fn () => queries('query', $count)),
    'hooked-prepare' => measure(static fn () => queries('prepare', $count)),
    'hooked-exec' => measure(static fn () => queries('exec', $count)),
    'unsampled-query' => measure(static fn () => TracedCoroutine::trace('root', static fn () => queries('query', $count))),
    'unsampled-execute' => measure(static fn () => TracedCoroutine::trace('root', static fn () => statements($count))),
    'hooked-option' => measure(static fn () => curl_options($count)),
    'hooked-options' => measure(static fn () => curl_arrays($count)),
    'hooked-headers' => measure(static fn () => curl_headers($count)),
    'hooked-transfer' => measure(static fn () => curl_transfers($count)),
    'hooked-client' => measure(static fn () => client_requests($count)),
    'hooked-url' => measure(static fn () => refused_urls($count)),
    'hooked-file' => measure(static fn () => local_files($count)),
    'clock' => measure(static fn () => clock($count)),
};
echo json_encode($result), "\n";

/** Time of the work, and CPU time of all threads until everything is exported. */
function measure(callable $work): array
{
    [$begin, $cpu] = [hrtime(true), cpu()];
    $work();
    $nanoseconds = hrtime(true) - $begin;
    class_exists('TracedCoroutine', false) && TracedCoroutine::flush(30.0);
    return ['ns' => $nanoseconds, 'cpu' => cpu() - $cpu] + counters();
}

function counters(): array
{
    if (!class_exists('TracedCoroutine', false)) {
        return [];
    }
    $stats = TracedCoroutine::stats();
    return ['started' => $stats['started'], 'exported' => $stats['exported'], 'dropped' => array_sum($stats['dropped']), 'failed' => array_sum($stats['failed'])];
}

/** Nanoseconds of user and system time, all threads. */
function cpu(): int
{
    $usage = getrusage();
    $of = static fn (string $kind): int => $usage["ru_$kind.tv_sec"] * 1_000_000_000 + $usage["ru_$kind.tv_usec"] * 1000;
    return $of('utime') + $of('stime');
}

function bare(Closure $body, int $count): void
{
    for ($n = 0; $n < $count; $n++) {
        Swoole\Coroutine::create($body);
    }
}

function traced(Closure $body, int $count): void
{
    for ($n = 0; $n < $count; $n++) {
        TracedCoroutine::create($body);
    }
}

function wrapper(Closure $body, int $count): void
{
    for ($n = 0; $n < $count; $n++) {
        wrapped($body);
    }
}

/** What every tracer written in PHP does at least: a closure, a try, a defer, two looks at the clock. */
function wrapped(callable $callable, mixed ...$arguments): int|false
{
    return Swoole\Coroutine::create(static function () use ($callable, $arguments) {
        $start = hrtime(true);
        Swoole\Coroutine::defer(static function () use ($start) {
            $duration = hrtime(true) - $start;
        });
        try {
            return $callable(...$arguments);
        } catch (Throwable $exception) {
            throw $exception;
        } finally {
            $start = 0;
        }
    });
}

function aspect(Closure $body, int $count): void
{
    for ($n = 0; $n < $count; $n++) {
        as_aspect($body);
    }
}

/** The shape of Hyperf's CoroutineAspect: the parent from a context, a span object with tags, a defer that ends it. No ids, no export. */
function as_aspect(callable $callable): int|false
{
    $root = Swoole\Coroutine::getCid() > 0 ? (Swoole\Coroutine::getContext()['tracer.root'] ?? null) : null;
    return Swoole\Coroutine::create(static function () use ($callable, $root) {
        try {
            $context = Swoole\Coroutine::getContext();
            $span = new class('coroutine', $root, microtime(true)) {
                public array $tags = [];
                public float $end = 0.0;

                public function __construct(public string $name, public ?object $parent, public float $start) {}
            };
            $context['tracer.root'] = $span;
            $span->tags['coroutine.id'] = Swoole\Coroutine::getCid();
            Swoole\Coroutine::defer(static function () use ($span) {
                $span->end = microtime(true);
            });
            $callable();
        } catch (Throwable $exception) {
            $span->tags += ['error' => true, 'error.message' => $exception->getMessage()];
            throw $exception;
        }
    });
}

/** How many bytes the recorder's file takes while so many coroutines are alive. */
function recorded_alive(int $count): array
{
    $bytes = 0;
    Swoole\Coroutine\run(static function () use ($count, &$bytes): void {
        $gate = new Swoole\Coroutine\Channel(1);
        for ($n = 0; $n < $count; $n++) {
            TracedCoroutine::create(static fn () => $gate->pop());
        }
        $files = glob(ini_get('traced_coroutine.recorder.path') . '/traced_coroutine-*/*-' . getmypid() . '-*');
        $bytes = array_sum(array_map(static fn (string $file): int => stat($file)['blocks'] * 512, $files));
        $gate->close();
    });
    return ['file' => $bytes];
}

/** $rounds times $count coroutines that are alive together, and yield once. A round before them touches the memory first. */
function alive(Closure $create, int $count, int $rounds): array
{
    ini_set('memory_limit', '-1');
    // Not less than Swoole's 2 MiB but for valgrind, which cannot map so many.
    Swoole\Coroutine::set(['max_coroutine' => 200_000] + (getenv('BENCH_STACK') ? ['stack_size' => (int) getenv('BENCH_STACK')] : []));
    $body = static function (): void { Swoole\Coroutine::yield(); };
    $ids = array_fill(0, $count, 0);
    $begin = $faults = 0;
    for ($round = 0; $round <= $rounds; $round++) {
        $round === 1 && [$begin, $faults] = [hrtime(true), getrusage()['ru_minflt']];
        for ($n = 0; $n < $count; $n++) {
            $ids[$n] = $create($body);
        }
        foreach ($ids as $id) {
            Swoole\Coroutine::resume($id);
        }
    }
    return ['ns' => hrtime(true) - $begin, 'faults' => getrusage()['ru_minflt'] - $faults];
}

/** A coroutine with a defer of its own. */
function deferring(Closure $body): void
{
    Swoole\Coroutine::defer('nothing');
    $body();
}

function nothing(): void
{
}

/** A manual span: start, five attributes, an event, end. */
function manual_span(int $count): void
{
    for ($n = 0; $n < $count; $n++) {
        TracedCoroutine::startSpan('query')->setAttribute('db.system.name', 'mysql')->setAttribute('db.namespace', 'shop')
            ->setAttribute('db.operation.name', 'SELECT')->setAttribute('server.port', 3306)->setAttribute('db.rows', $n)
            ->addEvent('fetched')->end();
    }
}

/** $count coroutines at $rate a second, as a worker under a steady load. */
function paced(Closure $body, int $count, int $rate): array
{
    return measure(static function () use ($body, $count, $rate): void {
        $begin = hrtime(true);
        for ($n = 0; $n < $count; $n++) {
            TracedCoroutine::create($body);
            // Ahead of the clock: wait. Looked at every 64 so that the look costs nothing.
            while (($n & 63) === 0 && (hrtime(true) - $begin) * $rate < $n * 1_000_000_000);
        }
    });
}

function clock(int $count): void
{
    for ($n = 0; $n < $count; $n++) {
        hrtime(true);
    }
}

/** A timer that is set and cleared. */
function timers(int $count): void
{
    $callback = static function (): void {};
    for ($n = 0; $n < $count; $n++) {
        Swoole\Timer::clear(Swoole\Timer::after(1000, $callback));
    }
}

/** A prepared statement that is run again. */
function statements(int $count): void
{
    $statement = (new PDO('sqlite::memory:'))->prepare('SELECT 1');
    for ($n = 0; $n < $count; $n++) {
        $statement->execute();
    }
}

/** An option of a handle. */
function curl_options(int $count): void
{
    $handle = curl_init();
    for ($n = 0; $n < $count; $n++) {
        curl_setopt($handle, CURLOPT_TIMEOUT, 5);
    }
}

/** PDO::query(), prepare() or exec(). */
function queries(string $method, int $count): void
{
    $connection = new PDO('sqlite::memory:');
    for ($n = 0; $n < $count; $n++) {
        $connection->$method('SELECT 1');
    }
}

/** Options in an array, without headers. */
function curl_arrays(int $count): void
{
    $handle = curl_init();
    $options = [CURLOPT_TIMEOUT => 5, CURLOPT_POST => true, CURLOPT_RETURNTRANSFER => true];
    for ($n = 0; $n < $count; $n++) {
        curl_setopt_array($handle, $options);
    }
}

/** Two headers. */
function curl_headers(int $count): void
{
    $handle = curl_init();
    for ($n = 0; $n < $count; $n++) {
        curl_setopt($handle, CURLOPT_HTTPHEADER, ["X-Number: $n", 'X-Name: bench']);
    }
}

/** A transfer that fails at once: it has no URL. */
function curl_transfers(int $count): void
{
    $handle = curl_init();
    for ($n = 0; $n < $count; $n++) {
        curl_exec($handle);
    }
}

/** A request of Swoole's client that is refused. */
function client_requests(int $count): void
{
    Swoole\Coroutine\run(static function () use ($count): void {
        $client = new Swoole\Coroutine\Http\Client('127.0.0.1', 1);
        for ($n = 0; $n < $count; $n++) {
            $client->get('/');
        }
    });
}

/** A URL that cannot be opened. */
function refused_urls(int $count): void
{
    for ($n = 0; $n < $count; $n++) {
        @file_get_contents('http://127.0.0.1:1/');
    }
}

/** A file that is opened. */
function local_files(int $count): void
{
    for ($n = 0; $n < $count; $n++) {
        fclose(fopen('/dev/null', 'r'));
    }
}
