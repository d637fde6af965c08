--TEST--
Hostile and oversized headers give null or a plain context, never an error, and take no time
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$program = program(<<<'PHP'
    <?php
    const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    $names = ['traceparent', 'tracestate', 'baggage', 'b3', 'x-b3-traceid', 'x-b3-spanid', 'x-b3-sampled', 'x-b3-flags', 'uber-trace-id', 'uberctx-key'];
    $texts = ['', "\0", "\xff\xfe", str_repeat('-', 1 << 20), str_repeat('0', 1 << 20), str_repeat(',', 1 << 20), str_repeat('a=1,', 1 << 18),
        str_repeat('%', 1 << 16), str_repeat(':', 1 << 16), '%', '%f', '%ff%00', 'a=%ff', "a=1;p=\r\nx: y", '{"json": true}', "\u{202e}", str_repeat('a=b;', 5000), '-1', '+', '00-', PARENT . "\r\nset-cookie: a=b"];
    mt_srand(4711);
    for ($n = 0; $n < 2000; $n++) {
        $texts[] = substr_replace(PARENT, chr(mt_rand(0, 255)), mt_rand(0, 54), mt_rand(0, 2));
    }
    foreach ($texts as $text) {
        foreach ($names as $name) {
            foreach ([[$name => $text], ['traceparent' => PARENT, $name => [$text, $text]], [$text => $text, $name => array_fill(0, 3, $text)]] as $carrier) {
                $context = TracedCoroutine::extract($carrier);
                if ($context !== null) {
                    $scope = $context->activate();
                    $out = [];
                    TracedCoroutine::inject($out);
                    foreach ($out as $field => $value) {
                        preg_match('/^[\x20-\x7e\t]*$/D', "$field$value") || print("!! not a legal header: " . json_encode([$field, $value]) . "\n");
                        strlen($value) <= 8192 || print("!! $field is " . strlen($value) . " bytes long\n");
                    }
                    $scope->detach();
                }
            }
        }
    }
    echo "all read\n";
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'memory', 'traced_coroutine.propagators' => '"tracecontext,baggage,b3,b3multi,jaeger"', 'memory_limit' => '512M']);
echo $ran->stdout, $ran->stderr, $ran->how(), "\n";
--EXPECT--
all read
exit code 0
