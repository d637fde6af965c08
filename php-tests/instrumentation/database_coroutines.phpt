--TEST--
Coroutines that share a pool of connections have each their own spans, where Swoole's hooks switch between them in the middle of a call
--EXTENSIONS--
swoole
pdo
mysqlnd
pdo_mysql
mysqli
igbinary
redis
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_mariadb();
needs_redis();
not_on_openswoole('it has no Swoole\Coroutine\WaitGroup');
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';
require __DIR__ . '/../support/database_servers.inc';

$mariadb = DatabaseServer::mariadb();
$redis = DatabaseServer::redis();
ob_start();
$program = __DIR__ . '/../support/database_program.php';
$spans = compare_with_uninstrumented(<<<PHP
    <?php
    require '$program';

    use Swoole\Coroutine;
    use Swoole\Coroutine\Channel;

    /** A pool whose connections are made outside of any trace. */
    function pool(int \$size, callable \$make): Channel
    {
        \$pool = new Channel(\$size);
        for (\$count = 0; \$count < \$size; \$count++) {
            \$pool->push(\$make());
        }
        return \$pool;
    }

    function with(Channel \$pool, callable \$use): mixed
    {
        \$connection = \$pool->pop();
        try {
            return \$use(\$connection);
        } finally {
            \$pool->push(\$connection);
        }
    }

    function work(int \$number, Channel \$pdos, Channel \$links, Channel \$redises): string
    {
        return in_span("request \$number", function () use (\$number, \$pdos, \$links, \$redises) {
            \$said = with(\$pdos, function (PDO \$pdo) use (\$number) {
                \$statement = \$pdo->prepare("SELECT SLEEP(0.01), table_\$number.a FROM (SELECT ? AS a) AS table_\$number");
                \$statement->execute([\$number]);
                return \$statement->fetch(PDO::FETCH_NUM)[1];
            });
            \$said .= with(\$links, function (mysqli \$link) use (\$number) {
                \$statement = \$link->prepare("SELECT SLEEP(0.01), ? /* \$number */");
                \$statement->execute([\$number]);
                return \$statement->get_result()->fetch_row()[1];
            });
            \$said .= with(\$redises, function (Redis \$redis) use (\$number) {
                \$redis->multi()->set("key_\$number", \$number);
                Coroutine::sleep(0.005);
                return json_encode(\$redis->get("key_\$number")->exec());
            });
            return "\$number: \$said";
        });
    }

    Coroutine::set(['hook_flags' => SWOOLE_HOOK_ALL]);
    Coroutine\\run(function () {
        \$pdos = pool(2, fn () => new PDO('mysql:host=127.0.0.1;port=$mariadb->port', 'root', '', [PDO::ATTR_EMULATE_PREPARES => false]));
        \$links = pool(2, fn () => new mysqli('127.0.0.1', 'root', '', '', $mariadb->port));
        \$redises = pool(2, function () {
            \$redis = new Redis();
            \$redis->connect('127.0.0.1', $redis->port);
            return \$redis;
        });
        \$all = new Coroutine\WaitGroup();
        for (\$number = 1; \$number <= 6; \$number++) {
            \$all->add();
            go(function () use (\$number, \$pdos, \$links, \$redises, \$all, &\$said) {
                \$said[\$number] = work(\$number, \$pdos, \$links, \$redises);
                \$all->done();
            });
        }
        \$all->wait();
        ksort(\$said);
        echo implode("\n", \$said), "\n";

        // A coroutine that is cancelled in the middle of a batch, and one that ends in the middle of one.
        \$sleeps = new Channel(1);
        \$id = go(fn () => in_span('batch', fn () => with(\$redises, function (Redis \$redis) use (\$sleeps) {
            \$redis->multi()->set('a', 1);
            \$sleeps->push(true);
            try {
                Coroutine::sleep(5);
            } finally {
                \$redis->discard();
            }
        })));
        \$sleeps->pop();
        Coroutine::cancel(\$id);
        go(fn () => in_span('left open', function () {
            \$redis = new Redis();
            \$redis->connect('127.0.0.1', $redis->port);
            \$redis->pipeline()->set('a', 1);
        }));
    });
    PHP, ['traced_coroutine.instrument' => 'pdo,mysqli,redis']);
echo str_replace(":$redis->port", ':(port)', ob_get_clean());

// Each says what its own request did: the name of its table has the request's number.
foreach ($spans as $span) {
    preg_match('/table_\d/', $span['attributes']['db.query.text'] ?? '', $table) && $tables[$span['parent_span_id']][] = $table[0];
}
foreach ($spans as $span) {
    isset($tables[$span['span_id']]) && $of_requests[$span['name']] = implode(' ', $tables[$span['span_id']]);
}
ksort($of_requests);
print_r($of_requests);
--EXPECT--
1: 11[true,"1"]
2: 22[true,"2"]
3: 33[true,"3"]
4: 44[true,"4"]
5: 55[true,"5"]
6: 66[true,"6"]
[exit code 0, same as without the extension]
- [request 1] unset
  - [PREPARE SELECT SELECT] client unset
  - [SELECT SELECT] client unset
  - [PREPARE SELECT] client unset
  - [SELECT] client unset
  - [MULTI] client unset
- [request 2] unset
  - [PREPARE SELECT SELECT] client unset
  - [SELECT SELECT] client unset
  - [PREPARE SELECT] client unset
  - [SELECT] client unset
  - [MULTI] client unset
- [request 3] unset
  - [PREPARE SELECT SELECT] client unset
  - [SELECT SELECT] client unset
  - [PREPARE SELECT] client unset
  - [SELECT] client unset
  - [MULTI] client unset
- [request 4] unset
  - [PREPARE SELECT SELECT] client unset
  - [SELECT SELECT] client unset
  - [PREPARE SELECT] client unset
  - [SELECT] client unset
  - [MULTI] client unset
- [request 5] unset
  - [PREPARE SELECT SELECT] client unset
  - [SELECT SELECT] client unset
  - [PREPARE SELECT] client unset
  - [SELECT] client unset
  - [MULTI] client unset
- [request 6] unset
  - [PREPARE SELECT SELECT] client unset
  - [SELECT SELECT] client unset
  - [PREPARE SELECT] client unset
  - [SELECT] client unset
  - [MULTI] client unset
- [batch] unset
  - [SET] client unset
- [left open] unset
  - [CONNECT 127.0.0.1:(port)] client unset
  - [SET] client unset
Array
(
    [request 1] => table_1 table_1
    [request 2] => table_2 table_2
    [request 3] => table_3 table_3
    [request 4] => table_4 table_4
    [request 5] => table_5 table_5
    [request 6] => table_6 table_6
)
