--TEST--
A PHP that starts again in the same process reads its settings and reports fatal errors and fibers as the first one did
--DESCRIPTION--
Apache's module starts PHP's modules again when it is reloaded, and so may a program that embeds PHP. What PHP had forgotten
meanwhile stayed registered in our eyes: fatal errors were "exit 255", new fibers had the baggage of dead ones.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
needs_embedded_php();
--FILE--
<?php
require __DIR__ . '/../support/embed.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    function parked(): void { TracedCoroutine::setBaggage('cycle', getenv('CYCLE')); Fiber::suspend(); }
    function throws(): void { throw new LogicException('caught'); }
    function fails(): void { trigger_error('in cycle ' . getenv('CYCLE'), E_USER_ERROR); }
    TracedCoroutine::create('parked');
    $seen = [];
    for ($n = 0; $n < 20; $n++) {
        $fiber = new Fiber(function () use (&$seen): void {
            $seen[] = json_encode(TracedCoroutine::getBaggage());
            TracedCoroutine::setBaggage('of', 'a dead fiber');
        });
        $fiber->start();
        unset($fiber);
    }
    echo implode(' ', array_unique($seen)), "\n";
    try {
        TracedCoroutine::create('throws');
    } catch (LogicException) {
    }
    TracedCoroutine::create('fails');
    PHP);
$ran = run_embedded($program, 3, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->stdout, $ran->stderr, $ran->how(), "\n";
foreach (services_of_file($file) as $service => $spans) {
    echo "$service\n", span_tree($spans);
}
--EXPECT--
[]
[]
[]
cycle 1 over
cycle 2 over
cycle 3 over
exit code 0
cycle-1
- parked:2 abandoned, unset
- throws:3 exception, error, LogicException, "caught"
    ! exception LogicException: caught
- fails:4 fatal, error, E_USER_ERROR, "in cycle 1"
    ! exception E_USER_ERROR: in cycle 1
cycle-2
- parked:2 abandoned, unset
- throws:3 exception, error, LogicException, "caught"
    ! exception LogicException: caught
- fails:4 fatal, error, E_USER_ERROR, "in cycle 2"
    ! exception E_USER_ERROR: in cycle 2
cycle-3
- parked:2 abandoned, unset
- throws:3 exception, error, LogicException, "caught"
    ! exception LogicException: caught
- fails:4 fatal, error, E_USER_ERROR, "in cycle 3"
    ! exception E_USER_ERROR: in cycle 3
