--TEST--
An argument that a callback lets go of is freed then, and the others in their order when it has returned, as without the extension
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_a_debug_php('swoole_timer_after() with arguments for its callable is a fatal error there');
not_on_openswoole('its trampoline has no caller: the arguments live until the callback has returned');
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

const PROGRAM = <<<'PHP'
    <?php
    use Swoole\Coroutine;

    final class Noted
    {
        public function __construct(public string $name) {}
        public function __destruct() { echo "$this->name freed\n"; }
    }

    /** Says so where it is received only: when the sender frees its own, time decides. */
    final class Message
    {
        private int $sender;
        public function __construct() { $this->sender = getmypid(); }
        public function __destruct() { getmypid() === $this->sender || print("  message freed\n"); }
    }

    /** For one in the place of the second argument, which is by reference here. */
    function by_reference($first, &$second): void { body($first, null); }

    function body(?Noted $first, ?Noted $second): void
    {
        $local = new Noted('  local');
        Coroutine::sleep(0.001);
        $first = null;
        echo "  let go\n";
        Coroutine::sleep(0.001);
        echo "  end\n";
    }

    function traced(string $name, callable $what): void
    {
        class_exists('TracedCoroutine', false) ? TracedCoroutine::trace($name, $what) : $what();
    }

    %s
    PHP;
foreach ([
    'Timer::after' => 'Swoole\Timer::after(1, "body", new Noted("  first"), new Noted("  second")); Swoole\Event::wait();',
    'Scheduler::add' => '$scheduler = new Coroutine\Scheduler; $scheduler->add("body", new Noted("  first"), new Noted("  second")); $scheduler->start();',
    'Scheduler::parallel' => '$scheduler = new Coroutine\Scheduler; $scheduler->parallel(1, "body", new Noted("  first"), new Noted("  second")); $scheduler->start();',
    'run' => 'Coroutine\run("body", new Noted("  first"), new Noted("  second"));',
    'run by reference' => 'set_error_handler(function ($level, $message) { echo "  ", strstr($message, "must"), "\n"; gc_collect_cycles(); return true; }); Coroutine\run("by_reference", new Noted("  first"), new Noted("  second"));',
    'run with what the program holds' => '$kept = new Noted("  kept"); Coroutine\run("body", $kept, $kept);',
] as $name => $code) {
    echo "$name\n";
    compare_with_uninstrumented(sprintf(PROGRAM, "traced('outer', function () { $code });"));
}

echo "Server\n";
compare_with_uninstrumented(sprintf(PROGRAM, <<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0, SWOOLE_BASE);
    $server->set(['worker_num' => 2, 'log_level' => SWOOLE_LOG_NONE, 'open_eof_check' => true, 'package_eof' => "\n", 'package_max_length' => 9_000_000]);
    $server->on('workerStart', fn ($server, $id) => $id === 0 && $server->sendMessage(new Message, 1));
    $server->on('pipeMessage', function ($server, int $from, $data) {
        Coroutine::sleep(0.001);
        $data = null;
        echo "  let go\n";
        $client = new Coroutine\Client(SWOOLE_SOCK_TCP);
        $client->connect('127.0.0.1', $server->port, 5);
        $client->send(str_repeat('x', 4_000_000) . "\n");
        echo $client->recv(5);
        $server->shutdown();
    });
    $server->on('receive', function ($server, int $connection, int $reactor, string $data) {
        Coroutine::sleep(0.001);
        $before = memory_get_usage();
        unset($data);
        $server->send($connection, '  ' . round(($before - memory_get_usage()) / 1e6) . " MB freed\n");
    });
    $server->start();
    PHP));
--EXPECT--
Timer::after
first freed
  let go
  end
  second freed
  local freed
[exit code 0, same as without the extension]
- [outer] unset
  - body:21 returned, unset
Scheduler::add
first freed
  let go
  end
  second freed
  local freed
[exit code 0, same as without the extension]
- [outer] unset
  - body:21 returned, unset
Scheduler::parallel
first freed
  let go
  end
  second freed
  local freed
[exit code 0, same as without the extension]
- [outer] unset
  - body:21 returned, unset
run
let go
  end
  local freed
  first freed
  second freed
[exit code 0, same as without the extension]
- [outer] unset
  - body:21 returned, unset
run by reference
must be passed by reference, value given
  let go
  end
  local freed
  first freed
  second freed
[exit code 0, same as without the extension]
- [outer] unset
  - by_reference:19 returned, unset
run with what the program holds
let go
  end
  local freed
  kept freed
[exit code 0, same as without the extension]
- [outer] unset
  - body:21 returned, unset
Server
message freed
  let go
  4 MB freed
[exit code 0, same as without the extension]
- 'pipeMessage' {closure}:39 consumer returned, unset
- 'receive' {closure}:49 server returned, unset
