<?php

declare(strict_types=1);

/** Statements between braces; any of them may be taken out. */
final class Block
{
    /** @param list<Statement> $statements */
    public function __construct(public array $statements)
    {
    }

    public function render(string $indent): string
    {
        if ($this->statements === []) {
            return '{}';
        }
        return "{\n" . $this->lines("$indent    ") . "$indent}";
    }

    public function lines(string $indent): string
    {
        return implode('', array_map(static fn (Statement $statement): string => $statement->render($indent), $this->statements));
    }

    /** @return list<Block> this one and all that are inside of it */
    public function all(): array
    {
        $all = [$this];
        foreach ($this->statements as $statement) {
            foreach ($statement->blocks() as $block) {
                array_push($all, ...$block->all());
            }
        }
        return $all;
    }
}
