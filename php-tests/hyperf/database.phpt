--TEST--
A query of a coroutine is a span under that coroutine
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_hyperf();
--FILE--
<?php
require __DIR__ . '/../support/hyperf.inc';

$spans = run_in_hyperf(<<<'PHP'
    <?php
    use App\Request;
    use Hyperf\Context\ApplicationContext;
    use Hyperf\Database\MySqlConnection;
    use Psr\EventDispatcher\EventDispatcherInterface;
    use function Hyperf\Coroutine\go;

    $connection = new MySqlConnection(new PDO('sqlite::memory:'), 'shop', '', ['driver' => 'sqlite', 'username' => 'clerk']);
    $connection->setEventDispatcher(ApplicationContext::getContainer()->get(EventDispatcherInterface::class));
    Request::handle(function () use ($connection): void {
        go(fn () => $connection->select('SELECT ?', ['shoes']));
        $connection->select('SELECT 1');
    });
    PHP, ['enable' => ['db' => true]]);
foreach ($spans as $span) {
    isset($span['attributes']['db.statement']) && print("{$span['attributes']['db.statement']} by {$span['attributes']['db.user']}\n");
}
--EXPECT--
- [request] server unset
  - {closure}:11 returned, unset
    - [db.query] client unset
  - [db.query] client unset
SELECT 'shoes' by clerk
SELECT 1 by clerk
