--TEST--
Relative paths count from where the process starts: neither chdir() nor becoming a daemon moves a file
--DESCRIPTION--
The file exporter opens its file for each batch, and the certificates are read before the first one: a relative path was looked
up in whatever directory the program had gone to by then.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
needs_openssl();
not_under_valgrind('the child of a daemon leaves its terminal');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/collector.inc';

$start = <<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['daemonize' => true, 'worker_num' => 1, 'log_file' => '/dev/null']);
    $server->on('workerStart', function (Swoole\Server $server) use ($works): void {
        $works();
        Swoole\Timer::after(10, fn () => $server->shutdown());
    });
    $server->on('request', fn () => null);
    $server->start();
    PHP;
$ways = ['chdir' => 'chdir("/"); $works();'];
if (extension_loaded('swoole')) {
    $ways += ['daemon' => 'Swoole\Process::daemon(false); $works();', 'server' => $start];
}
$collector = Collector::start('ok', $pem = Collector::certificate());
// What has something to say in the log.
$refuses = Collector::start('404');
foreach ($ways as $way => $code) {
    // The children of this test start in its scratch directory.
    $ran = run_traced(program("<?php \$works = function (): void {
            file_put_contents(\$GLOBALS['argv'][1], getcwd());
            TracedCoroutine::startSpan('$way')->end();
            TracedCoroutine::flush(10);
        };
        $code"), [
        'traced_coroutine.exporter' => 'file,otlp,zipkin',
        'traced_coroutine.file.path' => "$way.jsonl",
        'traced_coroutine.log' => "$way.log",
        'traced_coroutine.otlp.endpoint' => $collector->base(),
        'traced_coroutine.otlp.certificate' => 'certificate.pem',
        'traced_coroutine.otlp.client_certificate' => './certificate.pem',
        'traced_coroutine.otlp.client_key' => 'certificate.pem.key',
        'traced_coroutine.zipkin.endpoint' => $refuses->base() . '/api/v2/spans',
    ], words: [$place = scratch() . '/place']);
    $all = fn (): array => [
        'at' => (string) @file_get_contents($place),
        'in the file' => count(spans_of_file(scratch() . "/$way.jsonl")),
        'at the collector' => count(array_keys(array_column($collector->accepted(), 'name'), $way)),
        'in the log' => substr_count((string) @file_get_contents(scratch() . "/$way.log"), 'HTTP 404'),
    ];
    // A daemon is no child of anybody who could wait for it.
    for ($wait = 0; $wait < 800 && in_array(0, $all(), true); $wait++) {
        usleep(25_000);
    }
    // A thread has a directory of its own in a thread-safe PHP, and only chdir() changes that.
    $at = PHP_ZTS && $way !== 'chdir' ? scratch() : '/';
    if ($ran->how() !== 'exit code 0' || $all() !== ['at' => $at, 'in the file' => 1, 'at the collector' => 1, 'in the log' => 1]) {
        echo "$way: ", json_encode($all()), ', ', $ran->how(), "\n$ran->stdout$ran->stderr", @file_get_contents(scratch() . "/$way.log"), "\n";
    }
    @unlink($place);
}
echo "done\n";
--EXPECT--
done
