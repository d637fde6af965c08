--TEST--
Where no more threads may be started, a collector by its address is reached all the same, and one by its name is waited for
--DESCRIPTION--
The HTTP client started a thread to look an address up that was none to look up, and panicked where it could not.
--EXTENSIONS--
posix
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
posix_geteuid() === 0 || skip('needs root, who may become another user');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/collector.inc';

$collector = Collector::start('count');
$program = program(<<<'PHP'
    <?php
    // The main thread and the exporting one, of a user who has no others.
    posix_setrlimit(POSIX_RLIMIT_NPROC, 2, 2);
    posix_setuid(54_321);
    TracedCoroutine::create(function () {});
    var_dump(TracedCoroutine::flush(1.0));
    $stats = TracedCoroutine::stats();
    echo "$stats[exported] exported, $stats[internal_errors] internal errors\n";
    PHP);
foreach (['127.0.0.1', 'localhost'] as $host) {
    $ran = run_traced($program, [
        'traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => "http://$host:$collector->port", 'traced_coroutine.recorder' => '0',
        'traced_coroutine.log' => 'stderr', 'traced_coroutine.shutdown_timeout' => '1000',
    ]);
    echo "$host:\n", $ran->stdout, preg_replace(['/^\S+ \S+ /m', '/:\d+/', '/\d+ ms/'], ['', ':PORT', 'N ms'], $ran->stderr), $ran->how(), "\n";
}
--EXPECTF--
127.0.0.1:
bool(true)
1 exported, 0 internal errors
exit code 0
localhost:
bool(false)
0 exported, 0 internal errors
export to http://localhost:PORT/v1/traces failed, next try in N ms: io: cannot start a thread to look up the host's name: Resource temporarily unavailable (os error 11)
export to http://localhost:PORT/v1/traces failed, 1 span lost: io: cannot start a thread to look up the host's name: Resource temporarily unavailable (os error 11)
exit code 0
