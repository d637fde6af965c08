--TEST--
Settings are read at start: ini_set() refuses them
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

foreach (['exporter', 'queue_size', 'end_hook', 'enabled'] as $setting) {
    var_dump(@ini_set("traced_coroutine.$setting", '1'));
}
--EXPECT--
bool(false)
bool(false)
bool(false)
bool(false)
