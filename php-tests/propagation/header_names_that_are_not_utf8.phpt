--TEST--
Header names that are not UTF-8 are passed over
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program(<<<'PHP'
    <?php
    $good = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    var_dump(TracedCoroutine::extract(["x-\xff" => 'a', 'traceparent' => $good])?->toTraceparent() === $good);
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'memory']);
echo $ran->stdout, $ran->stderr, $ran->how(), "\n";
--EXPECT--
bool(true)
exit code 0
