--TEST--
Beside an extension that observes each call, as profilers and debuggers do, programs run on as without us
--DESCRIPTION--
PHP finds the call that was observed before another one behind that one's arguments, by their number. Our frames changed the
number, and at the end of the request PHP took an argument for a frame: a segmentation fault.
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_php_headers();
--FILE--
<?php
require __DIR__ . '/../support/c_extension.inc';
require __DIR__ . '/../support/spans.inc';

$observer = ['-d', 'extension=' . extension_of_c('observer')];
$programs = [
    'a timer' => "Swoole\\Timer::after(1, strlen(...), 'x'); Swoole\\Event::wait();",
    'a timer that clears itself' => 'Swoole\Timer::tick(1, fn (int $id, string $word) => Swoole\Timer::clear($id), "word"); Swoole\Event::wait();',
    'a scheduler' => '$scheduler = new Swoole\Coroutine\Scheduler(); $scheduler->add(function (array $words): void { echo $words[0], "\n"; }, ["added"]); $scheduler->start();',
    'a coroutine' => 'Swoole\Coroutine\run(function (string $word): void { Swoole\Coroutine::create(fn (string ...$words) => print(implode($words) . "\n"), $word, "s"); }, "argument");',
    'start()' => '$start = fn () => class_exists(TracedCoroutine::class) ? TracedCoroutine::start(new TracedCoroutine\SpanOptions("x"), "printf", "%s\n", "started") : Swoole\Coroutine::create("printf", "%s\n", "started"); $start(); Swoole\Event::wait();',
    'a fatal error' => 'Swoole\Timer::after(1, function (string $word): void { ini_set("memory_limit", "20M"); str_repeat($word, 300 << 20); }, "x"); Swoole\Event::wait();',
];
foreach ($programs as $what => $code) {
    $program = program("<?php\nregister_shutdown_function(fn () => print(\"shut down\\n\"));\n$code\necho \"end\\n\";");
    // Since 8.5 PHP says where a fatal error came from.
    $settings = ['fatal_error_backtraces' => '0'];
    $bare = run_php([...tier_arguments(), ...$observer, $program], $settings);
    $file = scratch() . '/t.jsonl';
    @unlink($file);
    $traced = run_traced($program, [
        'auto_append_file' => '', 'traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file,
        'traced_coroutine.instrument' => 'all', 'traced_coroutine.instrument_orphans' => '1',
    ] + $settings, arguments: $observer);
    echo "== $what: ", $bare == $traced ? "the same\n" . preg_replace(['/ in \S+ on /', '/(allocate) \d+/'], [' in FILE on ', '$1 N'], $traced->stdout) : "!! {$bare->how()}\n$bare->stdout$bare->stderr!! traced: {$traced->how()}\n$traced->stdout$traced->stderr";
    echo count(spans_of_file($file)), " traced\n";
}
--EXPECT--
== a timer: the same
end
shut down
each observed call has ended
1 traced
== a timer that clears itself: the same
end
shut down
each observed call has ended
1 traced
== a scheduler: the same
added
end
shut down
each observed call has ended
1 traced
== a coroutine: the same
arguments
end
shut down
each observed call has ended
2 traced
== start(): the same
started
end
shut down
each observed call has ended
1 traced
== a fatal error: the same

Fatal error: Allowed memory size of 20971520 bytes exhausted (tried to allocate N bytes) in FILE on line 3
shut down
each observed call has ended
1 traced
