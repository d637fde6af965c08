--TEST--
Coroutine::create(), fork(), co(), go(), parallel(), WaitGroup and Concurrent start children of what is current
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
    use Hyperf\Coroutine\{Concurrent, Coroutine, WaitGroup};
    use function Hyperf\Coroutine\{co, go, parallel, wait};

    function span(string $name): void
    {
        TracedCoroutine::trace($name, fn () => Coroutine::sleep(0.001));
    }

    Request::handle(function (): void {
        Coroutine::create(fn () => span('create'));
        Coroutine::fork(fn () => span('fork'));
        co(fn () => span('co'));
        go(fn () => go(fn () => span('go in go')));
        parallel([fn () => span('parallel 1'), fn () => span('parallel 2')], 1);
        $group = new WaitGroup(1);
        go(function () use ($group): void {
            span('wait group');
            $group->done();
        });
        $group->wait();
        (new Concurrent(1))->create(fn () => span('concurrent'));
        wait(fn () => span('wait'));
    });
    PHP);
--EXPECT--
- [request] server unset
  - {closure}:12 returned, unset
    - [create] unset
  - {closure}:13 returned, unset
    - [fork] unset
  - {closure}:14 returned, unset
    - [co] unset
  - {closure}:15 returned, unset
    - {closure}:15 returned, unset
      - [go in go] unset
  - {closure}:16 returned, unset
    - [parallel 1] unset
  - {closure}:16 returned, unset
    - [parallel 2] unset
  - {closure}:18 returned, unset
    - [wait group] unset
  - {closure}:23 returned, unset
    - [concurrent] unset
  - {closure}:24 returned, unset
    - [wait] unset
