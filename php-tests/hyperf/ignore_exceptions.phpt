--TEST--
An exception that ignore_exceptions names, or a parent of it, is none of its span's business
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

    class Declined extends DomainException {}
    Request::handle(function (): void {
        go(function (): void {
            go(fn () => throw new Declined('by the bank'));
            throw new DomainException('by the shop');
        });
        go(fn () => throw new LogicException('not ignored'));
    });
    PHP, ['enable' => ['ignore_exceptions' => ['DomainException']]]);
--EXPECT--
- [request] server unset
  - {closure}:7 returned, unset
    - {closure}:8 returned, unset
  - {closure}:11 exception, error, LogicException, "not ignored"
      ! exception LogicException: not ignored
