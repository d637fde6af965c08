--TEST--
Each OTLP format carries a trace state as it came, for spans and links, whatever keys level 2 of Trace Context allows
--DESCRIPTION--
The encoders parsed the state once more, by the rules of a library that takes 13 characters behind an "@" where the
specification has 14, and lost it together with its other members.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/collector.inc';

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
$long = str_repeat('k', 256);
$states = ['tenant@fourteenchars1=x,ok=1', 'a@b@c=1,0@=2', "$long=1,ok=1", 'ok=1,BAD=2,also=3', 'v= a!"#$%&\'()*+-./:;<>?@[\\]^_`{|}~'];
$program = program('<?php
    foreach (json_decode(getenv("STATES")) as $state) {
        $context = TracedCoroutine::extract(["traceparent" => "' . PARENT . '", "tracestate" => $state]);
        TracedCoroutine::startSpan($state, new TracedCoroutine\\SpanOptions(parent: $context, links: [$context]))->end();
    }');
$file = scratch() . '/t.jsonl';
foreach (['http/protobuf', 'grpc', 'http/json'] as $protocol) {
    @unlink($file);
    $collector = Collector::start($protocol === 'grpc' ? 'grpc' : 'ok');
    $settings = ['traced_coroutine.exporter' => 'otlp,file', 'traced_coroutine.file.path' => $file, 'traced_coroutine.otlp.protocol' => $protocol, 'traced_coroutine.otlp.endpoint' => $collector->base()];
    $ran = run_traced($program, $settings, ['STATES' => json_encode($states)]);
    echo "$protocol$ran->stdout$ran->stderr\n";
    foreach ($collector->requests()[0]['resource_spans'][0]['scope_spans'][0]['spans'] as $span) {
        show($span['name'], $span['trace_state'], $span['link_states'][0]);
    }
}
echo "file\n";
foreach (json_decode(file_get_contents($file), true)['resourceSpans'][0]['scopeSpans'][0]['spans'] as $span) {
    show($span['name'], $span['traceState'] ?? '', $span['links'][0]['traceState'] ?? '');
}

function show(string $sent, string $of_span, string $of_link): void
{
    $got = $of_span === $sent ? 'as it came' : "as $of_span";
    echo '  ', substr($sent, 0, 40), ": $got", $of_link === $of_span ? '' : "; its link: $of_link", "\n";
}
--EXPECT--
http/protobuf
  tenant@fourteenchars1=x,ok=1: as it came
  a@b@c=1,0@=2: as it came
  kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: as it came
  ok=1,BAD=2,also=3: as ok=1,also=3
  v= a!"#$%&'()*+-./:;<>?@[\]^_`{|}~: as it came
grpc
  tenant@fourteenchars1=x,ok=1: as it came
  a@b@c=1,0@=2: as it came
  kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: as it came
  ok=1,BAD=2,also=3: as ok=1,also=3
  v= a!"#$%&'()*+-./:;<>?@[\]^_`{|}~: as it came
http/json
  tenant@fourteenchars1=x,ok=1: as it came
  a@b@c=1,0@=2: as it came
  kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: as it came
  ok=1,BAD=2,also=3: as ok=1,also=3
  v= a!"#$%&'()*+-./:;<>?@[\]^_`{|}~: as it came
file
  tenant@fourteenchars1=x,ok=1: as it came
  a@b@c=1,0@=2: as it came
  kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: as it came
  ok=1,BAD=2,also=3: as ok=1,also=3
  v= a!"#$%&'()*+-./:;<>?@[\]^_`{|}~: as it came
