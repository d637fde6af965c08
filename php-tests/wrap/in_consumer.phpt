--TEST--
A coroutine that runs the wrapped jobs of others has the span of none: each job has its own while it runs, under its own request
--EXTENSIONS--
swoole
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

use Swoole\Coroutine\Channel;

function job(string $name): Closure
{
    return TracedCoroutine::wrap(function () use ($name) {
        Swoole\Coroutine::sleep(0.001);
        TracedCoroutine::startSpan("inside, $name")->end();
    }, new TracedCoroutine\SpanOptions($name));
}
/** @param list<Closure> $jobs */
function run(array $jobs): void
{
    foreach ($jobs as $job) {
        $job();
        TracedCoroutine::startSpan('own work')->end();
    }
}
Swoole\Coroutine\run(function () {
    $jobs = new Channel(1);
    go(function () use ($jobs) {
        while ($job = $jobs->pop()) {
            run([$job]);
        }
    });
    TracedCoroutine::create(fn () => $jobs->push(job('of a coroutine that is newer than the consumer')));
    // The consumer is newer than this one, and not than the job.
    TracedCoroutine::trace('request', fn () => $jobs->push(job('of one that is older')));
    $jobs->push(null);
});
go(function () { run([job('wrapped where it runs')]); });
Swoole\Event::wait();
print_spans();
print_whether_stats_add_up();
--EXPECT--
- {closure}:28 returned, unset
  - [of a coroutine that is newer than the consumer] unset
    - [inside, of a coroutine that is newer than the consumer] unset
- [request] unset
  - [of one that is older] unset
    - [inside, of one that is older] unset
- [own work] unset
- [own work] unset
- [wrapped where it runs] unset
  - [inside, wrapped where it runs] unset
- [own work] unset
stats add up
