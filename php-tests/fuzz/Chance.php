<?php

declare(strict_types=1);

use Random\Engine\Mt19937;
use Random\Randomizer;

/** The dice: the same seed throws the same numbers on each PHP. */
final class Chance
{
    private readonly Randomizer $dice;

    public function __construct(int $seed)
    {
        $this->dice = new Randomizer(new Mt19937($seed));
    }

    public function int(int $least, int $most): int
    {
        return $this->dice->getInt($least, $most);
    }

    /** True once in $times. */
    public function once_in(int $times): bool
    {
        return $this->int(1, $times) === 1;
    }

    public function pick(array $of): mixed
    {
        return $of[$this->int(0, count($of) - 1)];
    }

    /**
     * @param array<string, int> $weights
     */
    public function weighted(array $weights): string
    {
        $left = $this->int(1, array_sum($weights));
        foreach ($weights as $what => $weight) {
            $left -= $weight;
            if ($left <= 0) {
                return $what;
            }
        }
    }
}
