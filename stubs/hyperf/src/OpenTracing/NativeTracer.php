<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\OpenTracing;

use InvalidArgumentException;
use OpenTracing\Formats;
use OpenTracing\Reference;
use OpenTracing\Scope;
use OpenTracing\ScopeManager;
use OpenTracing\Span;
use OpenTracing\SpanContext;
use OpenTracing\StartSpanOptions;
use OpenTracing\Tracer;
use OpenTracing\UnsupportedFormatException;
use TracedCoroutine;
use TracedCoroutine\SpanOptions;

/**
 * OpenTracing's tracer over the extension. Parents, links and tags are translated as OpenTelemetry's compatibility
 * specification has it.
 */
final class NativeTracer implements Tracer
{
    private readonly NativeScopeManager $scopes;

    public function __construct()
    {
        $this->scopes = new NativeScopeManager();
    }

    public function getScopeManager(): ScopeManager
    {
        return $this->scopes;
    }

    public function getActiveSpan(): ?Span
    {
        return $this->scopes->getActive()?->getSpan();
    }

    public function startActiveSpan(string $operationName, $options = []): Scope
    {
        $options = $options instanceof StartSpanOptions ? $options : StartSpanOptions::create($options);

        return $this->scopes->activate($this->startSpan($operationName, $options), $options->shouldFinishSpanOnClose());
    }

    public function startSpan(string $operationName, $options = []): Span
    {
        $options = $options instanceof StartSpanOptions ? $options : StartSpanOptions::create($options);
        $parent = $options->shouldIgnoreActiveSpan() ? false : null;
        $baggage = $parent === null && $options->getReferences() === [] ? TracedCoroutine::getBaggage() : [];
        $links = [];
        foreach (self::childOfFirst($options->getReferences()) as $reference) {
            $context = self::ours($reference->getSpanContext());
            $baggage += $context->baggage();
            $isChild = $reference->isType(Reference::CHILD_OF);
            $isParent = !$parent instanceof TracedCoroutine\SpanContext;
            if ($isParent) {
                $parent = $context->native();
            }
            if (!$isChild || !$isParent) {
                $links[] = [$context->native(), ['opentracing.ref_type' => $isChild ? 'child_of' : 'follows_from']];
            }
        }

        $span = TracedCoroutine::startSpan($operationName, new SpanOptions(
            links: $links,
            parent: $parent,
            startTime: Time::seconds($options->getStartTime()),
        ));
        $span = new NativeSpan($span, $operationName, $baggage);
        foreach ($options->getTags() as $key => $value) {
            $span->setTag((string) $key, $value);
        }

        return $span;
    }

    public function inject(SpanContext $spanContext, string $format, &$carrier): void
    {
        self::checkFormat($format);
        $context = self::ours($spanContext);
        $headers = [];
        $scope = $context->native()->activate();
        foreach ($context->baggage() as $key => $value) {
            TracedCoroutine::setBaggage((string) $key, $value);
        }
        TracedCoroutine::inject($headers);
        $scope->detach();
        foreach ($headers as $name => $value) {
            $carrier[$name] = $value;
        }
    }

    public function extract(string $format, $carrier): ?SpanContext
    {
        self::checkFormat($format);
        $context = TracedCoroutine::extract(is_array($carrier) ? $carrier : iterator_to_array($carrier));
        if ($context === null) {
            return null;
        }
        $scope = $context->activate();
        $baggage = TracedCoroutine::getBaggage();
        $scope->detach();

        return new NativeSpanContext($context, $baggage);
    }

    /** Does nothing: the extension's own thread exports finished spans in the background. */
    public function flush(): void
    {
    }

    /**
     * @param Reference[] $references
     * @return Reference[] the first of them is the parent
     */
    private static function childOfFirst(array $references): array
    {
        foreach ($references as $index => $reference) {
            if ($reference->isType(Reference::CHILD_OF)) {
                unset($references[$index]);
                return [$reference, ...$references];
            }
        }

        return $references;
    }

    private static function ours(SpanContext $context): NativeSpanContext
    {
        return $context instanceof NativeSpanContext ? $context : throw new InvalidArgumentException(
            sprintf('The span context must be of type %s, %s given', NativeSpanContext::class, $context::class),
        );
    }

    private static function checkFormat(string $format): void
    {
        $format === Formats\TEXT_MAP || $format === Formats\HTTP_HEADERS || throw UnsupportedFormatException::forFormat($format);
    }
}
