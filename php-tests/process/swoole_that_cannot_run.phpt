--TEST--
Where Swoole is loaded but its coroutines run in the CLI only, create() makes fibers, and phpinfo() says so
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/builtin_server.inc';

$server = BuiltinServer::start(program(<<<'PHP'
    <?php
    TracedCoroutine::create(function (string $word) {
        echo "$word ";
    }, 'hello');
    foreach (TracedCoroutine\MemoryExporter::getSpans() as $span) {
        echo $span['attributes']['coroutine.outcome'], "\n";
    }
    ob_start();
    phpinfo(INFO_MODULES);
    echo preg_match('/PHP Fibers \((?:Open)?Swoole [\d.]+ runs coroutines in the CLI only\)/', ob_get_clean(), $match) ? $match[0] : '!! not said';
    PHP), ['traced_coroutine.exporter' => 'memory']);
echo preg_replace("/(?:Open)?Swoole [\\d.]+/", "Swoole %s", $server->get()), "\n";
echo $server->is_running() ? 'the server lives' : '!! the server died', "\n";
$server->stop();
--EXPECT--
hello returned
PHP Fibers (Swoole %s runs coroutines in the CLI only)
the server lives
