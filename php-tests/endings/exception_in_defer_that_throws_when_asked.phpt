--TEST--
An exception in a defer whose message throws when it is asked for its text is caught as without tracing
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    class Message { function __toString(): string { throw new Odd; } }
    class Odd extends Exception { function __construct() { $this->message = new Message; } }
    Spawner::create(function () {
        Swoole\Coroutine::defer(function () {
            try {
                throw new Odd;
            } catch (Odd) {
                echo "caught\n";
            }
        });
    });
    PHP);
--EXPECT--
caught

Deprecated: swoole_event_rshutdown(): Event::wait() in shutdown function is deprecated in Unknown on line 0
[exit code 0, same as bare]
- {closure}:4 returned, unset
