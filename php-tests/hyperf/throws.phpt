--TEST--
A coroutine that throws is closed and tagged, and Hyperf logs the exception as before
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_hyperf();
--FILE--
<?php
require __DIR__ . '/../support/hyperf.inc';

$spans = run_in_hyperf(<<<'PHP'
    <?php
    use App\Request;
    use function Hyperf\Coroutine\go;

    Request::handle(function (): void {
        go(function (): void {
            go(fn () => throw new DomainException('no address', 3, new LogicException('empty')));
            throw new RuntimeException('no stock', 7);
        });
    });
    PHP);
foreach ($spans as $span) {
    foreach (['class', 'code', 'message'] as $tag) {
        isset($span['attributes']["exception.$tag"]) && print("exception.$tag = " . $span['attributes']["exception.$tag"] . "\n");
    }
    isset($span['attributes']['exception.stack_trace']) && print(strtok($span['attributes']['exception.stack_trace'], ':') . "...\n");
}
--EXPECT--
- [request] server unset
  - {closure}:6 exception, error, RuntimeException, "no stock"
      ! exception RuntimeException: no stock
    - {closure}:7 exception, error, DomainException, "no address"
        ! exception DomainException: no address
exception.class = DomainException
exception.code = 3
exception.message = no address
LogicException...
exception.class = RuntimeException
exception.code = 7
exception.message = no stock
RuntimeException...
