<?php

declare(strict_types=1);

/** Takes statements out of a failing program as long as it still fails in the same way. */
final class Minimiser
{
    public function __construct(private readonly Trial $trial, private readonly int $tries)
    {
    }

    /** The program is made smaller in place. */
    public function minimise(Program $program, string $fault): void
    {
        $left = $this->tries;
        do {
            $is_smaller = false;
            // What is outside goes first, and takes most along.
            foreach ($program->main->all() as $block) {
                for ($index = count($block->statements) - 1; $index >= 0 && $left > 0; $index--) {
                    $whole = $block->statements;
                    array_splice($block->statements, $index, 1);
                    $left--;
                    if (in_array(self::kind($fault), array_map(self::kind(...), $this->trial->faults($program)), true)) {
                        $is_smaller = true;
                    } else {
                        $block->statements = $whole;
                    }
                }
            }
        } while ($is_smaller && $left > 0);
    }

    /** The first line of a fault, without its numbers. */
    public static function kind(string $fault): string
    {
        return preg_replace('/\d+/', 'N', strtok($fault, "\n"));
    }
}
