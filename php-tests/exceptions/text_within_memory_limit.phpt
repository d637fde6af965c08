--TEST--
An exception that the program catches behind trace() needs none of its memory, and no signal handler runs earlier than without
--DESCRIPTION--
The text of an exception was made by its __toString(): a copy of a long message did not fit into memory_limit, and PHP looked for
signals after the call.
--EXTENSIONS--
pcntl
posix
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

$prelude = __DIR__ . '/../support/database_program.php';
compare_with_uninstrumented(<<<PHP
    <?php
    require '$prelude';
    ini_set('memory_limit', '40M');
    try {
        in_span('long message', fn () => throw new RuntimeException(str_repeat('x', 20 << 20)));
    } catch (RuntimeException \$caught) {
        echo strlen(\$caught->getMessage()), "\n";
    }
    unset(\$caught);
    echo ini_get('memory_limit'), "\n";

    pcntl_async_signals(true);
    pcntl_signal(SIGUSR1, function () {
        echo "[handler]\n";
        throw new LogicException('signal');
    });
    try {
        in_span('signal', function () {
            posix_kill(posix_getpid(), SIGUSR1);
            throw new DomainException('fails');
        });
    } catch (Exception \$caught) {
        echo \$caught::class, ' ', get_debug_type(\$caught->getPrevious()), "\n";
    }
    PHP, ['traced_coroutine.attribute_value_length_limit' => '16']);
--EXPECTF--
20971520
40M
%A[exit code %d, same as without the extension]
- [long message] error, "%s
    ! exception RuntimeException: %s
- [signal] error, "%s"
    ! exception %s
