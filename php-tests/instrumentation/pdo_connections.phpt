--TEST--
A span says which database its connection is to, however that is named, and never another's whose object had the same handle
--EXTENSIONS--
pdo
pdo_sqlite
traced_coroutine
--INI--
traced_coroutine.exporter=memory
traced_coroutine.instrument=pdo
traced_coroutine.instrument_orphans=1
pdo.dsn.shop="sqlite::memory:"
error_reporting=8191
--FILE--
<?php
require __DIR__ . '/../support/scratch.inc';
require __DIR__ . '/../support/spans.inc';

final class Lazy extends PDO
{
    public function __construct()
    {
    }

    public function open(string $dsn): void
    {
        parent::__construct($dsn);
    }
}

final class Statement extends PDOStatement
{
    public function execute(?array $params = null): bool
    {
        return parent::execute($params) && parent::execute($params);
    }
}

$directory = scratch();
file_put_contents("$directory/dsn", "sqlite:$directory/of_uri.db\n");
$cases = [
    'an entry of php.ini' => fn () => (new PDO('shop'))->query('SELECT 1'),
    'a file' => fn () => @(new PDO("uri:file://$directory/dsn"))->query('SELECT 1'),
    'one after the other' => function () use ($directory) {
        foreach (['a', 'b'] as $name) {
            $pdo = new PDO("sqlite:$directory/$name.db");
            $handles[] = spl_object_id($pdo);
            $pdo->query('SELECT 1');
            unset($pdo);
        }
        return count(array_unique($handles)) === 1 ? 'the same handle' : 'two handles';
    },
    'statements one after the other' => function () use ($directory) {
        $pdos = [new PDO("sqlite:$directory/a.db"), new PDO("sqlite:$directory/b.db")];
        foreach ($pdos as $pdo) {
            $statement = $pdo->prepare('SELECT 1');
            $handles[] = spl_object_id($statement);
            $statement->execute();
            unset($statement);
        }
        return count(array_unique($handles)) === 1 ? 'the same handle' : 'two handles';
    },
    'a statement without its connection' => function () use ($directory) {
        $statement = (new PDO("sqlite:$directory/a.db"))->prepare('SELECT 1');
        $others = array_map(fn () => new stdClass(), range(1, 10));
        $other = new PDO("sqlite:$directory/b.db");
        return $statement->execute();
    },
    'a class of the program\'s' => function () use ($directory) {
        $pdo = new Lazy();
        $pdo->open("sqlite:$directory/a.db");
        $pdo->setAttribute(PDO::ATTR_STATEMENT_CLASS, [Statement::class]);
        return $pdo->prepare('SELECT 1')->execute();
    },
    'ten thousand' => function () {
        for ($count = 0; $count < 10_000; $count++) {
            $all[] = new stdClass();
            $all[] = $pdo = new PDO('sqlite::memory:');
            unset($all[2 * $count - 5]);
        }
        TracedCoroutine\MemoryExporter::reset();
        return $pdo->exec('SELECT 1');
    },
];
foreach ($cases as $name => $case) {
    $said = $case();
    echo "$name: ", is_object($said) ? $said::class : json_encode($said), "\n";
    foreach (exported_spans() as $span) {
        $namespace = str_replace($directory, '', $span['attributes']['db.namespace'] ?? '-');
        echo '  ', $span['attributes']['db.operation.name'], ' ', $namespace, ' ', $span['attributes']['db.system.name'], $span['parent_span_id'] === null ? '' : ' has a parent', "\n";
    }
    TracedCoroutine\MemoryExporter::reset();
}
--EXPECT--
an entry of php.ini: PDOStatement
  CONNECT :memory: sqlite
  SELECT :memory: sqlite
a file: PDOStatement
  CONNECT - other_sql
  SELECT - sqlite
one after the other: "the same handle"
  CONNECT /a.db sqlite
  SELECT /a.db sqlite
  CONNECT /b.db sqlite
  SELECT /b.db sqlite
statements one after the other: "the same handle"
  CONNECT /a.db sqlite
  CONNECT /b.db sqlite
  PREPARE /a.db sqlite
  SELECT /a.db sqlite
  PREPARE /b.db sqlite
  SELECT /b.db sqlite
a statement without its connection: true
  CONNECT /a.db sqlite
  PREPARE /a.db sqlite
  CONNECT /b.db sqlite
  SELECT /a.db sqlite
a class of the program's: true
  CONNECT /a.db sqlite
  PREPARE /a.db sqlite
  SELECT /a.db sqlite
  SELECT /a.db sqlite
ten thousand: 0
  SELECT :memory: sqlite
