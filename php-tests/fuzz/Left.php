<?php

declare(strict_types=1);

/** What a traced run left behind: its spans, and what each of its processes reported. */
final class Left
{
    /**
     * @param list<array> $spans
     * @param list<array> $reports
     * @param list<string> $faults
     * @param list<int> $processes those that exported spans
     */
    private function __construct(public readonly array $spans, public readonly array $reports, public readonly array $faults, private readonly array $processes)
    {
    }

    public static function in(string $directory): self
    {
        $faults = $spans = $reports = $processes = [];
        try {
            $spans = spans_of_file("$directory/traces.jsonl");
            $processes = processes_of_file("$directory/traces.jsonl");
            foreach (glob("$directory/report.*") as $file) {
                $reports[] = json_decode((string) file_get_contents($file), true, flags: JSON_THROW_ON_ERROR);
            }
        } catch (JsonException $exception) {
            $faults[] = "what it left cannot be read: {$exception->getMessage()}";
        }
        return new self($spans, $reports, $faults, $processes);
    }

    /** A fatal error or exit() in a shutdown function leaves a process no time to report. */
    public function is_complete(): bool
    {
        $reported = array_column($this->reports, 'process');
        return $reported !== [] && array_diff($this->processes, $reported) === [];
    }
}
