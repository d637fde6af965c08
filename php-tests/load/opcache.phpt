--TEST--
With OPcache, with and without JIT, first run and cached, spans and places are the same
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_opcache();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$program = program(<<<'PHP'
    <?php
    function leaf(int $n): int { return $n ? leaf($n - 1) + 1 : 0; }
    for ($n = 0; $n < 3; $n++) {
        TracedCoroutine::create(function (int $n) { TracedCoroutine::create('leaf', $n); }, 20);
    }
    // An OPcache that was built without JIT has no such setting.
    echo json_encode(ini_get('opcache.jit') === false ? $argv[1] !== 'disable' : opcache_get_status(false)['jit']['on'] ?? false), "\n";
    PHP);
foreach (['off' => 'disable', 'tracing' => 'tracing', 'function' => 'function'] as $name => $jit) {
    $file = scratch() . "/$name";
    $ran = run_php([...tier_arguments(), ...(extension_loaded('Zend OPcache') ? [] : ['-d', 'zend_extension=' . opcache_library()]), ...traced_arguments(), $program, $jit], [
        'opcache.enable_cli' => '1', 'opcache.jit_buffer_size' => $jit === 'disable' ? '0' : '16M', 'opcache.jit' => $jit, 'opcache.file_update_protection' => '0',
        'opcache.jit_hot_loop' => '1', 'opcache.jit_hot_func' => '1', 'auto_append_file' => dirname(__DIR__) . '/support/event_wait.php', 'traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file,
    ]);
    echo "JIT $name: ", preg_replace('/\n?Warning: JIT is incompatible.*\n/', '', $ran->stdout), $ran->stderr, $ran->how(), "\n", span_tree(spans_of_file($file));
}
--EXPECT--
JIT off: false
exit code 0
- {closure}:4 returned, unset
  - leaf:2 returned, unset
- {closure}:4 returned, unset
  - leaf:2 returned, unset
- {closure}:4 returned, unset
  - leaf:2 returned, unset
JIT tracing: true
exit code 0
- {closure}:4 returned, unset
  - leaf:2 returned, unset
- {closure}:4 returned, unset
  - leaf:2 returned, unset
- {closure}:4 returned, unset
  - leaf:2 returned, unset
JIT function: true
exit code 0
- {closure}:4 returned, unset
  - leaf:2 returned, unset
- {closure}:4 returned, unset
  - leaf:2 returned, unset
- {closure}:4 returned, unset
  - leaf:2 returned, unset
