--TEST--
A child forked after its parent has spoken gRPC over TLS makes connections of its own
--EXTENSIONS--
pcntl
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_forkable_runtime();
needs_otlp_decoder();
needs_openssl();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/collector.inc';

$pem = Collector::certificate();
$collector = Collector::start('grpc', $pem);
$program = program(<<<'PHP'
    <?php
    function before(): void {}
    function in_child(): void {}
    TracedCoroutine::create('before');
    TracedCoroutine::flush();
    for ($n = 0; $n < 3; $n++) {
        if (pcntl_fork() === 0) {
            TracedCoroutine::create('in_child');
            echo json_encode(TracedCoroutine::flush()), "\n";
            exit(0);
        }
        pcntl_wait($status);
    }
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'otlp', 'traced_coroutine.otlp.protocol' => 'grpc',
    'traced_coroutine.otlp.endpoint' => $collector->base(), 'traced_coroutine.otlp.certificate' => $pem]);
echo $ran->stdout, $ran->stderr, span_tree($collector->accepted());
--EXPECT--
true
true
true
- before:2 returned, unset
- in_child:3 returned, unset
- in_child:3 returned, unset
- in_child:3 returned, unset
