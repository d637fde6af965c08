--TEST--
With instrument=coroutine no coroutine of a Hyperf application is traced twice, and each is named after its code and has its exception
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

$program = program(<<<'PHP'
    <?php
    use Hyperf\Coroutine\{Concurrent, Coroutine, WaitGroup};
    use function Hyperf\Coroutine\{co, go, parallel, wait};

    $body = function (): void {
        go(fn () => co(fn () => null));
        Coroutine::create(fn () => throw new Exception('of create()'));
        Coroutine::fork(fn () => null);
        parallel([fn () => 'one', fn () => 'two']);
        wait(fn () => null);
        $group = new WaitGroup(1);
        go(fn () => $group->done());
        $group->wait();
        (new Concurrent(1))->create(fn () => Coroutine::sleep(0.001));
        Swoole\Coroutine::create(TracedCoroutine::wrap(fn () => null));
    };
    class_exists(App\Request::class) ? App\Request::handle($body) : TracedCoroutine::trace('request', $body);
    PHP);
foreach ([
    'hyperf/tracer' => [[], []],
    'its switch is off' => [['enable' => ['coroutine' => false]], []],
    'no hyperf/tracer' => [[], ['APP_WITHOUT_TRACER' => '1']],
] as $case => [$opentracing, $environment]) {
    foreach (['none', 'coroutine'] as $instrument) {
        echo "$case, instrument=$instrument\n";
        run_in_hyperf(file_get_contents($program), $opentracing, $environment + ['TRACED_COROUTINE_INSTRUMENT' => $instrument]);
    }
}
--EXPECT--
hyperf/tracer, instrument=none
- [request] server unset
  - {closure}:6 returned, unset
    - {closure}:6 returned, unset
  - {closure}:7 exception, error, Exception, "of create()"
      ! exception Exception: of create()
  - {closure}:8 returned, unset
  - {closure}:9 returned, unset
  - {closure}:9 returned, unset
  - {closure}:10 returned, unset
  - {closure}:12 returned, unset
  - {closure}:14 returned, unset
  - {closure}:15 returned, unset
hyperf/tracer, instrument=coroutine
- [request] server unset
  - {closure}:6 returned, unset
    - {closure}:6 returned, unset
  - {closure}:7 exception, error, Exception, "of create()"
      ! exception Exception: of create()
  - {closure}:8 returned, unset
  - {closure}:9 returned, unset
  - {closure}:9 returned, unset
  - {closure}:10 returned, unset
  - {closure}:12 returned, unset
  - {closure}:14 returned, unset
  - {closure}:15 returned, unset
its switch is off, instrument=none
- [request] server unset
  - {closure}:15 returned, unset
its switch is off, instrument=coroutine
- [request] server unset
  - {closure}:6 returned, unset
    - {closure}:6 returned, unset
  - {closure}:7 exception, error, Exception, "of create()"
      ! exception Exception: of create()
  - {closure}:8 returned, unset
  - {closure}:9 returned, unset
  - {closure}:9 returned, unset
  - {closure}:10 returned, unset
  - {closure}:12 returned, unset
  - {closure}:14 returned, unset
  - {closure}:15 returned, unset
no hyperf/tracer, instrument=none
- [request] unset
  - {closure}:15 returned, unset
no hyperf/tracer, instrument=coroutine
- [request] unset
  - {closure}:6 returned, unset
    - {closure}:6 returned, unset
  - {closure}:7 exception, error, Exception, "of create()"
      ! exception Exception: of create()
  - {closure}:8 returned, unset
  - {closure}:9 returned, unset
  - {closure}:9 returned, unset
  - {closure}:10 returned, unset
  - {closure}:12 returned, unset
  - {closure}:14 returned, unset
  - {closure}:15 returned, unset
