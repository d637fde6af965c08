--TEST--
A process that the kernel kills for want of memory loses nothing
--EXTENSIONS--
posix
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_under_valgrind('the kernel kills what valgrind would watch');
$group = '/sys/fs/cgroup/memory/traced_coroutine_test_' . getmypid();
@mkdir($group) && is_file("$group/memory.limit_in_bytes") && rmdir($group) || skip('needs the right to make a memory cgroup of version 1');
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$group = '/sys/fs/cgroup/memory/traced_coroutine_test_' . getmypid();
mkdir($group);
file_put_contents("$group/memory.limit_in_bytes", (string) (256 << 20));
echo by_outcome(spans_left_by(<<<'PHP'
    <?php
    file_put_contents(getenv('GROUP') . '/cgroup.procs', (string) getmypid());
    function quick(): void {}
    function greedy(): void { for ($held = [];; $held[] = str_repeat('x', 4 << 20)); }
    for ($n = 0; $n < 100; $n++) { TracedCoroutine::create('quick'); }
    TracedCoroutine::create('greedy');
    PHP, ['memory_limit' => '-1'], ['GROUP' => $group])), "\n";
rmdir($group);
--EXPECT--
killed by signal 9, 1 left
101 adopted, 0 perhaps twice, 0 left
1 x greedy killed, 100 x quick returned
