--TEST--
The log names the first failed try at once, each further one at level debug, and the recovery once; stats() counts each try
--DESCRIPTION--
With a wrong port the first line came after 18 to 34 seconds, when all tries of the batch were over.
--EXTENSIONS--
pcntl
posix
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/collector.inc';

$lines = fn (string $log): string => preg_replace(['/^\S+ \S+ /m', '/127\.0\.0\.1:\d+/', '/\d+ ms/', '/\d+\.\d s/'], ['', 'HOST', 'N ms', 'N s'], (string) @file_get_contents($log));
$wait = <<<'PHP'
    <?php
    $wait = function (callable $until): array {
        for ($end = microtime(true) + 30; microtime(true) < $end; usleep(5000)) {
            $stats = TracedCoroutine::stats();
            if ($until($stats)) {
                break;
            }
        }
        return [$stats, $stats['exporters']['otlp']];
    };
    $before = microtime(true);
    TracedCoroutine::create(function () {});
    PHP;

// Nothing is lost yet when the first line is there, and the next try comes by itself.
$unheard = program($wait . <<<'PHP'

    [$stats, $otlp] = $wait(fn ($stats) => $stats['exporters']['otlp']['last_error'] !== null);
    echo array_sum($stats['failed']), " lost, last error: $otlp[last_error]\n";
    $now = fn ($time) => $before <= $time && $time <= microtime(true) ? 'now' : "!! $time";
    echo 'last attempt: ', $now($otlp['last_attempt']), ', last failure: ', $now($otlp['last_failure']), "\n";
    $first = $otlp['last_attempt'];
    [, $otlp] = $wait(fn ($stats) => $stats['exporters']['otlp']['last_failure'] > $stats['exporters']['otlp']['last_attempt'] && $stats['exporters']['otlp']['last_attempt'] > $first);
    echo $otlp['last_attempt'] > $first ? "tries again\n" : "!! one try\n";
    posix_kill(posix_getpid(), SIGKILL);
    PHP);
foreach (['info', 'debug'] as $level) {
    $log = scratch() . "/$level.log";
    $settings = ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.schedule_delay' => '1', 'traced_coroutine.recorder' => '0', 'traced_coroutine.log' => $log, 'traced_coroutine.log_level' => $level];
    echo run_traced($unheard, $settings, ['OTEL_EXPORTER_OTLP_ENDPOINT' => 'http://127.0.0.1:' . Collector::unused_port()])->stdout;
    echo $lines($log);
}

$busy = program($wait . <<<'PHP'

    $wait(fn ($stats) => $stats['exported'] === 1);
    TracedCoroutine::create(function () {});
    TracedCoroutine::flush();
    PHP);
foreach (['info', 'debug'] as $level) {
    $log = scratch() . "/$level-503.log";
    $collector = Collector::start('503-then-ok');
    run_traced($busy, ['traced_coroutine.log' => $log, 'traced_coroutine.log_level' => $level] + $settings, ['OTEL_EXPORTER_OTLP_ENDPOINT' => $collector->base()]);
    echo "$level:\n", $lines($log);
}
--EXPECTF--
0 lost, last error: %s
last attempt: now, last failure: now
tries again
export to http://HOST/v1/traces failed, next try in N ms: %s
0 lost, last error: %s
last attempt: now, last failure: now
tries again
export to http://HOST/v1/traces failed, next try in N ms: %s
export to http://HOST/v1/traces failed, next try in N ms: %s
info:
export to http://HOST/v1/traces failed, next try in N ms: HTTP 503%S
export to http://HOST/v1/traces works again after N s
debug:
export to http://HOST/v1/traces failed, next try in N ms: HTTP 503%S
export to http://HOST/v1/traces failed, next try in N ms: HTTP 503%S
export to http://HOST/v1/traces works again after N s
export to http://HOST/v1/traces: 1 spans delivered, 0 lost, N ms
export to http://HOST/v1/traces: 1 spans delivered, 0 lost, N ms
