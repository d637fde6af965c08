--TEST--
Where the extension is loaded the polyfill declares nothing
--FILE--
<?php
require getenv('TRACED_COROUTINE_ROOT') . '/stubs/polyfill/load.php';

var_dump((new ReflectionClass(TracedCoroutine::class))->isInternal(), class_exists(TracedCoroutine\Internal\Arguments::class));
--EXPECT--
bool(true)
bool(false)
