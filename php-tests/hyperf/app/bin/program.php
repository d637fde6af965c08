<?php
/** Runs a program inside of the application, and what it returns after its coroutines: program.php FILE */

declare(strict_types=1);

require __DIR__ . '/../bootstrap.php';

$program = $argv[1];
$after = null;
Swoole\Coroutine\run(static function () use ($program, &$after): void {
    $after = require $program;
});
is_callable($after) && $after();
