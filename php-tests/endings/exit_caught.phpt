--TEST--
An exit that the program catches itself does not end the coroutine
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    Spawner::create(function () {
        try {
            exit(5);
        } catch (Swoole\ExitException $exit) {
            echo 'caught ', $exit->getStatus(), "\n";
        }
    });
    PHP);
--EXPECT--
caught 5

Deprecated: swoole_event_rshutdown(): Event::wait() in shutdown function is deprecated in Unknown on line 0
[exit code 0, same as bare]
- {closure}:2 returned, unset
