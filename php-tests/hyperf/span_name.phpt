--TEST--
Coroutines have hyperf/tracer's name, unless traced_coroutine.span_name gives them another or that of what they run
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

foreach ([[], ['APP_SPAN_NAME' => 'job'], ['APP_SPAN_NAME' => 'null']] as $environment) {
    $spans = spans_in_hyperf(<<<'PHP'
        <?php
        use App\Request;
        use function Hyperf\Coroutine\go;

        function work(): void {}
        Request::handle(fn () => go('work'));
        PHP, environment: $environment);
    echo implode(' ', array_column(array_filter($spans, fn (array $span): bool => !is_manual($span)), 'name')), "\n";
}
--EXPECT--
coroutine
job
work
