<?php

declare(strict_types=1);

/** One process, from its start to its end. While it runs, the Fiber that waits for it lets others run. */
final class Execution
{
    /** timeout(1) says so of what it had to end. */
    private const TIMED_OUT = 124;
    /** World::report() says so, the last function that PHP calls at shutdown. */
    private const DESTROYS = "-- destructors from here on --\n";

    private function __construct(
        public readonly string $output,
        public readonly int $status,
        public readonly int $signal,
    ) {
    }

    /** @param array<string, string> $environment */
    public static function of(array $command, string $directory, array $environment, int $seconds): self
    {
        $output = "$directory/output";
        // timeout(1) ends the forked children too.
        $process = proc_open(
            ['timeout', '--kill-after=1', (string) $seconds, ...$command],
            [['file', '/dev/null', 'r'], ['file', $output, 'w'], ['redirect', 1]],
            $pipes,
            $directory,
            $environment,
        );
        while (($state = proc_get_status($process))['running']) {
            Fiber::suspend();
        }
        proc_close($process);
        $status = $state['exitcode'];
        $signal = $state['signaled'] ? $state['termsig'] : ($status > 128 && $status < 192 ? $status - 128 : 0);
        return new self((string) file_get_contents($output), $status, $signal);
    }

    public function how(): string
    {
        return match (true) {
            $this->is_timed_out() => 'does not end',
            $this->signal !== 0 => "killed by signal $this->signal",
            default => "exit code $this->status",
        };
    }

    public function is_timed_out(): bool
    {
        return $this->status === self::TIMED_OUT;
    }

    /**
     * Without what differs from run to run: Swoole's log has the time and the process in it, PHP's messages sizes, and who
     * waits at a channel when a fatal error ends the process, time decides.
     */
    public function comparable(): string
    {
        $output = preg_replace('/^.* Channel::~Channel\(\) .* will be discarded\n/m', '', $this->output);
        $output = preg_replace('/\[\d{4}-\d\d-\d\d [\d:.]+ [^\w\s]\d+\.\d+\]/', '[time pid]', $output);
        $output = preg_replace('/\b(Swoole\\\\Coroutine|TracedCoroutine)::(create|start)\(/', 'create(', $output);
        return preg_replace('/\(tried to allocate \d+ bytes\)/', '', $output);
    }

    /**
     * Whether it printed other things than another run only when PHP destroyed the objects that were left at the end. That
     * goes by their handles, which they have from others that are gone: the order differs with each object that the extension
     * makes. An exception there gives an exit code, too.
     */
    public function differs_in_last_destructors_only(self $other): bool
    {
        $own = explode(self::DESTROYS, $this->comparable(), 2);
        $others = explode(self::DESTROYS, $other->comparable(), 2);
        return count($own) === 2 && count($others) === 2 && $own[0] === $others[0] && $own[1] !== $others[1];
    }
}
