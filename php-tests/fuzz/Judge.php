<?php

declare(strict_types=1);

/** Says what is wrong with what a traced run did and left. */
final class Judge
{
    /** What a program does that gives its spans times of its own. */
    private const OF_TIMES = ['it ends before it starts', 'its times are not of this day', 'it starts before its parent', 'lies outside the span'];
    /** How a body may have been left where it says nothing of its own end. */
    private const UNSAID = ['fatal', 'abandoned', 'exit'];

    /** PHP's exit code after a fatal error. */
    private const FATAL = 255;

    /** @var list<string> */
    private array $faults = [];

    public function __construct(private readonly Program $program, private readonly Execution $run, private readonly Left $left)
    {
    }

    /** @return list<string> */
    public function faults(): array
    {
        if ($this->run->signal !== 0 || $this->run->is_timed_out()) {
            return [$this->run->how() . "\n" . substr($this->run->output, -2000)];
        }
        $this->faults = $this->left->faults;
        foreach ($this->left->reports as $report) {
            array_push($this->faults, ...$report['faults']);
        }
        $this->judge_counts();
        $this->judge_spans();
        $this->judge_endings();
        return array_values(array_unique($this->faults));
    }

    private function judge_counts(): void
    {
        $made = $started = $unsampled = 0;
        foreach ($this->left->reports as $report) {
            $made += $report['made'];
            $started += $report['stats']['started'];
            $unsampled += $report['stats']['not_sampled'];
        }
        if (!$this->left->is_complete()) {
            return;
        }
        // The program does not know of a call in a span that PHP refuses to make. A time limit may strike before it counts a span,
        // and so may another coroutine's fatal error where coroutines are interrupted.
        $may_miss_some = array_filter(array_column($this->left->reports, 'refusing')) !== []
            || str_contains($this->run->output, 'Maximum execution time')
            || (str_contains($this->program->source(), 'enable_preemptive_scheduler') && str_contains($this->run->output, 'Fatal error'));
        ($may_miss_some ? $made <= $started + $unsampled : $made === $started + $unsampled) || $this->faults[] = "$made spans were made, $started started and $unsampled not sampled";
        $exported = count($this->left->spans);
        $is_held = isset($this->program->settings['traced_coroutine.keep_errors']);
        ($is_held ? $exported <= $started : $exported === $started) || $this->faults[] = "$started spans started, $exported exported";
    }

    private function judge_spans(): void
    {
        $known = array_column($this->left->spans, null, 'span_id');
        count($known) === count($this->left->spans) || $this->faults[] = 'a span was exported twice';
        foreach ($this->left->spans as $span) {
            $parent = $span['parent_span_id'] === null ? null : $known[$span['parent_span_id']] ?? null;
            foreach (span_breaches($span, $parent, $this->may_lack_parent($span)) as $breach) {
                $this->is_of_times($breach) || $this->is_said_by_program($span, $breach) || $this->faults[] = "span '" . substr($span['name'], 0, 40) . "': $breach";
            }
        }
    }

    /** A caller's span, and where sampling or limits left the parent out. */
    private function may_lack_parent(array $span): bool
    {
        return $span['parent_span_id'] === '00f067aa0ba902b7' || preg_grep('/sampler|keep_errors/', array_keys($this->program->settings)) !== []
            || !$this->left->is_complete();
    }

    /** Ok is final: a coroutine that fails after it was called Ok keeps it. A program may record exceptions of its own. */
    private function is_said_by_program(array $span, string $breach): bool
    {
        return $span['status']['code'] === 'ok' && $breach === 'error.type without an error' || $breach === 'more than one exception event';
    }

    private function is_of_times(string $breach): bool
    {
        foreach ($this->program->is_timed ? self::OF_TIMES : [] as $of_times) {
            if (str_contains($breach, $of_times)) {
                return true;
            }
        }
        return false;
    }

    private function judge_endings(): void
    {
        $endings = array_merge(...array_column($this->left->reports, 'endings'));
        $has_fatal = str_contains($this->run->output, 'Fatal error') || str_contains($this->run->output, 'Recoverable fatal error')
            || array_filter(array_column($this->left->reports, 'fatal')) !== []
            // What an output buffer's callback runs as PHP shuts down comes after the report, and its words are lost.
            || $this->run->status === self::FATAL;
        foreach ($this->left->spans as $span) {
            $outcome = $span['attributes']['coroutine.outcome'] ?? null;
            $outcome === 'fatal' && !$has_fatal && $this->faults[] = 'an outcome "fatal" without a fatal error';
            $body = $span['attributes']['fuzz.body'] ?? null;
            if ($body === null || $outcome === null || !$this->left->is_complete() || isset($this->program->settings['traced_coroutine.limits.attributes'])) {
                continue;
            }
            $expected = isset($endings[$body]) ? [$endings[$body], ...$this->after_the_body()] : self::UNSAID;
            in_array($outcome, $expected, true) || $this->faults[] = "outcome $outcome, where the body ended by " . ($endings[$body] ?? 'none of its ends');
        }
    }

    /** What a defer makes of an outcome. */
    private function after_the_body(): array
    {
        return str_contains($this->program->source(), 'later(') ? ['exception', 'exit', 'cancelled', 'timeout', 'fatal', 'abandoned'] : [];
    }
}
