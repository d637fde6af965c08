--TEST--
Each call of mysqli, by its methods and by its functions, is a client span in a trace, with success, a failure and an exception, and none without a parent
--EXTENSIONS--
mysqlnd
mysqli
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_mariadb();
--FILE--
<?php
require __DIR__ . '/../support/database_calls.inc';

$server = DatabaseServer::mariadb();
$unused = Collector::unused_port();
compare_database_calls(<<<PHP
    mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
    \$to = ['127.0.0.1', 'root', 'secret', 'shop', $server->port];
    \$nowhere = ['127.0.0.1', 'root', 'secret', '', $unused];
    (new mysqli('127.0.0.1', 'root', '', '', $server->port))->query('CREATE DATABASE IF NOT EXISTS shop');
    \$link = new mysqli(...\$to);
    \$link->query('DROP TABLE IF EXISTS users');
    \$link->query('CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(9))');
    \$link->query("REPLACE INTO users VALUES (1, 'secret')");
    \$select = \$link->prepare('SELECT name FROM users WHERE id = ?');
    \$object = fn (string \$text) => new class(\$text) {
        public function __construct(private string \$text) {}
        public function __toString(): string { return \$this->text; }
    };
    \$silently = function (callable \$call) {
        mysqli_report(MYSQLI_REPORT_OFF);
        try {
            return \$call();
        } finally {
            mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
        }
    };
    \$drain = function (mysqli \$link) {
        do {
            \$result = \$link->store_result();
            \$rows[] = \$result ? \$result->fetch_row() : null;
        } while (\$link->more_results() && \$link->next_result());
        return \$rows;
    };
    PHP, <<<'PHP'
    [
        'new mysqli' => fn () => new mysqli(...$to),
        'new mysqli, exception' => fn () => new mysqli(...$nowhere),
        'new mysqli, failure' => fn () => $silently(fn () => (new mysqli(...$nowhere))->connect_errno),
        'new mysqli, without arguments' => fn () => new mysqli(),
        'mysqli_connect' => fn () => mysqli_connect(...$to),
        'mysqli_connect, exception' => fn () => mysqli_connect(...$nowhere),
        'mysqli_connect, failure' => fn () => $silently(fn () => mysqli_connect(...$nowhere)),
        'real_connect' => fn () => mysqli_init()->real_connect(...$to),
        'mysqli_real_connect' => fn () => mysqli_real_connect(mysqli_init(), ...$to),
        'mysqli_real_connect, failure' => fn () => $silently(fn () => mysqli_real_connect(mysqli_init(), ...$nowhere)),
        'query' => fn () => $link->query("SELECT name FROM users WHERE name = 'secret'")->fetch_row(),
        'query, exception' => fn () => $link->query("SELECT * FROM nowhere WHERE a = 'secret'"),
        'query, failure' => fn () => $silently(fn () => $link->query("INSERT INTO users VALUES (1, 'secret')")),
        'mysqli_query' => fn () => mysqli_query($link, 'SELECT 17')->fetch_row(),
        'mysqli_query, exception' => fn () => mysqli_query($link, 'SELECT * FROM nowhere'),
        'mysqli_query, failure' => fn () => $silently(fn () => mysqli_query($link, 'SELECT * FROM nowhere')),
        'real_query' => fn () => [$link->real_query('SELECT 17'), $drain($link)],
        'mysqli_real_query' => fn () => [mysqli_real_query($link, 'SELECT 17'), $drain($link)],
        'multi_query' => fn () => [$link->multi_query("SELECT 'secret'; SELECT id FROM users"), $drain($link)],
        'mysqli_multi_query, failure' => fn () => $silently(fn () => mysqli_multi_query($link, "SELECT * FROM nowhere; SELECT 'secret'")),
        'execute_query' => fn () => $link->execute_query('SELECT name FROM users WHERE id = ?', [1])->fetch_row(),
        'mysqli_execute_query, exception' => fn () => mysqli_execute_query($link, 'SELECT * FROM nowhere WHERE id = ?', [1]),
        'prepare' => fn () => $link->prepare('SELECT * FROM users'),
        'prepare, exception' => fn () => $link->prepare('SELECT * FROM nowhere'),
        'mysqli_prepare, failure' => fn () => $silently(fn () => mysqli_prepare($link, 'SELECT * FROM nowhere')),
        'execute' => fn () => [$select->execute([1]), $select->get_result()->fetch_row()],
        'mysqli_stmt_execute' => fn () => [mysqli_stmt_execute($select, [1]), $select->get_result()->fetch_row()],
        'execute, exception' => fn () => $link->prepare('INSERT INTO users VALUES (?, ?)')->execute([1, 'secret']),
        'execute, failure' => fn () => $silently(fn () => mysqli_execute(mysqli_prepare($link, 'INSERT INTO users VALUES (?, ?)'), [1, 'secret'])),
        'stmt_init' => function () use ($link) {
            $statement = $link->stmt_init();
            return [$statement->prepare('SELECT 17'), $statement->execute(), $statement->get_result()->fetch_row()];
        },
        'mysqli_stmt_init, failure' => fn () => $silently(fn () => mysqli_stmt_prepare(mysqli_stmt_init($link), 'SELECT * FROM nowhere')),
        'new mysqli_stmt' => fn () => (new mysqli_stmt($link, 'DELETE FROM users WHERE id = 17'))->execute(),
        'new mysqli_stmt, without a query' => fn () => new mysqli_stmt($link),
        'of an object, connect' => fn () => new mysqli($object('127.0.0.1'), 'root', 'secret', $object('shop'), $to[4]),
        'of an object, a host that is not there' => function () use ($object) {
            // How it is said depends on the C library.
            set_error_handler(fn () => true);
            try {
                return new mysqli($object('host.invalid'), 'root', 'secret');
            } catch (mysqli_sql_exception $exception) {
                return $exception->getCode();
            } finally {
                restore_error_handler();
            }
        },
        'of an object, query' => fn () => $link->query($object("SELECT name FROM users WHERE name = 'secret'"))->fetch_row(),
        'of an object, mysqli_query' => fn () => mysqli_query($link, $object('SELECT id FROM users'))->fetch_row(),
        'of an object, execute' => fn () => $link->prepare($object('SELECT name FROM users'))->execute(),
        'of an object, mysqli_stmt' => fn () => (new mysqli_stmt($link, $object('SELECT name FROM users')))->execute(),
        'of an object, stmt_init' => function () use ($link, $object) {
            $statement = $link->stmt_init();
            return [$statement->prepare($object('SELECT 17')), $statement->execute(), $statement->get_result()->fetch_row()];
        },
        'of an object, mysqli_stmt_prepare' => function () use ($link, $object) {
            $statement = mysqli_stmt_init($link);
            return [mysqli_stmt_prepare($statement, $object('SELECT id FROM users')), $statement->execute(), $statement->get_result()->fetch_row()];
        },
        'transaction' => fn () => [$link->begin_transaction(), $link->query('DELETE FROM users'), $link->rollback(), $link->begin_transaction(), $link->commit()],
        'functions of transactions' => fn () => [mysqli_begin_transaction($link), mysqli_query($link, 'DELETE FROM users'), mysqli_rollback($link), mysqli_begin_transaction($link), mysqli_commit($link)],
        'select_db' => fn () => [$link->select_db('information_schema'), $link->query('SELECT 17')->fetch_row(), mysqli_select_db($link, 'shop'), $link->query('SELECT 17')->fetch_row()],
        'select_db, exception' => fn () => $link->select_db('nowhere'),
        'closed' => function () use ($to) {
            $link = new mysqli(...$to);
            $link->close();
            return $link->query('SELECT 17');
        },
    ]
    PHP, [":$unused" => ':(unused)', ":$server->port" => ':(port)']);
