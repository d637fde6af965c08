--TEST--
Options are plain values: they can be read, used again, and not be changed
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\{SpanKind, SpanOptions};

$options = new SpanOptions('job', attributes: ['queue' => 'mail', 'sizes' => [1, 2]]);
TracedCoroutine::start($options, fn () => TracedCoroutine::currentSpan()->setAttribute('queue', 'other'));
TracedCoroutine::start($options, fn () => null);
foreach (exported_spans() as $span) {
    echo $span['name'], ' ', json_encode(said_attributes($span)), "\n";
}
var_dump($options->name, $options->kind === SpanKind::Internal, $options->attributes, $options->links, $options->parent, $options->startTime);
try {
    $options->name = 'changed';
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
--EXPECT--
job {"queue":"other","sizes":[1,2]}
job {"queue":"mail","sizes":[1,2]}
string(3) "job"
bool(true)
array(2) {
  ["queue"]=>
  string(4) "mail"
  ["sizes"]=>
  array(2) {
    [0]=>
    int(1)
    [1]=>
    int(2)
  }
}
array(0) {
}
NULL
NULL
Cannot modify readonly property TracedCoroutine\SpanOptions::$name
