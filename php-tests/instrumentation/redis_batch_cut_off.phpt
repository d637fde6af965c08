--TEST--
A batch of phpredis' that the end of the program cuts off says what it has collected
--DESCRIPTION--
Its span had neither commands nor their number where a fatal error had ended the program, or its coroutine was still suspended.
--EXTENSIONS--
igbinary
redis
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_redis();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/database_servers.inc';

$server = DatabaseServer::redis();
$ends = [
    'returns' => '',
    'user error' => 'trigger_error("no way on", E_USER_ERROR);',
    'memory limit' => '$redis->itself = $GLOBALS["kept"] = $redis; ini_set("memory_limit", "20M"); str_repeat("x", 300 << 20);',
    'suspended' => class_exists('Swoole\Coroutine') ? 'Swoole\Coroutine::suspend();' : 'Fiber::suspend();',
];
foreach ($ends as $what => $end) {
    $file = scratch() . '/t.jsonl';
    @unlink($file);
    $program = program("<?php
        #[AllowDynamicProperties]
        class Connection extends Redis {}
        TracedCoroutine::create(function (): void {
            \$redis = new Connection();
            \$redis->connect('127.0.0.1', $server->port);
            \$redis->pipeline()->set('a', 'secret')->get('b');
            $end
        });");
    run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'traced_coroutine.instrument' => 'redis', 'display_errors' => '0']);
    foreach (spans_of_file($file) as $span) {
        $attributes = $span['attributes'];
        ($attributes['db.operation.name'] ?? '') === 'PIPELINE' && print("$what: $span[name], " . json_encode([$attributes['db.operation.batch.size'] ?? null, $attributes['db.query.text'] ?? null]) . "\n");
    }
}
--EXPECT--
returns: PIPELINE, [2,"SET a ?; GET b"]
user error: PIPELINE, [2,"SET a ?; GET b"]
memory limit: PIPELINE, [2,"SET a ?; GET b"]
suspended: PIPELINE, [2,"SET a ?; GET b"]
