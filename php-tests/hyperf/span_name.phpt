--TEST--
Coroutines have hyperf/tracer's name where it is there, unless traced_coroutine.span_name gives them another or that of what they run
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_hyperf();
--FILE--
<?php
require __DIR__ . '/../support/hyperf.inc';

$without = ['APP_WITHOUT_TRACER' => '1', 'TRACED_COROUTINE_INSTRUMENT' => 'coroutine'];
foreach ([[], ['APP_SPAN_NAME' => 'job'], ['APP_SPAN_NAME' => 'null'], $without, ['APP_SPAN_NAME' => 'job'] + $without] as $environment) {
    $spans = spans_in_hyperf(<<<'PHP'
        <?php
        use App\Request;
        use function Hyperf\Coroutine\go;

        function work(): void {}
        $body = fn () => go('work');
        class_exists(Request::class) ? Request::handle($body) : TracedCoroutine::trace('request', $body);
        PHP, environment: $environment);
    echo implode(' ', array_column(array_filter($spans, fn (array $span): bool => !is_manual($span)), 'name')), "\n";
}
--EXPECT--
coroutine
job
work
work
job
