--TEST--
An exception that the coroutine catches itself leaves no trace on its span
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
            throw new RuntimeException('harmless');
        } catch (RuntimeException $exception) {
            echo $exception->getTraceAsString(), "\n";
        }
    });
    PHP);
--EXPECT--
#0 [internal function]: {closure}()
#1 {main}

Deprecated: swoole_event_rshutdown(): Event::wait() in shutdown function is deprecated in Unknown on line 0
[exit code 0, same as bare]
- {closure}:2 returned, unset
