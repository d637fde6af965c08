<?php

declare(strict_types=1);

/**
 * Arguments, good and bad ones, as parts of a statement: text, and the blocks of what they run when PHP prints or destroys
 * them.
 */
final class Values
{
    private const SIMPLE = [
        '42', '-1', '1.5', 'true', "'text'", "''", "str_repeat('long', 200)", '"\xff is no UTF-8"', '[1, 2]', "['a', 'b']", '[]',
        'NAN', 'INF', '[1.5, INF]', 'PHP_INT_MIN',
    ];
    private const REFUSED = ['null', "[1, 'a']", 'new stdClass()', '[[1]]', 'SpanKind::Client', 'fn () => 1', '[null]', 'STDERR'];
    private const KEYS = ["'a'", "'shop.id'", '7', "''", '"\xff"', "'a'", "'b'"];

    public function __construct(private readonly Chance $chance, private readonly ProgramGenerator $generator)
    {
    }

    /** @return list<string|Block> */
    public function value(): array
    {
        return match ($this->chance->weighted(['simple' => 12, 'refused' => 1, 'text' => 3, 'list' => 1])) {
            'simple' => [$this->chance->pick(self::SIMPLE)],
            'refused' => [$this->chance->pick(self::REFUSED)],
            'text' => $this->text(),
            'list' => ["['a', ", ...$this->text(), ']'],
        };
    }

    /** @return list<string|Block> an object that runs something when it is printed */
    public function text(): array
    {
        return ['new Texting(function () ', $this->generator->block(3), ')'];
    }

    /** @return list<string|Block> an object that runs something when it is destroyed */
    public function destructing(int $most = 3): array
    {
        return ['new Destructing(function () ', $this->generator->block($most), ')'];
    }

    /** @return list<string|Block> */
    public function attributes(): array
    {
        $parts = ['['];
        for ($count = $this->chance->int(0, 3); $count > 0; $count--) {
            array_push($parts, $this->chance->pick(self::KEYS) . ' => ', ...$this->value(), ...[$count > 1 ? ', ' : '']);
        }
        return [...$parts, ']'];
    }

    /** @return list<string|Block> */
    private function links(): array
    {
        return match ($this->chance->weighted(['one' => 4, 'pair' => 4, 'refused' => 1])) {
            'one' => ["[context({$this->slot()})]"],
            'pair' => ["[context({$this->slot()}), [context({$this->slot()}), ", ...$this->attributes(), ']]'],
            'refused' => [$this->chance->pick(['[1]', '[[]]', '[context(0), null]', '[[context(0), 1]]', "['a' => [1, []]]"])],
        };
    }

    /** @return list<string|Block> */
    public function options(): array
    {
        $parts = ['new SpanOptions('];
        foreach (['name', 'kind', 'attributes', 'links', 'parent', 'startTime'] as $name) {
            if (!$this->chance->once_in($name === 'startTime' ? 12 : 3)) {
                continue;
            }
            array_push($parts, "$name: ", ...match ($name) {
                'name' => [$this->chance->pick(["'named'", "''", 'null', '"\xff"'])],
                'kind' => ['SpanKind::' . $this->chance->pick(['Internal', 'Server', 'Client', 'Producer', 'Consumer'])],
                'attributes' => $this->attributes(),
                'links' => $this->links(),
                'parent' => [$this->chance->pick(['null', 'false', "context({$this->slot()})", "context({$this->slot()})", "'nonsense'", 'true'])],
                'startTime' => [$this->time()],
            });
            $parts[] = ', ';
        }
        is_string(end($parts)) && end($parts) === ', ' && array_pop($parts);
        return [...$parts, ')'];
    }

    public function time(): string
    {
        $this->generator->is_timed = true;
        return $this->chance->pick(['null', 'microtime(true)', 'microtime(true) - 0.1', '0.0', '-1.0', 'NAN', '1e300']);
    }

    public function slot(): int
    {
        return $this->chance->int(0, 2);
    }

    public function name(): string
    {
        return $this->chance->pick(["'query'", "'render'", "''", '"\xff"', "str_repeat('n', 300)"]);
    }

    /**
     * A body in one of the ways that PHP can call it. A class is loaded by an autoloader that runs something first.
     *
     * @return array{list<string|Block>, list<string|Block>} what goes before the statement, and the callable with its arguments
     */
    public function callable(): array
    {
        $body = ['body(function () ', $this->generator->body(), ')'];
        $way = $this->chance->weighted(['closure' => 10, 'object' => 1, 'method' => 1, 'bound' => 1, 'loaded' => 5, 'absent' => 1, 'missing' => 1]);
        if ($way === 'loaded' || $way === 'absent') {
            $class = 'Loaded' . $this->generator->number();
            $absent = $way === 'absent' ? "throw new LogicException('no $class'); " : '';
            $before = ["World::\$autoloads['$class'] = function () { (function () ", $this->generator->block(3), ")(); $absent}; "];
            $callable = $this->chance->once_in(2) ? "'$class::run', " : "['$class', 'run'], ";
            return [$before, [$callable, ...$body]];
        }
        return [[], match ($way) {
            'closure' => [...$body, $this->chance->pick(['', '', ", 1, 'two'"])],
            'object' => ['new Acting(', ...$body, ')'],
            'method' => ['[new Acting(', ...$body, "), 'run']"],
            'bound' => ['(new Acting(', ...$body, '))->bound()'],
            'missing' => [$this->chance->pick(["'missing'", '[]', "'Missing::run'", "[new stdClass(), 'run']"])],
        }];
    }
}
