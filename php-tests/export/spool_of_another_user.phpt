--TEST--
A spool that the user a process has become cannot make is told of while the collector still works
--DESCRIPTION--
The user that the process was started as, root, could have made it: nothing was said before the collector was away.
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
chmod(scratch(), 0755);
mkdir($directory = scratch() . '/of-root');
touch($log = scratch() . '/log');
chmod($log, 0666);
$ran = run_traced(program(<<<'PHP'
    <?php
    posix_seteuid(65534);
    TracedCoroutine::create(function () {});
    var_dump(TracedCoroutine::flush());
    // The exporting thread looks for a spool when it has nothing else to do.
    for ($tries = 0; $tries < 1000 && filesize($argv[1]) === 0; $tries++) {
        usleep(10_000);
        clearstatcache();
    }
    PHP), [
    'traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => $collector->base(), 'traced_coroutine.recorder' => '0',
    'traced_coroutine.spool.path' => "$directory/spool", 'traced_coroutine.spool.max_size' => '1M', 'traced_coroutine.log' => $log,
], words: [$log]);
echo $ran->stdout, preg_replace('/.*the spool \S+ /', '', file_get_contents($log));
--EXPECT--
bool(true)
cannot be used: Permission denied (os error 13); exports go on as without it
