<?php

declare(strict_types=1);

namespace TracedCoroutine;

use TracedCoroutine\Internal\Arguments;
use TypeError;

/** Options, checked as by the extension and then ignored. */
final class SpanOptions
{
    public readonly ?string $name;

    public readonly SpanKind $kind;

    public readonly array $attributes;

    public readonly array $links;

    public readonly SpanContext|false|null $parent;

    public readonly ?float $startTime;

    public function __construct(
        ?string $name = null,
        SpanKind $kind = SpanKind::Internal,
        array $attributes = [],
        array $links = [],
        SpanContext|false|null $parent = null,
        ?float $startTime = null,
    ) {
        Arguments::attributes(__METHOD__ . '(): Argument #3 ($attributes)', $attributes);
        foreach ($links as $link) {
            [$context, $said] = is_array($link) ? [$link[0] ?? null, $link[1] ?? []] : [$link, []];
            $context instanceof SpanContext && is_array($said) || throw new TypeError(
                __METHOD__ . '(): Argument #4 ($links) must be a list of TracedCoroutine\SpanContext or of [TracedCoroutine\SpanContext, array]',
            );
            Arguments::attributes(__METHOD__ . '(): Argument #4 ($links)', $said);
        }
        Arguments::time(__METHOD__ . '(): Argument #6 ($startTime)', $startTime);

        $this->name = $name;
        $this->kind = $kind;
        $this->attributes = $attributes;
        $this->links = $links;
        $this->parent = $parent;
        $this->startTime = $startTime;
    }
}
