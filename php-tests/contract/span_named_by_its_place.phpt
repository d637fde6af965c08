--TEST--
A closure's span is named by its place in the project, never by an absolute path, in exports and in active()
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

/** Starts one closure in each of these files, and prints the names of their spans. */
const MAIN = <<<'PHP'
    <?php
    foreach (array_slice($argv, 1) as $file) {
        TracedCoroutine::create(require $file);
    }
    eval('TracedCoroutine::create(function () {});');
    TracedCoroutine::create(function () { echo 'active: ', TracedCoroutine::active()[0]['name'], "\n"; });
    TracedCoroutine::create(fn () => TracedCoroutine::wrap(fn () => null)());
    foreach (TracedCoroutine\MemoryExporter::getSpans() as $span) {
        echo $span['name'], "\n";
    }
    PHP;

$shop = scratch() . '/shop';
$files = ['composer.json', 'bin/run.php', 'src/Order.php', 'vendor/acme/http/composer.json', 'vendor/acme/http/src/Client.php', 'packages/bill/composer.json', 'packages/bill/src/Bill.php', '../elsewhere/lib/tool.php'];
foreach ($files as $file) {
    @mkdir(dirname("$shop/$file"), recursive: true);
    file_put_contents("$shop/$file", match (true) {
        str_ends_with($file, '.json') => '{}',
        $file === 'bin/run.php' => MAIN,
        default => '<?php return static function (): void {};',
    });
}
$ran = run_traced("$shop/bin/run.php", ['traced_coroutine.exporter' => 'memory'], words: ["$shop/src/Order.php", "$shop/vendor/acme/http/src/Client.php", "$shop/packages/bill/src/Bill.php", scratch() . '/elsewhere/lib/tool.php']);
echo $ran->stdout, $ran->stderr;
--EXPECT--
active: {closure} bin/run.php:6
{closure} src/Order.php:1
{closure} vendor/acme/http/src/Client.php:1
{closure} src/Bill.php:1
{closure} lib/tool.php:1
{closure} bin/run.php(5) : eval()'d code:1
{closure} bin/run.php:6
{closure} bin/run.php:7
{closure} bin/run.php:7
