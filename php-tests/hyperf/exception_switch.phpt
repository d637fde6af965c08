--TEST--
With enable.exception off no exception is recorded
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

run_in_hyperf(<<<'PHP'
    <?php
    use App\Request;
    use function Hyperf\Coroutine\go;

    Request::handle(function (): void {
        go(fn () => throw new LogicException('nobody asked'));
    });
    PHP, ['enable' => ['exception' => false]]);
--EXPECT--
- [request] server unset
  - {closure}:6 returned, unset
