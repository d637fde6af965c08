--TEST--
1,000 nested trace() calls return through all levels, each span under the one before
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
memory_limit=512M
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function level(int $n): string
{
    return $n === 0 ? 'bottom' : TracedCoroutine::trace("level $n", fn () => level($n - 1));
}
echo level(1000), "\n";
$by_id = array_column(exported_spans(), null, 'span_id');
$right = 0;
foreach ($by_id as $span) {
    $n = (int) substr($span['name'], 6);
    $right += (int) (($by_id[$span['parent_span_id'] ?? '']['name'] ?? 'level 1001') === 'level ' . ($n + 1));
}
echo "$right of ", count($by_id), "\n";
--EXPECT--
bottom
1000 of 1000
