<?php

declare(strict_types=1);

/** Grows a program out of a seed: a few requests, and in each of them statements in statements. */
final class ProgramGenerator
{
    private const DEEPEST = 6;

    public bool $is_timed = false;
    public bool $is_comparable = true;
    public readonly bool $is_preemptive;
    private readonly Chance $chance;
    private readonly Values $values;
    private readonly Calls $calls;
    private readonly Flow $flow;
    private int $depth = 0;
    private int $left;
    private int $last_number = 0;

    public function __construct(private readonly int $seed, private readonly bool $has_swoole, public readonly bool $is_instrumented)
    {
        $this->chance = new Chance($seed);
        $this->values = new Values($this->chance, $this);
        $this->calls = new Calls($this->chance, $this->values, $this);
        $this->flow = new Flow($this->chance, $this->values, $this);
        // Drawn on each tier, so that a seed means the same program on all of them as far as it can.
        $this->is_preemptive = $this->chance->once_in(12) && $has_swoole;
        $this->left = $this->chance->int(40, 160);
    }

    public function program(): Program
    {
        $settings = $this->settings() + ($this->is_instrumented ? ['traced_coroutine.instrument' => 'all', 'traced_coroutine.instrument_orphans' => '1'] : []);
        $statements = [];
        for ($requests = $this->chance->int(2, 5); $requests > 0; $requests--) {
            $statements[] = new Statement(...$this->flow->request());
            for ($more = $this->chance->int(0, 2); $more > 0; $more--) {
                $statements[] = $this->chance->once_in(3) ? new Statement(...$this->flow->of_main()) : $this->statement();
            }
        }
        $swoole = $this->is_preemptive ? ['enable_preemptive_scheduler' => true] : [];
        $this->chance->once_in(12) && $swoole['max_coroutine'] = $this->chance->int(3, 8);
        return new Program($this->seed, new Block($statements), $settings, $this->has_swoole ? $swoole : [], $this->is_timed, $this->is_comparable && !$this->is_preemptive);
    }

    /** A few statements that run where PHP runs something by itself; they end nothing. */
    public function block(int $most): Block
    {
        $statements = [];
        $this->depth++;
        for ($count = $this->depth > self::DEEPEST ? 0 : $this->chance->int(1, $most); $count > 0 && $this->left > 0; $count--) {
            $statements[] = $this->statement();
        }
        $this->depth--;
        return new Block($statements);
    }

    /** What a coroutine or a call runs, to its end or to another. */
    public function body(): Block
    {
        return $this->chance_of_ending(6);
    }

    public function chance_of_ending(int $most): Block
    {
        $block = $this->block($most);
        $this->chance->once_in(4) && $block->statements[] = $this->flow->ending();
        return $block;
    }

    public function number(): int
    {
        return ++$this->last_number;
    }

    private function statement(): Statement
    {
        $this->left--;
        return new Statement(...$this->chance->once_in(2) ? $this->calls->parts() : $this->flow->parts());
    }

    /** @return array<string, string> */
    private function settings(): array
    {
        return match ($this->chance->weighted(['none' => 6, 'keep_errors' => 2, 'ratio' => 1, 'off' => 1, 'limits' => 1, 'propagators' => 1])) {
            'none' => [],
            'keep_errors' => ['traced_coroutine.keep_errors' => '1', 'traced_coroutine.sampler' => 'parentbased_traceidratio', 'traced_coroutine.sampler_arg' => '0.3'],
            'ratio' => ['traced_coroutine.sampler' => 'traceidratio', 'traced_coroutine.sampler_arg' => '0.5'],
            'off' => ['traced_coroutine.sampler' => 'always_off'],
            'limits' => ['traced_coroutine.limits.attributes' => '2', 'traced_coroutine.limits.events' => '1', 'traced_coroutine.limits.links' => '1', 'traced_coroutine.limits.value_length' => '30'],
            'propagators' => ['traced_coroutine.propagators' => 'tracecontext,baggage,b3,b3multi,jaeger'],
        };
    }
}
