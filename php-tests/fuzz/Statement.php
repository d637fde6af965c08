<?php

declare(strict_types=1);

/** A statement of a generated program: text, with blocks of further statements in it. */
final class Statement
{
    /** @var list<string|Block> */
    public array $parts;

    public function __construct(string|Block ...$parts)
    {
        $this->parts = $parts;
    }

    /** @return list<Block> */
    public function blocks(): array
    {
        return array_values(array_filter($this->parts, static fn (string|Block $part): bool => $part instanceof Block));
    }

    public function render(string $indent): string
    {
        $text = $indent;
        foreach ($this->parts as $part) {
            $text .= is_string($part) ? $part : $part->render($indent);
        }
        return "$text\n";
    }
}
