--TEST--
A status that the program sets on its coroutine: its own error stands, Ok outlives even an exception
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    use TracedCoroutine\StatusCode;
    function fails(): void { TracedCoroutine::currentSpan()->setStatus(StatusCode::Error, 'declined'); }
    function fine(): void { TracedCoroutine::currentSpan()->setStatus(StatusCode::Ok); }
    function fine_but_throws(): void { fine(); throw new Exception('expected'); }
    TracedCoroutine::create('fails');
    TracedCoroutine::create('fine');
    TracedCoroutine::create('fine_but_throws');
    PHP);
run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
foreach (spans_of_file($file) as $span) {
    echo span_line($span), "\n";
}
--EXPECT--
fails:3 returned, error, "declined"
fine:4 returned, ok
fine_but_throws:5 exception, ok, Exception
