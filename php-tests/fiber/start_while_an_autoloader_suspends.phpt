--TEST--
Fibers started at once keep their options apart while the autoloaders of their callables suspend
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
use TracedCoroutine\SpanOptions;

spl_autoload_register(static function (string $class): void {
    Fiber::suspend();
    eval("class $class { public static function run(): void {} }");
});
$starters = [];
foreach (['First', 'Second', 'Third'] as $class) {
    $starters[] = $starter = new Fiber(static fn () => TracedCoroutine::start(new SpanOptions("of $class"), [$class, 'run']));
    $starter->start();
}
foreach ([1, 0, 2] as $index) {
    $starters[$index]->resume();
}
foreach (TracedCoroutine\MemoryExporter::getSpans() as $span) {
    echo $span['name'], ': ', $span['attributes']['code.function.name'], "\n";
}
echo json_encode(array_diff_key(TracedCoroutine::stats(), ['exporters' => 0, 'failed' => 0, 'dropped' => 0])), "\n";
--EXPECTF--
of Second: Second::run
of First: First::run
of Third: Third::run
{"started":3,"finished":3,"exported":3,"open":0,"queued":0,"spooled":0,"held":0,"not_sampled":0,%a}
