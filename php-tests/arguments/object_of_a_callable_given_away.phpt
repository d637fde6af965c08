--TEST--
The object of a callable lives while it is called, whatever becomes of the variable that the callable refers to
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
class Job
{
    public string $name;
    public function __construct() { $this->name = str_repeat('n', random_int(30, 30)); }
    public function run(): void
    {
        $GLOBALS['job'] = null;
        $garbage = array_map(fn (int $n) => str_repeat('g', 30) . $n, range(1, 300));
        echo $this->name === str_repeat('n', 30) ? "whole\n" : "!! freed\n";
    }
    public function __destruct() { echo "destroyed\n"; }
}
$job = new Job;
TracedCoroutine::trace('span', [&$job, 'run']);
$job = new Job;
TracedCoroutine::create([&$job, 'run']);
$job = new Job;
TracedCoroutine::start(new TracedCoroutine\SpanOptions('started'), [&$job, 'run']);
$job = new Job;
TracedCoroutine::wrap([&$job, 'run'])();

// Resolving the second callable runs the program's code before the first one is used.
spl_autoload_register(function (string $class): void {
    $GLOBALS['job'] = null;
    eval("class $class { public static function f() {} }");
});
// A PHP for debugging resolves it before the call, too, and by then there is no first one.
PHP_DEBUG && class_exists('Loaded');
$job = new Job;
TracedCoroutine::wrap([&$job, 'run'], null, 'Loaded::f')();
--EXPECT--
whole
destroyed
whole
destroyed
whole
destroyed
whole
destroyed
whole
destroyed
