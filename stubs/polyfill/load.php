<?php
/**
 * The extension's API without tracing, for a PHP that does not load it: coroutines run, and no span exists. It behaves as the
 * extension does with traced_coroutine.enabled=0; php-tests/polyfill compares the two.
 */

declare(strict_types=1);

if (extension_loaded('traced_coroutine')) {
    return;
}

require __DIR__ . '/TracedCoroutine/Internal/Arguments.php';
require __DIR__ . '/TracedCoroutine/SpanKind.php';
require __DIR__ . '/TracedCoroutine/StatusCode.php';
require __DIR__ . '/TracedCoroutine/Scope.php';
require __DIR__ . '/TracedCoroutine/SpanContext.php';
require __DIR__ . '/TracedCoroutine/SpanOptions.php';
require __DIR__ . '/TracedCoroutine/Span.php';
require __DIR__ . '/TracedCoroutine/MemoryExporter.php';
require __DIR__ . '/TracedCoroutine.php';
