--TEST--
A collector that hangs holds the end of a process no longer than shutdown_timeout
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/collector.inc';

$collector = Collector::start('hang');
$before = hrtime(true);
$ran = run_traced(program('<?php TracedCoroutine::create(function () {}); echo "done\n";'), ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.endpoint' => $collector->base(), 'traced_coroutine.shutdown_timeout' => '0.3', 'traced_coroutine.otlp.timeout' => '60000']);
echo $ran->stdout, $ran->how(), ', ', (hrtime(true) - $before) / 1e9 < 5 ? 'in time' : 'late', "\n";
--EXPECT--
done
exit code 0, in time
