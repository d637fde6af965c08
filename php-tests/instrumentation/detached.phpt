--TEST--
The span of an instrumented coroutine that outlives its local root by detach_after is closed then, and stays the parent of what follows
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_a_debug_php('go() with arguments for its callable is a fatal error there');
--INI--
traced_coroutine.exporter=memory
traced_coroutine.instrument=coroutine
traced_coroutine.detach_after=0.5
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

use Swoole\Coroutine;
use Swoole\Coroutine\Channel;

function consumer(Channel $jobs): void
{
    while ($job = $jobs->pop()) {
        go($job);
    }
}
function job(): void { Coroutine::sleep(0.001); }
function heartbeat(Channel $stop): void { $stop->pop(); }

Coroutine\run(function () {
    $jobs = new Channel(8);
    TracedCoroutine::create(function () use ($jobs) {
        go('consumer', $jobs);
        go('job');
    });
    $jobs->push('job');
    Coroutine::sleep(0.6);
    echo 'detached: ', TracedCoroutine::stats()['detached'], ', open: ', TracedCoroutine::stats()['open'], "\n";
    $consumer = span_of(exported_spans(), 'consumer');
    $root = span_of(exported_spans(), '{closure}');
    $late = ($consumer['end_time_unix_nano'] - $root['end_time_unix_nano']) / 1e9;
    echo 'closed in time: ', json_encode($late > 0.49 && $late < 0.56), "\n";
    // What it starts from now on is still its child, and does not wait for a root that has ended.
    $jobs->push('job');
    $stop = new Channel();
    $jobs->push(fn () => heartbeat($stop));
    Coroutine::sleep(0.6);
    echo 'detached: ', TracedCoroutine::stats()['detached'], ', open: ', TracedCoroutine::stats()['open'], "\n";
    $stop->close();
    $jobs->close();
});
print_spans();
print_whether_stats_add_up();
--EXPECT--
detached: 1, open: 0
closed in time: true
detached: 2, open: 0
- {closure}:18 returned, unset
  - consumer:7 detached, unset
    - job:13 returned, unset
    - job:13 returned, unset
    - {closure}:32 detached, unset
  - job:13 returned, unset
stats add up
