--TEST--
Tags have the names that opentracing.tags gives them
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

    Request::handle(fn () => go(fn () => throw new LogicException('wrong', 5)));
    PHP, ['tags' => ['coroutine' => ['id' => 'co'], 'exception' => ['class' => 'my.class', 'code' => 'my.code', 'message' => 'my.message', 'stack_trace' => 'my.trace']]]);
$attributes = span_named($spans, 'coroutine')['attributes'];
var_dump($attributes['co'] === $attributes['coroutine.id'], $attributes['my.class'], $attributes['my.code'], $attributes['my.message']);
var_dump(str_starts_with($attributes['my.trace'], 'LogicException: wrong in '));
--EXPECT--
- [request] server unset
  - {closure}:5 exception, error, LogicException, "wrong"
      ! exception LogicException: wrong
bool(true)
string(14) "LogicException"
string(1) "5"
string(5) "wrong"
bool(true)
