<?php

declare(strict_types=1);

/** Statements that call what the extension has, with good and bad arguments. */
final class Calls
{
    private const WEIGHTS = [
        'start_span' => 6, 'trace' => 6, 'end' => 4, 'activate' => 5, 'activate_context' => 2, 'detach' => 5, 'say_something' => 6,
        'read' => 4, 'baggage' => 3, 'inject' => 3, 'extract' => 2, 'inspect' => 3, 'wrap' => 3, 'call' => 3, 'by_reference' => 3,
        'misuse' => 1, 'look' => 3,
    ];

    public function __construct(private readonly Chance $chance, private readonly Values $values, private readonly ProgramGenerator $generator)
    {
    }

    /** @return list<string|Block> */
    public function parts(): array
    {
        $slot = $this->values->slot();
        return match ($this->chance->weighted(self::WEIGHTS)) {
            'start_span' => $this->attempt("keep($slot, TracedCoroutine::startSpan({$this->values->name()}, ", ...$this->options(), ...['))']),
            'trace' => $this->attempt("TracedCoroutine::trace({$this->values->name()}, body(function () ", $this->generator->body(), ', Kind::Call), ', ...$this->options(), ...[')']),
            'end' => $this->attempt("span($slot)->end(" . ($this->chance->once_in(8) ? $this->values->time() : '') . ')'),
            'activate' => ["hold($slot, span($slot)->activate());"],
            'activate_context' => ["hold_context($slot);"],
            'detach' => ["detach($slot);"],
            'say_something' => $this->say_something($slot),
            'read' => [$this->chance->pick([
                "span($slot)->isRecording();", "context($slot)->getTraceState();", "context($slot)->toTraceparent();", "context($slot)->isSampled();",
                "context($slot)->isRemote();", "context($slot)->getTraceFlags();", 'current_span()->getContext();', "context($slot)->isValid();",
            ])],
            'baggage' => ['TracedCoroutine::setBaggage(' . $this->chance->pick(["'tenant', 'acme'", "'tenant', null", "'not a token', 'x'", "'big', str_repeat('x', 9000)", '"k\xff", "v"', "'utf', \"\\xff\""]) . ');'],
            'inject' => $this->inject(),
            'extract' => $this->attempt('TracedCoroutine::extract(' . $this->chance->pick(['headers(World::request())', '[]', "['traceparent' => 'nonsense', 7 => [1], 'tracestate' => ['a=1', null]]"]) . ')'),
            'inspect' => $this->attempt($this->chance->pick(['TracedCoroutine::active()', 'TracedCoroutine::stats()', 'TracedCoroutine::flush(0.05)', 'TracedCoroutine::flush(-1.0)', 'MemoryExporter::getSpans()', 'TracedCoroutine::getBaggage()'])),
            'wrap' => $this->attempt("World::\$closures[World::request()][$slot] = TracedCoroutine::wrap(body(function () ", $this->generator->body(), ', Kind::Call), ', ...$this->options(), ...[$this->chance->pick(['', ", 'strlen'", ", 'missing'"]) . ')']),
            'call' => ["call($slot);"],
            'by_reference' => $this->by_reference($slot),
            'misuse' => $this->attempt($this->chance->pick([
                "clone span($slot)", "serialize(span($slot))", 'new Span()', "unserialize('O:20:\"TracedCoroutine\\\\Span\":0:{}')->end()", "var_export(span($slot), true)",
                "json_encode(context($slot))", "span($slot)->anything = 1", '(new ReflectionClass(SpanOptions::class))->newInstanceWithoutConstructor()->name', "span($slot) == context($slot)",
                "(new SpanOptions('twice'))->__construct('again')", "span($slot)->setStatus(1)", "TracedCoroutine::trace('x', 'missing')", "TracedCoroutine::start(null, 'strlen')", "iterator_to_array(span($slot))",
            ])),
            'look' => ['look();'],
        };
    }

    /** @return list<string|Block> */
    private function say_something(int $slot): array
    {
        $span = $this->chance->pick(["span($slot)", "span($slot)", "current_span()"]) . "->";
        return $this->attempt(...match ($this->chance->int(1, 8)) {
            1 => [$span . "setAttribute('key', ", ...$this->values->value(), ...[')']],
            2 => [$span . 'setAttributes(', ...$this->values->attributes(), ...[')']],
            3 => [$span . "addEvent('event', ", ...$this->values->attributes(), ...[$this->chance->once_in(8) ? ", {$this->values->time()})" : ')']],
            4 => [$span . "addLink(context($slot), ", ...$this->values->attributes(), ...[')']],
            5 => [$span . "recordException(new RuntimeException('recorded'), ", ...$this->values->attributes(), ...[')']],
            6 => [$span . 'setStatus(StatusCode::' . $this->chance->pick(["Ok", "Error, 'declined'", 'Unset']) . ')'],
            7 => [$span . 'setKind(SpanKind::Server)'],
            8 => [$span . "updateName({$this->values->name()})"],
        });
    }

    /**
     * What is passed, or lies inside of what is passed, is set to null while it is read.
     *
     * @return list<string|Block>
     */
    private function by_reference(int $slot): array
    {
        $call = $this->chance->pick([
            "new SpanOptions('x', attributes: \$list, links: [&\$pair, [context($slot), &\$list]])", "new SpanOptions('x', links: [&\$pair])",
            "span($slot)->setAttributes(\$list)", "span($slot)->addEvent('event', \$list)", "span($slot)->addLink(context($slot), \$list)",
            "span($slot)->setAttribute('key', \$texts)", "span($slot)->recordException(new RuntimeException('recorded'), \$list)",
            "keep($slot, TracedCoroutine::startSpan('x', new SpanOptions(attributes: \$list)))", 'TracedCoroutine::inject($list)', 'TracedCoroutine::extract($list)',
        ]);
        return ['(function () { $value = \'v\'; $list = $texts = []; $pair = [context(' . $slot . '), &$list]; $text = new Texting(function () use (&$value, &$list, &$pair, &$texts) { '
            . '$value = $list = $pair = $texts = null; (function () ', $this->generator->block(2), ')(); }); $texts = [$text, &$value]; '
            . "\$list = ['text' => \$text, 'value' => &\$value, 'texts' => &\$texts]; attempt(function () use (&\$list, &\$pair, &\$texts) { $call; }); })();"];
    }

    /** @return list<string|Block> */
    private function inject(): array
    {
        if (!$this->chance->once_in(3)) {
            return [$this->chance->pick(['(function () { $carrier = []; TracedCoroutine::inject($carrier); })();', 'attempt(function () { $carrier = null; TracedCoroutine::inject($carrier); });'])];
        }
        // What it overwrites is destroyed, and takes the carrier away; untraced it overwrites nothing.
        $this->generator->is_comparable = false;
        return ['(function () { $carrier = []; $carrier = [\'traceparent\' => new Destructing(function () use (&$carrier) { $carrier = null; (function () ', $this->generator->block(2),
            ')(); }), \'baggage\' => new Destructing(function () use (&$carrier) { $carrier = []; })]; attempt(function () use (&$carrier) { TracedCoroutine::inject($carrier); }); })();'];
    }

    /** @return list<string|Block> */
    private function options(): array
    {
        return $this->chance->once_in(3) ? $this->values->options() : ['null'];
    }

    /** @return list<string|Block> */
    private function attempt(string|Block ...$parts): array
    {
        return ['attempt(fn () => ', ...$parts, ');'];
    }
}
