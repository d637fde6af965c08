--TEST--
Swoole reports the same about its coroutines as without tracing: ids, context, elapsed, list
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    use Swoole\Coroutine;
    Spawner::create(function () {
        Coroutine::getContext()['key'] = 'mine';
        Spawner::create(function () {
            var_dump(Coroutine::getCid(), Coroutine::getPcid(), isset(Coroutine::getContext()['key']));
            Coroutine::sleep(0.001);
        });
        var_dump(Coroutine::getContext()['key'], iterator_to_array(Coroutine::list()), Coroutine::stats()['coroutine_num']);
    });
    Swoole\Event::wait();
    var_dump(Coroutine::stats()['coroutine_num'], Coroutine::stats()['coroutine_peak_num']);
    PHP);
--EXPECT--
int(2)
int(1)
bool(false)
string(4) "mine"
array(2) {
  [0]=>
  int(2)
  [1]=>
  int(1)
}
int(2)
int(0)
int(2)
[exit code 0, same as bare]
- {closure}:3 returned, unset
  - {closure}:5 returned, unset
