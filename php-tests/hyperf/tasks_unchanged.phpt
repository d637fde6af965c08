--TEST--
A program with fork(), parallel(), wait(), Concurrent and WaitConcurrent does as it does untraced: results, exceptions, frames, the moment of destructors
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
    use Hyperf\Coroutine\{Concurrent, Coroutine, Parallel, WaitConcurrent, Waiter};
    use Hyperf\Coroutine\Exception\{ParallelExecutionException, WaitTimeoutException};
    use function Hyperf\Coroutine\{parallel, wait};

    final class Mark
    {
        public function __construct(private string $name) {}
        public function __destruct() { echo "-$this->name\n"; }
    }
    final class Failure extends Exception
    {
        public function __destruct() { echo '-', $this->getMessage(), "\n"; }
    }
    class Jobs extends Parallel
    {
        public int $number = 1;
        public static function sum(): string { return __METHOD__; }
        public function fill(): static { $this->add([$this, 'hidden'], 'hidden'); $this->add([static::class, 'alsoHidden']); return $this; }
        protected function hidden(): int { return ++$this->number; }
        protected static function alsoHidden(): string { return static::class; }
        /** @return list<mixed> of coroutines that it starts itself, with an argument */
        public function each(int $argument): array
        {
            $results = [];
            foreach ($this->callbacks as $key => $callback) {
                Coroutine::create(function () use ($callback, $key, $argument, &$results): void { $results[$key] = $callback($argument); });
            }
            return $results;
        }
    }
    final class Magic
    {
        public function __call($name, $arguments) { return [$name, $arguments]; }
        public static function __callStatic($name, $arguments) { return [$name, $arguments]; }
        public function __invoke(int ...$numbers) { return [$this::class, $numbers]; }
        public function bound(): array { return parallel(['this' => fn () => $this::class, 'static' => static fn () => isset($this)]); }
    }
    function named(): array { return ['named', func_get_args()]; }
    function &byReference(): array { static $value = [1]; return $value; }
    function generator(): iterable { yield 1; yield 2; }
    function told(Throwable $e): string { return $e::class . "({$e->getMessage()})" . ($e->getPrevious() ? ' < ' . told($e->getPrevious()) : ''); }
    /** @return list<string> */
    function names(Throwable $e): array
    {
        // Since PHP 8.4 exit() is a function, and closures have other names.
        $trace = array_filter($e->getTrace(), fn ($frame) => $frame['function'] !== 'exit');
        return array_map(fn ($frame) => ($frame['class'] ?? '') . ($frame['type'] ?? '') . preg_replace('/[\w\\\\]*\{closure.*/', '{closure}', $frame['function']), array_values($trace));
    }
    /** Those of the aspect of create() are known. @return list<string> */
    function frames(Throwable $e): array
    {
        return array_values(array_filter(names($e), fn ($name) => !preg_match('/^(Hyperf|TracedCoroutine).*Aspect|^TracedCoroutine|Coroutine.Coroutine::/', $name)));
    }

    $main = function (): void {
        echo "# callables\n";
        $magic = new Magic();
        echo json_encode(parallel(['a' => 'named', 7 => 'Jobs::sum', 'b' => [$magic, 'anything'], 'c' => [Magic::class, 'any'], 'd' => $magic,
            'e' => named(...), 'f' => $magic->some(...), 'g' => fn () => yield 5, 'h' => 'byReference', 'i' => 'pi', 'j' => 'generator'])), "\n";
        echo json_encode($magic->bound()), json_encode((new Jobs())->fill()->wait()), json_encode((new Jobs(1))->fill()->wait()), "\n";
        echo json_encode(parallel(array_fill(0, 3, 'pi'), 2)), "\n";
        $jobs = new Jobs();
        $jobs->add(named(...));
        $jobs->add('named', 'key');
        $jobs->add($magic, null);
        echo json_encode([$jobs->count(), $jobs->each(6), $jobs->wait(), $jobs->wait()]), "\n";
        $jobs->clear();
        echo json_encode([$jobs->count(), $jobs->wait()]), "\n";

        echo "# failures\n";
        try {
            parallel([fn () => throw new Failure('one'), 'k' => fn () => 'fine', 'l' => fn () => throw new TypeError('two', 2, new LogicException('before')), 3 => fn () => exit(3)]);
        } catch (ParallelExecutionException $e) {
            echo json_encode([array_map(told(...), $e->getThrowables()), $e->getResults(), strtok($e->getMessage(), "\n"), array_slice(names($e), 0, 3)]), "\n";
            echo json_encode(array_map(frames(...), $e->getThrowables())), "\n";
        }
        unset($e);
        echo json_encode((new Parallel())->wait(false)), "\n";
        $parallel = new Parallel();
        $parallel->add(fn () => throw new Failure('kept'), 'x');
        $parallel->add(fn () => 1);
        echo json_encode($parallel->wait(false)), "\n";
        unset($parallel);
        foreach ([fn () => throw new Failure('of wait'), fn () => exit(4), fn () => intdiv(1, 0)] as $closure) {
            try {
                wait($closure);
            } catch (Throwable $e) {
                echo told($e), ' ', json_encode(frames($e)), "\n";
                unset($e);
            }
        }
        $later = new Swoole\Coroutine\Channel();
        try {
            wait(function () use ($later): void { echo $later->pop(), "\n"; }, 0.001);
        } catch (WaitTimeoutException $e) {
            echo told($e), json_encode(array_slice(names($e), 0, 3)), "\n";
        }
        unset($e);
        foreach ([fn () => (new Parallel())->add('nothing'), fn () => (new Waiter())->wait('named'), fn () => Coroutine::fork([])] as $wrong) {
            try {
                $wrong();
            } catch (TypeError $e) {
                echo preg_replace('/, called in .*/', '', $e->getMessage()), "\n";
            }
        }

        echo "# references and lifetimes\n";
        $count = 0;
        parallel([function () use (&$count) { $count++; }, function () use (&$count) { Coroutine::sleep(0.001); $count++; }]);
        wait(function () use (&$count) { $count++; });
        echo $count, "\n";
        echo get_class(wait(fn () => new Mark('result of wait'))), "\n";
        $mark = new Mark('captured by wait');
        wait(function () use ($mark) { return 1; });
        unset($mark);
        echo "after wait\n";
        $parallel = new Parallel();
        $parallel->add((function () { $mark = new Mark('captured by add'); return function () use ($mark) { return new Mark('result of parallel'); }; })());
        $results = $parallel->wait();
        echo "after parallel\n";
        unset($results);
        echo "without results\n";
        $parallel->clear();
        echo "cleared\n";
        unset($parallel);
        $concurrent = new Concurrent(2);
        $capture = function (string $name, ?Closure $body = null): Closure { $mark = new Mark($name); return function () use ($mark, $body) { $body && $body(); return new Mark('result'); }; };
        $concurrent->create($capture('captured by concurrent'));
        echo "after concurrent\n";
        $concurrent->create($capture('captured by failing', fn () => throw new Failure('of concurrent')));
        echo "after failing\n";
        $concurrent->create($capture('captured by sleeping', fn () => Coroutine::sleep(0.001)));
        echo 'running: ', $concurrent->getRunningCoroutineCount(), "\n";
        Coroutine::sleep(0.005);
        echo 'running: ', $concurrent->getRunningCoroutineCount(), "\n";
        $all = new WaitConcurrent(1);
        $all->create($capture('captured by wait concurrent', fn () => Coroutine::sleep(0.001)));
        $all->create($capture('captured by the second', fn () => throw new Failure('of wait concurrent')));
        var_dump($all->wait());
        unset($all, $concurrent, $capture);
        echo "forks\n";
        Hyperf\Context\Context::set('mine', 'yours');
        Coroutine::fork((function () { $mark = new Mark('captured by fork'); return function () use ($mark) { echo Hyperf\Context\Context::get('mine'), "\n"; return new Mark('result of fork'); }; })(), ['mine']);
        echo "after fork\n";
        Coroutine::fork(fn () => throw new Failure('of fork'));
        Coroutine::fork([$magic, 'ends']);
        Coroutine::fork(function () { Coroutine::defer(function () { echo "deferred\n"; }); echo "before its defer\n"; });
        $later->push('waited for in vain');
    };
    if (class_exists(App\Request::class)) { App\Request::handle($main); } else { TracedCoroutine::trace('request', $main); }
    PHP);
