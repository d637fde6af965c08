--TEST--
wrap() made in one coroutine gives the coroutine that runs it a span of its own, under the maker's current span
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_a_debug_php('go() with arguments for its callable is a fatal error there');
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

function query(string $item, int $n): void
{
    park($item);
    TracedCoroutine::startSpan("$item $n")->end();
}
TracedCoroutine::create(function () {
    $span = TracedCoroutine::startSpan('maker');
    $scope = $span->activate();
    $wrapped = TracedCoroutine::wrap('query', new TracedCoroutine\SpanOptions('stock'));
    $scope->detach();
    $span->end();
    go($wrapped, 'shirt', 1);
    go($wrapped, 'shoes', 2);
});
wake('shoes');
wake('shirt');
print_spans();
var_dump(TracedCoroutine::stats()['ended_with_coroutine']);
--EXPECT--
- {closure}:10 returned, unset
  - [maker] unset
    - 'stock' query:5 returned, unset
      - [shirt 1] unset
    - 'stock' query:5 returned, unset
      - [shoes 2] unset
int(0)