--EXPECT--
new mysqli: mysqli
new mysqli, exception: mysqli_sql_exception 2002: Connection refused in frame 2
new mysqli, failure: 2002 warning: mysqli::__construct(): (HY000/2002): Connection refused
new mysqli, without arguments: mysqli
mysqli_connect: mysqli
mysqli_connect, exception: mysqli_sql_exception 2002: Connection refused in frame 2
mysqli_connect, failure: false warning: mysqli_connect(): (HY000/2002): Connection refused
real_connect: true
mysqli_real_connect: true
mysqli_real_connect, failure: false warning: mysqli_real_connect(): (HY000/2002): Connection refused
query: ["secret"]
query, exception: mysqli_sql_exception 1146: Table 'shop.nowhere' doesn't exist in frame 2
query, failure: false
mysqli_query: ["17"]
mysqli_query, exception: mysqli_sql_exception 1146: Table 'shop.nowhere' doesn't exist in frame 2
mysqli_query, failure: false
real_query: [true,[["17"]]]
mysqli_real_query: [true,[["17"]]]
multi_query: [true,[["secret"],["1"]]]
mysqli_multi_query, failure: false
execute_query: ["secret"]
mysqli_execute_query, exception: mysqli_sql_exception 1146: Table 'shop.nowhere' doesn't exist in frame 2
prepare: mysqli_stmt
prepare, exception: mysqli_sql_exception 1146: Table 'shop.nowhere' doesn't exist in frame 2
mysqli_prepare, failure: false
execute: [true,["secret"]]
mysqli_stmt_execute: [true,["secret"]]
execute, exception: mysqli_sql_exception 1062: Duplicate entry '1' for key 'PRIMARY' in frame 2
execute, failure: false
stmt_init: [true,true,[17]]
mysqli_stmt_init, failure: false
new mysqli_stmt: true
new mysqli_stmt, without a query: mysqli_stmt
of an object, connect: mysqli
of an object, a host that is not there: 2002
of an object, query: ["secret"]
of an object, mysqli_query: ["1"]
of an object, execute: true
of an object, mysqli_stmt: true
of an object, stmt_init: [true,true,[17]]
of an object, mysqli_stmt_prepare: [true,true,[1]]
transaction: [true,true,true,true,true]
functions of transactions: [true,true,true,true,true]
select_db: [true,["17"],true,["17"]]
select_db, exception: mysqli_sql_exception 1049: Unknown database 'nowhere' in frame 2
closed: Error 0: mysqli object is already closed in frame 2
[exit code 0, same as without the extension]
new mysqli
    at {"db.system.name":"mariadb","db.namespace":"shop","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT shop] {"db.operation.name":"CONNECT"}
new mysqli, exception
    at {"db.system.name":"mysql","server.address":"127.0.0.1","server.port":(unused),"network.peer.address":"127.0.0.1","network.peer.port":(unused)}
  [CONNECT 127.0.0.1:(unused)] error "" {"db.operation.name":"CONNECT","db.response.status_code":"2002","error.type":"2002"}
new mysqli, failure
  [CONNECT 127.0.0.1:(unused)] error "" {"db.operation.name":"CONNECT","db.response.status_code":"2002","error.type":"2002"}
new mysqli, without arguments
mysqli_connect
    at {"db.system.name":"mariadb","db.namespace":"shop","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT shop] {"db.operation.name":"CONNECT"}
mysqli_connect, exception
    at {"db.system.name":"mysql","server.address":"127.0.0.1","server.port":(unused),"network.peer.address":"127.0.0.1","network.peer.port":(unused)}
  [CONNECT 127.0.0.1:(unused)] error "" {"db.operation.name":"CONNECT","db.response.status_code":"2002","error.type":"2002"}
mysqli_connect, failure
  [CONNECT 127.0.0.1:(unused)] error "" {"db.operation.name":"CONNECT","db.response.status_code":"2002","error.type":"2002"}
real_connect
    at {"db.system.name":"mariadb","db.namespace":"shop","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT shop] {"db.operation.name":"CONNECT"}
mysqli_real_connect
  [CONNECT shop] {"db.operation.name":"CONNECT"}
mysqli_real_connect, failure
    at {"db.system.name":"mysql","server.address":"127.0.0.1","server.port":(unused),"network.peer.address":"127.0.0.1","network.peer.port":(unused)}
  [CONNECT 127.0.0.1:(unused)] error "" {"db.operation.name":"CONNECT","db.response.status_code":"2002","error.type":"2002"}
query
    at {"db.system.name":"mariadb","db.namespace":"shop","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT name FROM users WHERE name = ?"}
query, exception
  [SELECT nowhere] error "" {"db.operation.name":"SELECT","db.collection.name":"nowhere","db.query.summary":"SELECT nowhere","db.query.text":"SELECT * FROM nowhere WHERE a = ?","db.response.status_code":"1146","error.type":"1146"}
query, failure
  [INSERT users] error "" {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)","db.response.status_code":"1062","error.type":"1062"}
mysqli_query
  [SELECT] {"db.operation.name":"SELECT","db.query.summary":"SELECT","db.query.text":"SELECT ?"}
mysqli_query, exception
  [SELECT nowhere] error "" {"db.operation.name":"SELECT","db.collection.name":"nowhere","db.query.summary":"SELECT nowhere","db.query.text":"SELECT * FROM nowhere","db.response.status_code":"1146","error.type":"1146"}
mysqli_query, failure
  [SELECT nowhere] error "" {"db.operation.name":"SELECT","db.collection.name":"nowhere","db.query.summary":"SELECT nowhere","db.query.text":"SELECT * FROM nowhere","db.response.status_code":"1146","error.type":"1146"}
real_query
  [SELECT] {"db.operation.name":"SELECT","db.query.summary":"SELECT","db.query.text":"SELECT ?"}
mysqli_real_query
  [SELECT] {"db.operation.name":"SELECT","db.query.summary":"SELECT","db.query.text":"SELECT ?"}
multi_query
  [SELECT SELECT users] {"db.query.summary":"SELECT SELECT users","db.query.text":"SELECT ?; SELECT id FROM users"}
mysqli_multi_query, failure
  [SELECT nowhere SELECT] error "" {"db.query.summary":"SELECT nowhere SELECT","db.query.text":"SELECT * FROM nowhere; SELECT ?","db.response.status_code":"1146","error.type":"1146"}
execute_query
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT name FROM users WHERE id = ?"}
mysqli_execute_query, exception
  [SELECT nowhere] error "" {"db.operation.name":"SELECT","db.collection.name":"nowhere","db.query.summary":"SELECT nowhere","db.query.text":"SELECT * FROM nowhere WHERE id = ?","db.response.status_code":"1146","error.type":"1146"}
prepare
  [PREPARE SELECT users] {"db.operation.name":"PREPARE","db.collection.name":"users","db.query.summary":"PREPARE SELECT users","db.query.text":"SELECT * FROM users"}
prepare, exception
  [PREPARE SELECT nowhere] error "" {"db.operation.name":"PREPARE","db.collection.name":"nowhere","db.query.summary":"PREPARE SELECT nowhere","db.query.text":"SELECT * FROM nowhere","db.response.status_code":"1146","error.type":"1146"}
mysqli_prepare, failure
  [PREPARE SELECT nowhere] error "" {"db.operation.name":"PREPARE","db.collection.name":"nowhere","db.query.summary":"PREPARE SELECT nowhere","db.query.text":"SELECT * FROM nowhere","db.response.status_code":"1146","error.type":"1146"}
execute
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT name FROM users WHERE id = ?"}
mysqli_stmt_execute
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT name FROM users WHERE id = ?"}
execute, exception
  [PREPARE INSERT users] {"db.operation.name":"PREPARE","db.collection.name":"users","db.query.summary":"PREPARE INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)"}
  [INSERT users] error "" {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)","db.response.status_code":"1062","error.type":"1062"}
execute, failure
  [PREPARE INSERT users] {"db.operation.name":"PREPARE","db.collection.name":"users","db.query.summary":"PREPARE INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)"}
  [INSERT users] error "" {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)","db.response.status_code":"1062","error.type":"1062"}
stmt_init
  [PREPARE SELECT] {"db.operation.name":"PREPARE","db.query.summary":"PREPARE SELECT","db.query.text":"SELECT ?"}
  [SELECT] {"db.operation.name":"SELECT","db.query.summary":"SELECT","db.query.text":"SELECT ?"}
mysqli_stmt_init, failure
  [PREPARE SELECT nowhere] error "" {"db.operation.name":"PREPARE","db.collection.name":"nowhere","db.query.summary":"PREPARE SELECT nowhere","db.query.text":"SELECT * FROM nowhere","db.response.status_code":"1146","error.type":"1146"}
new mysqli_stmt
  [PREPARE DELETE users] {"db.operation.name":"PREPARE","db.collection.name":"users","db.query.summary":"PREPARE DELETE users","db.query.text":"DELETE FROM users WHERE id = ?"}
  [DELETE users] {"db.operation.name":"DELETE","db.collection.name":"users","db.query.summary":"DELETE users","db.query.text":"DELETE FROM users WHERE id = ?"}
new mysqli_stmt, without a query
of an object, connect
  [CONNECT shop] {"db.operation.name":"CONNECT"}
of an object, a host that is not there
    at {"db.system.name":"mysql","server.address":"host.invalid","server.port":"(port)"}
  [CONNECT host.invalid:3306] error "" {"db.operation.name":"CONNECT","db.response.status_code":"2002","error.type":"2002"}
of an object, query
    at {"db.system.name":"mariadb","db.namespace":"shop","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT name FROM users WHERE name = ?"}
of an object, mysqli_query
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT id FROM users"}
of an object, execute
  [PREPARE SELECT users] {"db.operation.name":"PREPARE","db.query.summary":"PREPARE SELECT users","db.collection.name":"users","db.query.text":"SELECT name FROM users"}
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT name FROM users"}
of an object, mysqli_stmt
  [PREPARE SELECT users] {"db.operation.name":"PREPARE","db.query.summary":"PREPARE SELECT users","db.collection.name":"users","db.query.text":"SELECT name FROM users"}
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT name FROM users"}
of an object, stmt_init
  [PREPARE SELECT] {"db.operation.name":"PREPARE","db.query.summary":"PREPARE SELECT","db.query.text":"SELECT ?"}
  [SELECT] {"db.operation.name":"SELECT","db.query.summary":"SELECT","db.query.text":"SELECT ?"}
of an object, mysqli_stmt_prepare
  [PREPARE SELECT users] {"db.operation.name":"PREPARE","db.query.summary":"PREPARE SELECT users","db.collection.name":"users","db.query.text":"SELECT id FROM users"}
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT id FROM users"}
transaction
  [BEGIN shop] {"db.operation.name":"BEGIN"}
  [DELETE users] {"db.operation.name":"DELETE","db.collection.name":"users","db.query.summary":"DELETE users","db.query.text":"DELETE FROM users"}
  [ROLLBACK shop] {"db.operation.name":"ROLLBACK"}
  [BEGIN shop] {"db.operation.name":"BEGIN"}
  [COMMIT shop] {"db.operation.name":"COMMIT"}
functions of transactions
  [BEGIN shop] {"db.operation.name":"BEGIN"}
  [DELETE users] {"db.operation.name":"DELETE","db.collection.name":"users","db.query.summary":"DELETE users","db.query.text":"DELETE FROM users"}
  [ROLLBACK shop] {"db.operation.name":"ROLLBACK"}
  [BEGIN shop] {"db.operation.name":"BEGIN"}
  [COMMIT shop] {"db.operation.name":"COMMIT"}
select_db
    at {"db.system.name":"mariadb","db.namespace":"information_schema","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [USE information_schema] {"db.operation.name":"USE"}
  [SELECT] {"db.operation.name":"SELECT","db.query.summary":"SELECT","db.query.text":"SELECT ?"}
    at {"db.system.name":"mariadb","db.namespace":"shop","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [USE shop] {"db.operation.name":"USE"}
  [SELECT] {"db.operation.name":"SELECT","db.query.summary":"SELECT","db.query.text":"SELECT ?"}
select_db, exception
    at {"db.system.name":"mariadb","db.namespace":"nowhere","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [USE nowhere] error "" {"db.operation.name":"USE","db.response.status_code":"1049","error.type":"1049"}
closed
    at {"db.system.name":"mariadb","db.namespace":"shop","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT shop] {"db.operation.name":"CONNECT"}
  [SELECT] error "" {"db.operation.name":"SELECT","db.query.summary":"SELECT","db.query.text":"SELECT ?","error.type":"Error"}
