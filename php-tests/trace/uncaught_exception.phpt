--TEST--
An uncaught exception fails the spans of trace() it passes, and those left open end with the coroutine
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$file = scratch() . '/t.jsonl';
$program = program(<<<'PHP'
    <?php
    register_shutdown_function(function () { echo "shutdown\n"; });
    TracedCoroutine::create(function () {
        TracedCoroutine::startSpan('left open')->activate();
        TracedCoroutine::trace('outer', fn () => TracedCoroutine::trace('inner', fn () => throw new DomainException('no')));
    });
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'display_errors' => '0']);
echo $ran->stdout, $ran->how(), "\n", span_tree(spans_of_file($file));
--EXPECT--
shutdown
exit code 255
- {closure}:3 exception, error, DomainException, "no"
    ! exception DomainException: no
  - [left open] unset
    - [outer] error, "no"
        ! exception DomainException: no
      - [inner] error, "no"
          ! exception DomainException: no
