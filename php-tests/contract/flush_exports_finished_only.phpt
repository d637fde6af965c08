--TEST--
flush() exports finished spans and leaves open ones alone
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

TracedCoroutine::create(function () { park('open'); });
TracedCoroutine::create(function () { echo "finished\n"; });
print_spans();
wake('open');
print_spans();
--EXPECT--
finished
- {closure}:6 returned, unset
- {closure}:5 returned, unset
- {closure}:6 returned, unset
