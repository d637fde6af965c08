--TEST--
Without the extension the same application runs untraced
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

$app = hyperf_app();
$program = program(<<<'PHP'
    <?php
    use App\Request;
    use Hyperf\Tracer\TracerContext;
    use function Hyperf\Coroutine\{go, parallel};

    var_dump(extension_loaded('traced_coroutine'));
    Request::handle(function (): void {
        go(fn () => throw new Exception('as before'));
        echo implode(' ', parallel([fn () => 'one', fn () => 'two'])), ' ', TracerContext::getTraceId() ?? 'no trace', "\n";
        $carrier = [];
        TracerContext::getTracer()->inject(TracerContext::getRoot()->getContext(), OpenTracing\Formats\TEXT_MAP, $carrier);
        echo json_encode($carrier), "\n";
    });
    PHP);
$ran = run_php(["$app/bin/program.php", $program], ['error_reporting' => (string) (E_ALL & ~E_DEPRECATED)], hyperf_environment([]));
echo $ran->stdout, $ran->stderr, $ran->how(), "\n";
--EXPECT--
bool(false)
one two no trace
[]
exit code 0
