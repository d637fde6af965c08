--TEST--
Backtraces in trace() and wrap() show the callable under the call, and nothing of the machinery
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
zend.exception_ignore_args=0
zend.exception_string_param_max_len=15
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function shows(): void { echo str_replace(__DIR__ . '/', '', (new Exception())->getTraceAsString()), "\n"; }
TracedCoroutine::trace('a', 'shows');
(TracedCoroutine::wrap('shows'))(1);
--EXPECT--
#0 [internal function]: shows()
#1 backtrace.php(5): TracedCoroutine::trace('a', 'shows')
#2 {main}
#0 backtrace.php(6): shows(1)
#1 {main}
