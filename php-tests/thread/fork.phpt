--TEST--
A child that is forked while other threads run exports its own spans
--EXTENSIONS--
pcntl
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_threads();
needs_forkable_runtime();
--FILE--
<?php
require __DIR__ . '/../support/threads.inc';

$spans = run_threads(<<<'PHP'
    function in_parent(): void {}
    start_thread($thread, 'busy');
    start_thread($thread, 'forks');
    join_threads();
    TracedCoroutine::create('in_parent');
    PHP, <<<'PHP'
    function busy(): void {}
    function before(): void {}
    function in_child(): void {}
    if (thread_word() === 'busy') {
        for ($number = 0; $number < 20000; $number++) {
            TracedCoroutine::create('busy');
        }
        return;
    }
    for ($number = 0; $number < 20; $number++) {
        TracedCoroutine::create('before');
        $pid = pcntl_fork();
        if ($pid === 0) {
            TracedCoroutine::create('in_child');
            exit(0);
        }
        pcntl_waitpid($pid, $status);
        $status === 0 || print("child: $status\n");
    }
    PHP);
foreach (by_name($spans) as $name => $of_name) {
    echo "$name: ", count($of_name), ' in ', count(values_of($of_name, 'process.pid')), ' processes, with thread.id: ';
    echo count(array_filter($of_name, fn (array $span) => isset($span['attributes']['thread.id']))), "\n";
}
--EXPECT--
exit code 0
before: 20 in 1 processes, with thread.id: 20
busy: 20000 in 1 processes, with thread.id: 20000
in_child: 20 in 20 processes, with thread.id: 0
in_parent: 1 in 1 processes, with thread.id: 0
