--TEST--
A fatal error that SOAP makes an exception of is no end of the coroutine that catches it
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_soap();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$program = program(<<<'PHP'
    <?php
    function calls(): void
    {
        try {
            new SoapClient('/nowhere.wsdl');
        } catch (SoapFault $fault) {
            echo 'caught ', $fault->faultcode, "\n";
        }
        extension_loaded('swoole') ? Swoole\Coroutine::yield() : Fiber::suspend();
    }
    TracedCoroutine::create('calls');
    PHP);
foreach (['before', 'after'] as $order) {
    $file = scratch() . "/$order.jsonl";
    $soap = extension_loaded('soap') ? [] : ['-d', 'extension=' . soap_library()];
    $arguments = $order === 'before' ? [...tier_arguments(), ...$soap, ...traced_arguments()] : [...tier_arguments(), ...traced_arguments(), ...$soap];
    $ran = run_php([...$arguments, $program], ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'display_errors' => '0', 'swoole.display_errors' => '0']);
    echo strtok($ran->stdout, "\n"), "\n", span_tree(spans_of_file($file));
}
--EXPECT--
caught WSDL
- calls:2 abandoned, unset
caught WSDL
- calls:2 abandoned, unset
