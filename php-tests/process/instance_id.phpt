--TEST--
service.instance.id is a UUID that a process keeps for life and a forked child does not share, unless the operator says otherwise
--EXTENSIONS--
pcntl
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_forkable_runtime();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$file = scratch() . '/t.jsonl';
// A flusher that stops at the end of a shutdown and starts again is the same process.
$program = program(<<<'PHP'
    <?php
    function span(string $name): void { TracedCoroutine::startSpan($name)->end(); TracedCoroutine::flush(); }
    span('before');
    foreach (['one', 'other'] as $child) {
        if (pcntl_fork() === 0) {
            span($child);
            span($child);
            exit(0);
        }
        pcntl_wait($status);
    }
    span('after');
    PHP);

/** @return array<string, list<string>> the instances by span */
function instances(string $file): array
{
    $found = [];
    foreach (file($file) as $line) {
        foreach (json_decode($line, true)['resourceSpans'] as $resource) {
            $attributes = array_column($resource['resource']['attributes'], 'value', 'key');
            foreach ($resource['scopeSpans'][0]['spans'] as $span) {
                $found[$span['name']][] = $attributes['service.instance.id']['stringValue'];
            }
        }
    }
    return $found;
}

run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
$ids = instances($file);
var_dump($ids['before'] === $ids['after'], array_map(count(...), $ids), $ids['one'][0] === $ids['one'][1]);
$all = array_unique(array_merge(...array_values($ids)));
echo count($all), ' instances, ', count(preg_grep('/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/', $all)), " UUIDs\n";

unlink($file);
run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file], ['OTEL_RESOURCE_ATTRIBUTES' => 'service.instance.id=pod-7']);
echo implode(' ', array_unique(array_merge(...array_values(instances($file))))), "\n";
--EXPECT--
bool(true)
array(4) {
  ["before"]=>
  int(1)
  ["one"]=>
  int(2)
  ["other"]=>
  int(2)
  ["after"]=>
  int(1)
}
bool(true)
3 instances, 3 UUIDs
pod-7
