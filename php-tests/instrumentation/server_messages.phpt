--TEST--
Messages that wait for a worker have each the context of its own sender, also where that has none, and where objects differ in their properties only
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('its PipeMessage does not say which worker has sent it');
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

$ran = run_traced(program(<<<'PHP'
    <?php
    function trace_id(): string { return TracedCoroutine::currentSpan()?->getContext()->getTraceId() ?? ''; }
    enum Kind { case Plain; case Fancy; }
    class Part { private array $kinds = [Kind::Plain]; function __construct(protected readonly string $trace) {} }
    class Job { public Part $part; public int $unset; function __construct(public string $trace) { $this->part = new Part($trace); } }
    /** What is sent of it is not seen. */
    final class Hidden extends Job
    {
        function __serialize(): array { return [$this->trace]; }
        function __unserialize(array $data): void { [$this->trace] = $data; }
    }

    $server = new Swoole\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 2, 'log_file' => '/dev/null']);
    $server->on('receive', fn () => null);
    $server->on('pipeMessage', function ($server, $from, $data) {
        // All others wait for this one.
        $data === 'wait' && usleep(200_000);
        if (is_object($data)) {
            $name = $data::class;
            echo $name === stdClass::class ? $data->name : $name, ': ', match ($data->trace) {
                '' => TracedCoroutine::currentSpan()?->getContext()->getTraceId() === ($GLOBALS['last'] ?? '') ? "another's" : 'none',
                trace_id() => 'its own',
                default => "not its own",
            }, "\n";
            $GLOBALS['last'] = trace_id();
        }
        $data === 'done' && $server->shutdown();
    });
    $started = new Swoole\Atomic();
    $server->on('workerStart', function ($server, $id) use ($started) {
        $started->add();
        $id === 0 && go(function () use ($server, $started) {
            while ($started->get() < 2) {
                Swoole\Coroutine::sleep(0.01);
            }
            $traced = fn (Closure $data) => TracedCoroutine::trace('sends', fn () => $server->sendMessage($data(trace_id()), 1));
            $server->sendMessage('wait', 1);
            foreach ([Job::class, Hidden::class] as $class) {
                $server->sendMessage(new $class(''), 1);
                $traced(fn ($trace) => new $class($trace));
                $server->sendMessage(new $class(''), 1);
                $traced(fn ($trace) => new $class($trace));
                $traced(fn ($trace) => new $class($trace));
            }
            $traced(fn ($trace) => (object) ['name' => 'plain', 'trace' => $trace]);
            $traced(fn ($trace) => (object) ['name' => 'plain', 'trace' => $trace]);
            $server->sendMessage('done', 1);
        });
    });
    $server->start();
    PHP), ['traced_coroutine.exporter' => 'none', 'traced_coroutine.instrument' => 'server', 'display_errors' => '0']);
echo $ran->stdout, $ran->how(), "\n";
--EXPECT--
Job: none
Job: its own
Job: none
Job: its own
Job: its own
Hidden: none
Hidden: its own
Hidden: none
Hidden: its own
Hidden: its own
plain: its own
plain: its own
exit code 0
