--TEST--
A coroutine started with options while another's callable is being loaded leaves the other's options alone
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
use TracedCoroutine\SpanOptions;

spl_autoload_register(static function (string $class): void {
    TracedCoroutine::start(new SpanOptions("loads $class"), static function (): void {});
    eval("class $class { public static function run(): void {} }");
});
TracedCoroutine::start(new SpanOptions('static method'), 'Lazy::run');
TracedCoroutine::start(new SpanOptions('array'), ['Lazier', 'run']);
foreach (TracedCoroutine\MemoryExporter::getSpans() as $span) {
    echo $span['name'], "\n";
}
--EXPECT--
loads Lazy
static method
loads Lazier
array
