--TEST--
A coroutine that runs into a fatal error is closed with PHP's message
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_hyperf();
--FILE--
<?php
require __DIR__ . '/../support/hyperf.inc';

run_in_hyperf(<<<'PHP'
    <?php
    use App\Request;
    use function Hyperf\Coroutine\go;

    ini_set('display_errors', '0');
    Request::handle(function (): void {
        go(fn () => trigger_error('the disk is full', E_USER_ERROR));
    });
    PHP);
--EXPECT--
[exit code 255]
- [request] server unset
  - {closure}:7 fatal, error, E_USER_ERROR, "the disk is full"
      ! exception E_USER_ERROR: the disk is full
