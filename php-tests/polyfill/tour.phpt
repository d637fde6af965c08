--TEST--
Without the extension the polyfill runs the tour in examples/ with the same output
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('the example sleeps for parts of a second');
--FILE--
<?php
require __DIR__ . '/../support/polyfill.inc';

compare_with_polyfill(root() . '/examples/tour.php', ['traced_coroutine.exporter' => 'none']);
--EXPECTF--
%A[exit code 0]
