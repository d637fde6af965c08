--TEST--
An exception passes through a wrapped closure that runs inline, and its span has failed
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::create(function () {
    $thrown = new RuntimeException('no');
    try {
        (TracedCoroutine::wrap(fn () => throw $thrown))();
    } catch (RuntimeException $caught) {
        var_dump($caught === $thrown);
    }
});
print_spans();
--EXPECTF--
bool(true)
- {closure}:4 returned, unset
  - [{closure} %s/wrap/exception.php:7] error, "no"
      ! exception RuntimeException: no
