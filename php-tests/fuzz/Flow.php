<?php

declare(strict_types=1);

/** Statements that start coroutines, let others run, and make PHP run something where it is least expected. */
final class Flow
{
    private const WEIGHTS = [
        'create' => 8, 'start' => 6, 'bare' => 4, 'wrapped' => 3, 'fiber' => 2, 'rest' => 16, 'wake' => 3, 'suspend' => 2, 'resume' => 2,
        'destructing' => 4, 'kept' => 2, 'in_context' => 3, 'in_static' => 1, 'cycle' => 1, 'collect' => 1, 'defer' => 3, 'error_handler' => 2,
        'restore' => 1, 'error' => 3, 'cancel' => 2, 'alarm' => 1, 'ring' => 2, 'timer' => 1, 'busy' => 1, 'say' => 3, 'catch' => 2,
        'output' => 1, 'generator' => 1, 'stack' => 1,
    ];

    /** What only those programs do that are instrumented: of the others each seed makes the program that it always made. */
    private const INSTRUMENTED = ['query' => 3];

    public function __construct(private readonly Chance $chance, private readonly Values $values, private readonly ProgramGenerator $generator)
    {
    }

    /** @return list<string|Block> */
    public function parts(): array
    {
        $number = $this->generator->number();
        return match ($this->chance->weighted(self::WEIGHTS + ($this->generator->is_instrumented ? self::INSTRUMENTED : []))) {
            'create' => $this->spawn('TracedCoroutine::create(', []),
            'start' => $this->spawn('TracedCoroutine::start(', [...$this->values->options(), ', ']),
            'bare' => ['bare(function () ', $this->generator->body(), ');'],
            'wrapped' => ['can_spawn() && attempt(fn () => go_wrapped(TracedCoroutine::wrap(body(function () ', $this->generator->body(), '), ', ...$this->chance->once_in(2) ? $this->values->options() : ['null'], ...[')));']],
            'fiber' => $this->generator->is_preemptive ? ["say('no fiber $number');"] : ['fiber(function () ', $this->generator->body(), ');'],
            'rest' => ["rest('" . $this->chance->weighted(['sleep' => 6, 'push' => 3, 'pop' => 3, 'park' => 5, 'ever' => 1]) . "', " . $this->chance->int(1, 4) . ');'],
            'wake' => ['wake();'],
            'suspend' => ['suspend();'],
            'resume' => ['resume();'],
            'destructing' => ['(function () { $object = ', ...$this->values->destructing(), ...['; $object = null; })();']],
            'kept' => ["\$kept$number = ", ...$this->values->destructing(), ...[';']],
            'in_context' => ['in_context(', ...$this->values->destructing(), ...[');']],
            'in_static' => ['World::$statics[] = ', ...$this->values->destructing(), ...[';']],
            'cycle' => ['cycle(', ...$this->values->destructing(), ...[');']],
            'collect' => ['collect();'],
            'defer' => ['later(function () ', $this->generator->chance_of_ending(4), ');'],
            'error_handler' => ['set_error_handler(function (int $level, string $message): bool { (function () ', $this->generator->block(3), ')(); '
                . $this->chance->pick(['return true;', 'return true;', 'return false;', "throw new ErrorException('of a handler');"]) . ' });'],
            'stack' => ['set_error_handler(function (): bool { call_what_is_on_the_stack(); return true; });'],
            'query' => ['query(function () ', $this->generator->chance_of_ending(4), ');'],
            'restore' => ['restore_error_handler();'],
            'error' => [$this->chance->pick(["trigger_error('notice', E_USER_NOTICE);", "trigger_error('a warning', E_USER_WARNING);", 'hex2bin(\'x\');', '(fn () => $undefined)();',
                "World::handled() && trigger_error('a handled error', E_USER_ERROR);"])],
            'cancel' => ['cancel(' . $this->chance->pick(['true', 'true', 'false']) . ');'],
            'alarm' => ['alarm(function () ', $this->generator->block(3), ');'],
            'ring' => ['ring();'],
            'timer' => ['timer(' . $this->chance->int(1, 5) . ', function () ', $this->generator->block(3), ');'],
            'busy' => ['busy(' . ($this->generator->is_preemptive ? 12 : 1) . ');'],
            'say' => ["say('at $number');"],
            'catch' => ['try ', $this->generator->body(), " catch (Exception \$thrown$number) { say('caught ' . get_class(\$thrown$number)); }"],
            'output' => ['ob_start(function (string $buffer): string { (function () ', $this->generator->block(2), ')(); return $buffer; }); (function () ', $this->generator->block(2), ')(); ob_get_level() > 0 && ob_end_flush();'],
            'generator' => ['foreach ((function () { (function () ', $this->generator->block(2), ')(); yield 1; (function () ', $this->generator->block(2), ')(); yield 2; })() as $number) ', $this->generator->block(2)],
        };
    }

    /** @return list<string|Block> a whole request, as the main program starts one */
    public function request(): array
    {
        return ['request(' . $this->chance->pick(['true', 'false']) . ', function () ', $this->generator->chance_of_ending(9), ');'];
    }

    /** @return list<string|Block> what only the main program does */
    public function of_main(): array
    {
        return match ($this->chance->weighted(['shutdown' => 4, 'fork' => 1, 'exception_handler' => 1, 'static' => 2])) {
            'shutdown' => ['register_shutdown_function(function () ', $this->generator->block(4), ');'],
            'fork' => ['fork(function () ', $this->generator->block(4), ');'],
            'exception_handler' => ['set_exception_handler(function (Throwable $thrown) { say(get_class($thrown)); (function () ', $this->generator->block(3), ')(); });'],
            'static' => ['World::$statics[] = ', ...$this->values->destructing(), ...[';']],
        };
    }

    /** What may end a body, or the whole process. */
    public function ending(): Statement
    {
        return new Statement(match ($this->chance->weighted([
            'exception' => 8, 'error' => 2, 'exit' => 3, 'text' => 1, 'user_error' => 2, 'undefined' => 2, 'limit' => 3, 'ever' => 4, 'memory' => 1, 'cancelled' => 3, 'time' => 1, 'compile' => 1,
        ])) {
            'exception' => "throw new RuntimeException('uncaught', 1, new LogicException('previous'));",
            'error' => "throw new TypeError('an error');",
            'exit' => 'exit(' . $this->chance->int(0, 3) . ');',
            'text' => "exit('text');",
            'user_error' => "trigger_error('fatal, or handled', E_USER_ERROR);",
            'undefined' => 'missing_function();',
            'limit' => "limit(2); rest('sleep', 30);",
            'ever' => "rest('ever');",
            'memory' => '$all = str_repeat(\'x\', 1 << 30);',
            'cancelled' => "cancelled_soon(); rest('park');",
            // It takes a second of CPU time.
            'time' => $this->chance->once_in(15) ? 'set_time_limit(1); busy(5000);' : 'exit(1);',
            'compile' => "eval('interface A { private function x(); }');",
        });
    }

    /** @return list<string|Block> */
    private function spawn(string $call, array $first): array
    {
        [$before, $callable] = $this->values->callable();
        return [...$before, "can_spawn() && attempt(fn () => $call", ...$first, ...$callable, ...['));']];
    }
}