$app = hyperf_app();
$settings = ['error_reporting' => (string) (E_ALL & ~E_DEPRECATED), 'swoole.use_shortname' => 'Off'];
$environment = ['APP_WITHOUT_US' => '1'] + hyperf_environment(['default' => 'noop', 'enable' => ['coroutine' => false]]);
$untraced = run_php(["$app/bin/program.php", $program], $settings, $environment)->stdout;
echo $untraced;
foreach ([
    'hyperf/tracer' => [[], []],
    'exceptions are switched off' => [['enable' => ['exception' => false]], []],
    'coroutines are switched off' => [['enable' => ['coroutine' => false]], []],
    'and traced by the extension' => [['enable' => ['coroutine' => false]], ['TRACED_COROUTINE_INSTRUMENT' => 'coroutine']],
    'no hyperf/tracer' => [[], ['APP_WITHOUT_TRACER' => '1', 'TRACED_COROUTINE_INSTRUMENT' => 'coroutine']],
] as $case => [$opentracing, $environment]) {
    ob_start();
    $spans = spans_in_hyperf(file_get_contents($program), $opentracing, $environment);
    $traced = ob_get_clean();
    echo "$case: ", $traced === $untraced ? 'the same' : "!! other than untraced\n$traced", count($spans) > 1 ? '' : ', and no spans of coroutines', "\n";
}
--EXPECT--
# callables
{"a":["named",[]],"7":"Jobs::sum","b":["anything",[]],"c":["any",[]],"d":["Magic",[]],"e":["named",[]],"f":["some",[]],"g":{},"h":[1],"i":3.141592653589793,"j":{}}
{"this":"Magic","static":false}{"hidden":2,"0":"Jobs"}{"hidden":2,"0":"Jobs"}
[3.141592653589793,3.141592653589793,3.141592653589793]
[3,{"0":["named",[6]],"key":["named",[6]],"1":["Magic",[6]]},{"0":["named",[]],"key":["named",[]],"1":["Magic",[]]},{"0":["named",[]],"key":["named",[]],"1":["Magic",[]]}]
[0,[]]
# failures
[{"0":"Failure(one)","l":"TypeError(two) < LogicException(before)","3":"Swoole\\ExitException(swoole exit)"},{"k":"fine"},"Detecting 3 throwable occurred during parallel execution:",["Hyperf\\Coroutine\\Parallel->wait","Hyperf\\Coroutine\\parallel","{closure}"]]
{"0":["{closure}","Hyperf\\Coroutine\\Parallel->{closure}"],"l":["{closure}","Hyperf\\Coroutine\\Parallel->{closure}"],"3":["{closure}","Hyperf\\Coroutine\\Parallel->{closure}"]}
-one
[]
[1]
-kept
Failure(of wait) ["{closure}","Hyperf\\Coroutine\\Waiter->{closure}"]
-of wait
Swoole\ExitException(swoole exit) ["{closure}","Hyperf\\Coroutine\\Waiter->{closure}"]
DivisionByZeroError(Division by zero) ["intdiv","{closure}","Hyperf\\Coroutine\\Waiter->{closure}"]
Hyperf\Coroutine\Exception\WaitTimeoutException(Channel wait failed, reason: Timed out for 0.001 s)["Hyperf\\Coroutine\\Waiter->wait","Hyperf\\Coroutine\\wait","{closure}"]
Hyperf\Coroutine\Parallel::add(): Argument #1 ($callable) must be of type callable, string given
Hyperf\Coroutine\Waiter::wait(): Argument #1 ($closure) must be of type Closure, string given
Hyperf\Coroutine\Coroutine::fork(): Argument #1 ($callable) must be of type callable, array given
# references and lifetimes
3
-result of wait
Mark
-captured by wait
after wait
after parallel
without results
-captured by add
-result of parallel
cleared
-result
-captured by concurrent
after concurrent
-of concurrent
-captured by failing
after failing
running: 1
-result
-captured by sleeping
running: 0
-result
-of wait concurrent
-captured by the second
bool(true)
forks
yours
-result of fork
-captured by fork
after fork
-of fork
before its defer
deferred
waited for in vain
-captured by wait concurrent
hyperf/tracer: the same
exceptions are switched off: the same
coroutines are switched off: the same, and no spans of coroutines
and traced by the extension: the same
no hyperf/tracer: the same
