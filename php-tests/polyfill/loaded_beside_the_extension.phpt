--TEST--
Where the extension is loaded the polyfill declares nothing
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/tools.inc';
require root() . '/stubs/polyfill/load.php';

var_dump((new ReflectionClass(TracedCoroutine::class))->isInternal(), class_exists(TracedCoroutine\Internal\Arguments::class));
--EXPECT--
bool(true)
bool(false)
