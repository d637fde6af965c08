--TEST--
What fork(), parallel(), wait(), Concurrent and WaitConcurrent run names the coroutine's span, and its exception is there, in whatever form it is given
--DESCRIPTION--
Hyperf has closures of its own around it. The spans were named after those, and none but those of fork() ever failed, because they
catch what the program throws.
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
    use Hyperf\Coroutine\{Concurrent, Coroutine, Parallel, WaitConcurrent};
    use function Hyperf\Coroutine\{parallel, wait};

    final class Shop extends Parallel
    {
        public function __invoke(): void {}
        public function __call($name, $arguments) {}
        public static function open(): void {}
        public function all(): array { $this->add([$this, 'hidden']); return $this->wait(); }
        protected function hidden(): void { throw new DomainException('of hidden()'); }
    }
    function works(): void {}
    function fails(): never { throw new LogicException('of fails()'); }

    $body = function (): void {
        parallel(['works', 'Shop::open', [new Shop(), 'open'], new Shop(), [new Shop(), 'anything'], works(...), static fn () => null]);
        try {
            (new Shop(1))->all();
        } catch (Exception) {
        }
        try {
            wait(fn () => fails());
        } catch (LogicException) {
        }
        (new Concurrent(1))->create('fails');
        (new WaitConcurrent(1))->create('fails');
        Coroutine::fork('fails');
    };
    class_exists(App\Request::class) ? App\Request::handle($body) : TracedCoroutine::trace('request', $body);
    PHP);
$trees = [];
foreach ([
    'hyperf/tracer' => [[], []],
    'hyperf/tracer and instrument=coroutine' => [[], ['TRACED_COROUTINE_INSTRUMENT' => 'coroutine']],
    'its switch is off' => [['enable' => ['coroutine' => false]], ['TRACED_COROUTINE_INSTRUMENT' => 'coroutine']],
    'no hyperf/tracer' => [[], ['TRACED_COROUTINE_INSTRUMENT' => 'coroutine', 'APP_WITHOUT_TRACER' => '1']],
] as $case => [$opentracing, $environment]) {
    $spans = spans_in_hyperf(file_get_contents($program), $opentracing, $environment);
    $trees[str_replace('[request] server', '[request]', hyperf_tree($spans))][] = $case;
}
foreach ($trees as $tree => $cases) {
    echo implode(', ', $cases), "\n$tree";
}
--EXPECT--
hyperf/tracer, hyperf/tracer and instrument=coroutine, its switch is off, no hyperf/tracer
- [request] unset
  - works:13 returned, unset
  - Shop::open:9 returned, unset
  - Shop::open:9 returned, unset
  - Shop::__invoke:7 returned, unset
  - Shop::anything returned, unset
  - works:13 returned, unset
  - {closure}:17 returned, unset
  - Shop::hidden:11 exception, error, DomainException, "of hidden()"
      ! exception DomainException: of hidden()
  - {closure}:23 exception, error, LogicException, "of fails()"
      ! exception LogicException: of fails()
  - fails:14 exception, error, LogicException, "of fails()"
      ! exception LogicException: of fails()
  - fails:14 exception, error, LogicException, "of fails()"
      ! exception LogicException: of fails()
  - fails:14 exception, error, LogicException, "of fails()"
      ! exception LogicException: of fails()
