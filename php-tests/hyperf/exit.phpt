--TEST--
A coroutine that exit() interrupts is closed, as a failure where the status is not 0
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
    use Hyperf\Coroutine\Coroutine;
    use function Hyperf\Coroutine\go;

    Request::handle(function (): void {
        go(function (): void {
            go(fn () => Coroutine::sleep(0.003));
            Coroutine::sleep(0.001);
            exit(3);
        });
        go(fn () => exit(0));
        Coroutine::sleep(0.005);
    });
    PHP);
--EXPECT--
- [request] server unset
  - {closure}:7 exit, error, exit status 3, Swoole\ExitException, "exit status 3"
    - {closure}:8 returned, unset
  - {closure}:12 exit, unset, exit status 0
