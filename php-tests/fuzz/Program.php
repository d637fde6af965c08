<?php

declare(strict_types=1);

/** A generated program: its statements, the settings it runs with, and what may be expected of it. */
final class Program
{
    /**
     * @param array<string, string> $settings php.ini entries of the extension
     * @param array<string, bool|int> $swoole settings of Swoole's
     */
    public function __construct(
        public readonly int $seed,
        public readonly Block $main,
        public readonly array $settings,
        private readonly array $swoole,
        /** It gives spans times of its own. */
        public readonly bool $is_timed,
        /** Untraced it does the same; where it is scheduled preemptively, the clock decides. */
        public readonly bool $is_comparable,
    ) {
    }

    public function source(): string
    {
        $settings = '';
        foreach ($this->settings as $name => $value) {
            $settings .= " -d $name=$value";
        }
        return "<?php // seed $this->seed,$settings\n"
            . 'require ' . var_export(__DIR__ . '/world.inc', true) . ";\n"
            . 'require ' . var_export(__DIR__ . '/happenings.inc', true) . ";\n\n"
            . "use TracedCoroutine\\{MemoryExporter, Span, SpanKind, SpanOptions, StatusCode};\n\n"
            . ($this->swoole === [] ? '' : 'Swoole\Coroutine::set(' . str_replace("\n", '', var_export($this->swoole, true)) . ");\n")
            . "World::begin();\n"
            . $this->main->lines('')
            . "drive();\nsay('end');\n";
    }
}
