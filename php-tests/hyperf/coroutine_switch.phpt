--TEST--
With enable.coroutine off, and outside of a request, coroutines have no spans
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

$program = <<<'PHP'
    <?php
    use App\Request;
    use function Hyperf\Coroutine\go;

    go(fn () => go(fn () => null));
    Request::handle(fn () => go(fn () => TracedCoroutine::trace('inside', fn () => null)));
    PHP;
run_in_hyperf($program, ['enable' => ['coroutine' => false]]);
run_in_hyperf($program);
--EXPECT--
- [request] server unset
  - [inside] unset
- [request] server unset
  - {closure}:6 returned, unset
    - [inside] unset
