--TEST--
A burst beside a collector that hangs is bounded by queue_memory, and ends no process that ulimit -v leaves hardly any memory
--DESCRIPTION--
The queue grew until the system had nothing left, and the exporter's libraries, whose allocations cannot fail, aborted the
program (SIGABRT).
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_linux();
not_under_valgrind('it measures memory');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program(<<<'PHP'
    <?php
    function resident(): int
    {
        preg_match('/^VmRSS:\s+(\d+)/m', file_get_contents('/proc/self/status'), $match);
        return (int) $match[1];
    }
    $body = static function (): void {};
    $burst = function (int $count) use ($body): void {
        for ($n = 0; $n < $count; $n++) {
            TracedCoroutine::create($body);
        }
        TracedCoroutine::flush(0.1);
    };
    $burst(2_000);
    $before = resident();
    $burst((int) $argv[1]);
    // 32 MiB, what the recorder may take, and what the exporter's request takes.
    $grown = resident() - $before;
    // ulimit -v is a bound of its own, and leaves no room in which the queue could move while it grows.
    $grown < 48 << 10 || $argv[2] !== 'unlimited' || print("$grown KiB more than before\n");
    $stats = TracedCoroutine::stats();
    $sum = $stats['exported'] + array_sum($stats['dropped']) + array_sum($stats['failed']) + $stats['open'] + $stats['queued'] + $stats['held'];
    $sum === $stats['started'] || print("does not add up\n");
    echo json_encode(['dropped' => $stats['dropped']['queue_full'], 'queued' => $stats['queued']]);
    PHP);
// It takes connections and never says a word.
$silent = stream_socket_server('tcp://127.0.0.1:0');
$run = fn (string $protocol, string $limit, int $count): Ran => run_command(['sh', '-c', "ulimit -v $limit && exec \"\$@\"", 'sh',
    ...traced_php(), '-d', 'traced_coroutine.exporter=otlp', '-d', "traced_coroutine.otlp.protocol=$protocol",
    '-d', 'traced_coroutine.otlp.endpoint=http://' . stream_socket_get_name($silent, false), '-d', 'traced_coroutine.shutdown_timeout=0.1', '-d', 'traced_coroutine.recorder.max_size=8M', '-d', 'log_errors=0', '-d', 'display_errors=0',
    $program, (string) $count, $limit]);
foreach (['http/protobuf', 'grpc'] as $protocol) {
    $ran = $run($protocol, 'unlimited', 100_000);
    echo "$protocol: $ran->stdout, ", $ran->how(), "\n";
    $found = json_decode($run($protocol, 'unlimited', 500_000)->stdout, true);
    echo '500,000: ', $found['dropped'] > 100_000 && $found['queued'] > 250_000 ? "bounded and counted\n" : '!! ' . json_encode($found) . "\n";
    // With less not even a program without a burst ends well, or it does by chance: so each limit is tried often, and from above.
    $is_enough = function (int $limit) use ($run, $protocol): bool {
        for ($try = 0; $try < 8 && $run($protocol, (string) $limit, 1)->how() === 'exit code 0'; $try++);
        return $try === 8;
    };
    for ($least = 200_000; !$is_enough($least) && $least < 1_000_000; $least *= 2);
    for (; $is_enough($least - 16_000); $least -= 16_000);
    foreach ([8_000, 20_000] as $more) {
        $ran = $run($protocol, (string) ($least + $more), 500_000);
        if ($ran->how() !== 'exit code 0' || (json_decode($ran->stdout, true)['dropped'] ?? 0) < 150_000) {
            echo "ulimit -v ", $least + $more, ": $ran->stdout$ran->stderr", $ran->how(), "\n";
        }
    }
}
--EXPECT--
http/protobuf: {"dropped":0,"queued":102000}, exit code 0
500,000: bounded and counted
grpc: {"dropped":0,"queued":102000}, exit code 0
500,000: bounded and counted
