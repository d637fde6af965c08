--TEST--
flush() refuses an invalid timeout with an error that names the valid range
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

foreach (['soon', [], NAN, -1.0, INF] as $bad) {
    try {
        TracedCoroutine::flush($bad);
        echo "!! accepted\n";
    } catch (TypeError | ValueError $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
--EXPECT--
TypeError: TracedCoroutine::flush(): Argument #1 ($timeout) must be of type float, string given
TypeError: TracedCoroutine::flush(): Argument #1 ($timeout) must be of type float, array given
ValueError: TracedCoroutine::flush(): Argument #1 ($timeout) must be between 0 and 86400 (seconds)
ValueError: TracedCoroutine::flush(): Argument #1 ($timeout) must be between 0 and 86400 (seconds)
ValueError: TracedCoroutine::flush(): Argument #1 ($timeout) must be between 0 and 86400 (seconds)
