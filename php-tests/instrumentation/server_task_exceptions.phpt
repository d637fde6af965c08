--TEST--
What comes of a task that throws or exits is a child of the task, as what comes of one that returns
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

compare_with_uninstrumented(<<<'PHP'
    <?php
    $server = new Swoole\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 1, 'task_worker_num' => 1, 'log_file' => '/dev/null']);
    $server->on('receive', fn () => null);
    $server->on('task', fn ($server, $id, $from, $data) => match ($data) {
        'throws' => throw new LogicException('thrown in a task'),
        'exits' => exit(0),
        'returns' => 1,
    });
    $server->on('finish', function ($server, $id, $data) {
        static $finished = 0;
        echo "finish $data\n";
        ++$finished === 3 ? $server->shutdown() : $server->task(['exits', 'returns'][$finished - 1]);
    });
    // Until then a SIGTERM ends the master.
    $started = new Swoole\Atomic();
    $server->on('start', fn () => $started->wakeup());
    $server->on('workerStart', fn ($server, $id) => $id === 0 && $started->wait(10) && $server->task('throws'));
    $server->start();
    PHP, ['traced_coroutine.instrument' => 'server']);
--EXPECT--
Fatal error: Uncaught LogicException: thrown in a task in program.php:6
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Server), 0, 0, '...')
#1 program.php(19): Swoole\Server->start()
#2 {main}
  thrown in program.php on line 6
finish 0

Fatal error: Uncaught Swoole\ExitException: swoole exit in program.php:7
Stack trace:
#0 [internal function]: {closure}(Object(Swoole\Server), 1, 0, '...')
#1 program.php(19): Swoole\Server->start()
#2 {main}
  thrown in program.php on line 7
finish 0
finish 1
[exit code 0, same as without the extension]
- [task] consumer error, "thrown in a task"
    ! exception LogicException: thrown in a task
  - 'finish' {closure}:10 consumer returned, unset
    - [task] consumer unset
      - 'finish' {closure}:10 consumer returned, unset
        - [task] consumer unset
          - 'finish' {closure}:10 consumer returned, unset
