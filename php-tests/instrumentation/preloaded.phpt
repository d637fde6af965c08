--TEST--
What opcache.preload has loaded is traced as what is loaded later: classes that inherit from PHP's, and functions with machine code
--DESCRIPTION--
Classes copy the methods that they inherit when they are loaded, and machine code calls a function by the address of its handler. The
hooks were put in after the preloading.
--EXTENSIONS--
pdo
pdo_sqlite
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_opcache();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$preload = program(<<<'PHP'
    <?php
    class Shop extends PDO {}
    function ask(PDO $pdo): PDOStatement { return $pdo->query('SELECT 42'); }
    PHP, 'preload.php');
$program = program(<<<'PHP'
    <?php
    TracedCoroutine::trace('request', function () {
        $shop = new Shop('sqlite::memory:');
        echo $shop->query('SELECT 42')->fetchColumn(), ask(new PDO('sqlite::memory:'))->fetchColumn(), "\n";
    });
    PHP);
foreach (['disable', 'function'] as $jit) {
    $file = scratch() . "/$jit";
    $ran = run_php([...tier_arguments(), ...(extension_loaded('Zend OPcache') ? [] : ['-d', 'zend_extension=' . opcache_library()]), ...traced_arguments(), $program], [
        'opcache.enable_cli' => '1', 'opcache.jit_buffer_size' => $jit === 'disable' ? '0' : '16M', 'opcache.jit' => $jit, 'opcache.preload' => $preload, 'opcache.preload_user' => 'root',
        'traced_coroutine.instrument' => 'all', 'traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file,
    ]);
    echo "JIT $jit: ", preg_replace('/\n?Warning: JIT is incompatible.*\n/', '', $ran->stdout), $ran->stderr, $ran->how(), "\n", span_tree(spans_of_file($file));
}
--EXPECT--
JIT disable: 4242
exit code 0
- [request] unset
  - [CONNECT :memory:] client unset
  - [SELECT] client unset
  - [CONNECT :memory:] client unset
  - [SELECT] client unset
JIT function: 4242
exit code 0
- [request] unset
  - [CONNECT :memory:] client unset
  - [SELECT] client unset
  - [CONNECT :memory:] client unset
  - [SELECT] client unset
