--TEST--
flush() refuses what is no time, with a TypeError or an exception of ours
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

foreach (['soon', [], null, NAN, -1.0, INF] as $bad) {
    try {
        TracedCoroutine::flush($bad);
        echo "accepted\n";
    } catch (TypeError | TracedCoroutine\Exception $error) {
        echo get_class($error), "\n";
    }
}
--EXPECT--
TypeError
TypeError
TypeError
