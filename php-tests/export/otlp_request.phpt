--TEST--
What OTLP/HTTP carries, decoded by an independent library, is what happened
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_otlp_decoder();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/collector.inc';

$collector = Collector::start('ok');
$program = program(<<<'PHP'
    <?php
    function outer(): void { TracedCoroutine::create('inner'); }
    function inner(): void
    {
        if (extension_loaded('swoole')) {
            Swoole\Coroutine::yield();
        } else {
            $GLOBALS['held'] = Fiber::getCurrent();
            Fiber::suspend();
        }
    }
    TracedCoroutine::create('outer');
    TracedCoroutine::flush();
    TracedCoroutine::create(function () { throw new DomainException("d\u{e9}j\u{e0} vu", 0, new LogicException('before')); });
    PHP);
run_traced($program, ['traced_coroutine.exporter' => 'otlp', 'display_errors' => '0'], [
    'OTEL_EXPORTER_OTLP_ENDPOINT' => $collector->base() . '/',
    'OTEL_EXPORTER_OTLP_HEADERS' => 'authorization=Bearer%20secret,x-tenant=blue',
    'OTEL_SERVICE_NAME' => 'shop',
    'OTEL_RESOURCE_ATTRIBUTES' => 'deployment.environment.name=test,service.version=1%2E2',
]);

$requests = $collector->requests();
echo count($requests), " requests\n";
foreach ($requests as $request) {
    $headers = $request['headers'];
    echo "$request[method] $request[path] ", $headers['content-type'], ' ', $headers['authorization'], ' ', $headers['x-tenant'], ' ',
        preg_match('#^\S+/\d+\.\d+\.\d+#', $headers['user-agent']) ? 'has a user agent' : "!! {$headers['user-agent']}", "\n";
    echo count($request['resource_spans']), ' resource, ', count($request['resource_spans'][0]['scope_spans']), " scope\n";
}
$resource = $requests[0]['resource_spans'][0]['resource'];
ksort($resource);
var_dump($resource['process.pid'] === $collector->accepted()[0]['attributes']['process.pid'], $resource['host.name'] === gethostname(), $resource['process.runtime.version'] === PHP_VERSION);
var_dump(preg_match('/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/', $resource['service.instance.id']));
unset($resource['process.pid'], $resource['host.name'], $resource['process.runtime.version'], $resource['service.instance.id']);
echo json_encode($resource, JSON_PRETTY_PRINT), "\n", json_encode($requests[0]['resource_spans'][0]['scope_spans'][0]['scope']), "\n";
echo span_tree($collector->accepted());
$failed = span_of($collector->accepted(), 14);
echo strtok($failed['events'][0]['attributes']['exception.stacktrace'], ' '), ' ', count($failed['links']), ' ', $failed['dropped']['attributes'], "\n";
--EXPECTF--
2 requests
POST /v1/traces application/x-protobuf Bearer secret blue has a user agent
1 resource, 1 scope
POST /v1/traces application/x-protobuf Bearer secret blue has a user agent
1 resource, 1 scope
bool(true)
bool(true)
bool(true)
int(1)
{
    "deployment.environment.name": "test",
    "process.runtime.name": "php",
    "service.name": "shop",
    "service.version": "1.2",
    "telemetry.distro.name": "traced_coroutine",
    "telemetry.distro.version": "%d.%d.%d",
    "telemetry.sdk.language": "php",
    "telemetry.sdk.name": "traced_coroutine",
    "telemetry.sdk.version": "%d.%d.%d"
}
{"name":"traced_coroutine","version":"%d.%d.%d"}
- outer:2 returned, unset
  - inner:3 abandoned, unset
- {closure}:14 exception, error, DomainException, "déjà vu"
    ! exception DomainException: déjà vu
LogicException: 0 0
