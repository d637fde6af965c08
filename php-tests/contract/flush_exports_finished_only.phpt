--TEST--
flush() exports what has finished and leaves what is open alone
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
