--TEST--
Pools of PHP-FPM that share OPcache's memory and differ in instrument: each call is made, and has a span where its pool says so
--DESCRIPTION--
OPcache keeps inherited methods of PHP's and machine code that calls PHP's functions, for all pools of a master. A pool that had no
hook of its own got the hooks of another one that way, and its calls did nothing and returned null; where it was the first, the
other one had no spans.
--EXTENSIONS--
pdo
pdo_sqlite
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
needs_fpm();
needs_opcache();
not_under_valgrind('FPM runs outside of it');
--FILE--
<?php
require __DIR__ . '/../support/fpm.inc';

const POOLS = ['all' => 'instrument] = all', 'some' => 'instrument] = "all,-pdo"', 'none' => 'instrument] = none', 'off' => 'enabled] = 0'];
const SCRIPT = <<<'PHP'
    <?php
    class Shop extends PDO {}

    function ask(PDO $pdo): array
    {
        $counts = [];
        for ($n = 0; $n < 20; $n++) {
            $type = get_debug_type($pdo->query('SELECT 42'));
            $counts[$type] = ($counts[$type] ?? 0) + 1;
        }
        return $counts;
    }

    $pdos = [new Shop('sqlite::memory:'), new PDO('sqlite::memory:')];
    $said = TracedCoroutine::trace('request', fn () => [...array_map(ask(...), $pdos), $pdos[0]->exec('CREATE TABLE t (a)'), $pdos[0]->beginTransaction()]);
    $spans = array_count_values(array_column(TracedCoroutine\MemoryExporter::getSpans(), 'name'));
    TracedCoroutine\MemoryExporter::reset();
    ksort($spans);
    echo json_encode($said), ' ', json_encode($spans), "\n";
    PHP;

function ask_pools(string $title, string $order, array $settings): void
{
    echo "$title: $order\n";
    $extensions = array_filter(['pdo', 'pdo_sqlite'], static fn (string $name): bool => is_file(ini_get('extension_dir') . "/$name.so"));
    $opcache = ['zend_extension' => opcache_library() ?? [], 'opcache.enable' => '1', 'opcache.file_update_protection' => '0'];
    $pools = array_map(static fn (string $setting): string => "php_admin_value[traced_coroutine.$setting", POOLS);
    $fpm = Fpm::start($settings + $opcache + ['extension' => $extensions, 'traced_coroutine.exporter' => 'memory'], $pools);
    $script = program(SCRIPT, "$title.php");
    foreach (explode(',', $order) as $pool) {
        echo "  $pool: ", $fpm->get($script, $pool);
    }
    $fpm->stop();
}

$jit = ['opcache.jit' => 'function', 'opcache.jit_buffer_size' => '16M'];
ask_pools('pools alone', 'all,some,none,off', []);
ask_pools('pools alone, JIT', 'all,some,none,off', $jit);
ask_pools('php.ini', 'none,all,some,off', ['traced_coroutine.instrument' => 'all']);
ask_pools('php.ini, JIT', 'off,all,none,some', ['traced_coroutine.instrument' => 'pdo'] + $jit);
--EXPECT--
pools alone: all,some,none,off
  all: [{"PDOStatement":20},{"PDOStatement":20},0,true] {"BEGIN :memory:":1,"CREATE TABLE t":1,"SELECT":40,"request":1}
  some: [{"PDOStatement":20},{"PDOStatement":20},0,true] {"request":1}
  none: [{"PDOStatement":20},{"PDOStatement":20},0,true] {"request":1}
  off: [{"PDOStatement":20},{"PDOStatement":20},0,true] []
pools alone, JIT: all,some,none,off
  all: [{"PDOStatement":20},{"PDOStatement":20},0,true] {"BEGIN :memory:":1,"CREATE TABLE t":1,"SELECT":40,"request":1}
  some: [{"PDOStatement":20},{"PDOStatement":20},0,true] {"request":1}
  none: [{"PDOStatement":20},{"PDOStatement":20},0,true] {"request":1}
  off: [{"PDOStatement":20},{"PDOStatement":20},0,true] []
php.ini: none,all,some,off
  none: [{"PDOStatement":20},{"PDOStatement":20},0,true] {"request":1}
  all: [{"PDOStatement":20},{"PDOStatement":20},0,true] {"BEGIN :memory:":1,"CREATE TABLE t":1,"SELECT":40,"request":1}
  some: [{"PDOStatement":20},{"PDOStatement":20},0,true] {"request":1}
  off: [{"PDOStatement":20},{"PDOStatement":20},0,true] []
php.ini, JIT: off,all,none,some
  off: [{"PDOStatement":20},{"PDOStatement":20},0,true] []
  all: [{"PDOStatement":20},{"PDOStatement":20},0,true] {"BEGIN :memory:":1,"CREATE TABLE t":1,"SELECT":40,"request":1}
  none: [{"PDOStatement":20},{"PDOStatement":20},0,true] {"request":1}
  some: [{"PDOStatement":20},{"PDOStatement":20},0,true] {"request":1}
