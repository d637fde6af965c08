<?php

declare(strict_types=1);

/** Runs a program traced, and once more with tracing switched off, and asks the judge. */
final class Trial
{
    /**
     * A program whose two runs differ is run again so often, because timers and the kernel make some differ by themselves. A timer
     * may also run before the first span of the process is made: the request of this number starts as late untraced, 0 is none.
     */
    private const LATE_REQUESTS = [0, 1, 0, 2, 0, 3];
    /** How often a program whose traced run crashes is run untraced, where it may crash by chance. */
    private const CRASHES_AGAIN = 10;

    public bool $is_bare_ill = false;
    /** How many spans the traced run exported. */
    public int $spans = 0;

    public function __construct(private readonly Tier $tier, private readonly string $directory, private readonly int $seconds)
    {
    }

    /** @return list<string> what is wrong with it */
    public function faults(Program $program): array
    {
        remove($this->directory);
        mkdir($this->directory, 0777, true);
        $file = "$this->directory/program.php";
        file_put_contents($file, $program->source());
        $traced = $this->run($file, $program, true);
        $left = Left::in($this->directory);
        array_map(unlink(...), glob("$this->directory/report.*"));
        $bare = $this->run($file, $program, false);
        $reports = count(glob("$this->directory/report.*"));
        for ($again = self::CRASHES_AGAIN; $traced->signal !== 0 && $bare->signal === 0 && $again > 0; $again--) {
            $bare = $this->run($file, $program, false);
        }
        $this->is_bare_ill = $bare->signal !== 0 || $bare->is_timed_out();
        if ($this->is_bare_ill) {
            return []; // Swoole's or PHP's own
        }
        $this->spans = count($left->spans);
        // Under valgrind PHP has no memory limit, and clocks run too fast for comparisons.
        $is_comparable = $program->is_comparable && !getenv('TRACED_COROUTINE_VALGRIND');
        return [
            ...(new Judge($program, $traced, $left))->faults(),
            // A fatal error or exit() in a shutdown function leaves no time to report, traced or not.
            ...!$is_comparable || $reports <= count($left->reports) ? [] : ["$reports processes reported untraced, " . count($left->reports) . ' traced'],
            ...$is_comparable ? $this->difference($file, $program, $traced, $bare) : [],
        ];
    }

    /** @return list<string> */
    private function difference(string $file, Program $program, Execution $traced, Execution $bare): array
    {
        $of_traced = [$this->seen($traced)];
        $of_bare = [$this->seen($bare)];
        foreach (self::LATE_REQUESTS as $late_request) {
            if (array_intersect($of_traced, $of_bare) !== []) {
                break;
            }
            $of_bare[] = $this->seen($this->run($file, $program, false, $late_request));
            count(array_unique($of_bare)) === 1 && $of_traced[] = $this->seen($this->run($file, $program, true));
        }
        if (array_intersect($of_traced, $of_bare) !== [] || count(array_unique($of_bare)) > 1) {
            return [];
        }
        if ($traced->differs_in_last_destructors_only($bare)) {
            return [];
        }
        return ["differs from the program untraced:\n--- untraced\n$of_bare[0]\n--- traced\n$of_traced[0]\n---"];
    }

    private function seen(Execution $run): string
    {
        return $run->comparable() . $run->how();
    }

    /** @param int $late_request the one that starts late; 0: none */
    private function run(string $file, Program $program, bool $is_traced, int $late_request = 0): Execution
    {
        $settings = $program->settings + [
            'traced_coroutine.enabled' => $is_traced ? '1' : '0',
            'traced_coroutine.exporter' => 'memory,file',
            'traced_coroutine.file.path' => "$this->directory/traces.jsonl",
            'traced_coroutine.recorder.path' => $this->directory,
            'disable_functions' => 'none', 'display_errors' => '1', 'log_errors' => '0', 'html_errors' => '0', 'error_reporting' => '-1', 'memory_limit' => '128M',
        ];
        $environment = ['FUZZ_REPORT' => "$this->directory/report", 'FUZZ_LATE_REQUEST' => (string) $late_request] + getenv();
        return Execution::of($this->tier->command($file, $settings, $is_traced), $this->directory, $environment, $this->seconds);
    }
}
