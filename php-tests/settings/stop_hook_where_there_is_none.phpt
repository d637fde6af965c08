--TEST--
end_hook=stop on a runtime without one warns and traces all the same
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program('<?php TracedCoroutine::create(function () { echo "runs\n"; }); print_r(TracedCoroutine::stats()["started"]);');
$ran = run_php([...tier_arguments(), '-d', 'extension=' . our_library(), $program], ['traced_coroutine.end_hook' => 'stop', 'traced_coroutine.exporter' => 'memory']);
echo $ran->stdout, "\n", $ran->how(), "\n";
--EXPECT--
runs
1
exit code 0
