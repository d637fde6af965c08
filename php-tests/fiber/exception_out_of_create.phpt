--TEST--
An exception comes out of create() as it was, and makes the span an error
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    $exception = new RuntimeException('from the body', 3);
    try {
        Spawner::create(function () use ($exception) { throw $exception; });
    } catch (RuntimeException $caught) {
        var_dump($caught === $exception, $caught->getLine(), $caught->getPrevious());
    }
    PHP);
--EXPECT--
bool(true)
int(2)
NULL
[exit code 0, same as bare]
- {closure}:4 exception, error, RuntimeException, "from the body"
    ! exception RuntimeException: from the body
