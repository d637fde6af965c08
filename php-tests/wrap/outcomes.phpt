--TEST--
The span of a wrapped body has its coroutine's outcome
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$endings = [
    'returns' => 'Swoole\Coroutine::sleep(0.001);',
    'fails' => 'throw new DomainException("no");',
    'exits' => 'exit(3);',
    'is fatal' => 'trigger_error("no way on", E_USER_ERROR);',
];
foreach ($endings as $what => $body) {
    $file = scratch() . "/$what.jsonl";
    run_traced(program("<?php function body(): void { $body }\n\$id = go(TracedCoroutine::wrap('body')); Swoole\\Event::wait();"), ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
    echo "$what: ", span_tree(spans_of_file($file));
}
--EXPECT--
returns: - body:1 returned, unset
fails: - body:1 exception, error, DomainException, "no"
    ! exception DomainException: no
exits: - body:1 exit, error, exit status 3, Swoole\ExitException, "exit status 3"
is fatal: - body:1 fatal, error, E_USER_ERROR, "no way on"
    ! exception E_USER_ERROR: no way on
