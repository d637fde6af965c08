--TEST--
What Parallel::wait() cannot call fails in its task alone, and an entry of $callbacks that the program refers to goes on to follow it
--DESCRIPTION--
A class that extends Parallel may fill $callbacks itself. An Error left wait() before any task had run, and the entry was a copy after
the first wait().
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
    use Hyperf\Coroutine\Exception\ParallelExecutionException;
    use Hyperf\Coroutine\Parallel;

    spl_autoload_register(fn (string $class) => $class === 'Unloadable' && throw new DomainException('of the autoloader'));
    final class Jobs extends Parallel
    {
        public function fill(array $callbacks): static { $this->callbacks = $callbacks; return $this; }
        public function refer(string $key, mixed &$to): static { $this->callbacks[$key] = &$to; return $this; }
        public function call(string $key): mixed { return ($this->callbacks[$key])(); }
        private function hidden(): void {}
        public static function of(): array { return [new self(), 'hidden']; }
    }
    function waited(Parallel $parallel): void
    {
        try {
            echo json_encode($parallel->wait()), "\n";
        } catch (ParallelExecutionException $e) {
            $told = fn (Throwable $e): string => $e::class . ': ' . $e->getMessage();
            echo json_encode([array_map($told, $e->getThrowables()), $e->getResults()]), "\n";
        }
    }

    $main = function (): void {
        waited((new Jobs())->fill(['a' => Jobs::of(), 'b' => 'no_such_function', 'c' => fn () => 'called', 'd' => 'Unloadable::method', 'e' => 5]));

        $jobs = new Jobs();
        $first = fn () => 'first';
        $jobs->refer('first', $first)->add(fn () => 'added');
        waited($jobs);
        $first = fn () => 'second';
        waited($jobs);
        $first = function () use ($jobs, &$first) {
            $first = fn () => 'set by the task';
            $jobs->add(fn () => 'added by the task');
            return 'third';
        };
        waited($jobs);
        waited($jobs);

        $wrong = 'no_such_function';
        waited($jobs = (new Jobs())->refer('wrong', $wrong));
        $wrong = fn () => 'right';
        echo $jobs->call('wrong'), "\n";
    };
    if (class_exists(App\Request::class)) { App\Request::handle($main); } else { TracedCoroutine::trace('request', $main); }
    PHP);
$app = hyperf_app();
$environment = ['APP_WITHOUT_US' => '1'] + hyperf_environment(['default' => 'noop', 'enable' => ['coroutine' => false]]);
$untraced = run_php(["$app/bin/program.php", $program], hyperf_settings($app), $environment)->stdout;
echo $untraced;
foreach (['hyperf/tracer' => [], 'no hyperf/tracer' => ['APP_WITHOUT_TRACER' => '1', 'TRACED_COROUTINE_INSTRUMENT' => 'coroutine']] as $case => $environment) {
    ob_start();
    spans_in_hyperf(file_get_contents($program), [], $environment);
    $traced = ob_get_clean();
    echo "$case: ", $traced === $untraced ? 'the same' : "!! other than untraced\n$traced", "\n";
}
--EXPECT--
[{"a":"Error: Call to private method Jobs::hidden() from scope Hyperf\\Coroutine\\Parallel","b":"Error: Call to undefined function no_such_function()","d":"DomainException: of the autoloader","e":"Error: Value of type int is not callable"},{"c":"called"}]
{"first":"first","0":"added"}
{"first":"second","0":"added"}
{"first":"third","0":"added"}
{"first":"set by the task","0":"added","1":"added by the task"}
[{"wrong":"Error: Call to undefined function no_such_function()"},[]]
right
hyperf/tracer: the same
no hyperf/tracer: the same
