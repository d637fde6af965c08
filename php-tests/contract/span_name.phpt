--TEST--
traced_coroutine.span_name names every span
--INI--
traced_coroutine.span_name=job
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::create(function () {});
print_spans();
--EXPECT--
- 'job' {closure}:4 returned, unset
