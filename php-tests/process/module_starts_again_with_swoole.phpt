--TEST--
A PHP that is started again in its process, with Swoole, hooks the new Swoole
--DESCRIPTION--
Swoole forgets the hooks of its C API when PHP's modules end, and may be loaded elsewhere the next time.
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_embedded_php();
needs_swoole('6.0', 'runs coroutines in a process after a fatal error');
--FILE--
<?php
require __DIR__ . '/../support/embed.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    function works(): void { Swoole\Coroutine::sleep(0.001); }
    function fails(): void { Swoole\Coroutine::sleep(0.001); trigger_error('in cycle ' . getenv('CYCLE'), E_USER_ERROR); }
    TracedCoroutine::create('works');
    TracedCoroutine::create('fails');
    Swoole\Event::wait();
    PHP);
$ran = run_embedded($program, 3, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->stderr, $ran->how(), "\n";
foreach (services_of_file($file) as $service => $spans) {
    echo "$service\n", span_tree($spans);
}
--EXPECT--
cycle 1 over
cycle 2 over
cycle 3 over
exit code 0
cycle-1
- works:2 returned, unset
- fails:3 fatal, error, E_USER_ERROR, "in cycle 1"
    ! exception E_USER_ERROR: in cycle 1
cycle-2
- works:2 returned, unset
- fails:3 fatal, error, E_USER_ERROR, "in cycle 2"
    ! exception E_USER_ERROR: in cycle 2
cycle-3
- works:2 returned, unset
- fails:3 fatal, error, E_USER_ERROR, "in cycle 3"
    ! exception E_USER_ERROR: in cycle 3
