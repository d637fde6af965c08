--TEST--
Long and asynchronous queries of mysqli, change_user() and statements whose connection is gone have spans that say what was asked, of whom, and how long it took
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
compare_database_calls(<<<PHP
    mysqli_report(MYSQLI_REPORT_OFF);
    \$to = ['127.0.0.1', 'root', '', '', $server->port];
    \$link = new mysqli(...\$to);
    \$link->query('CREATE DATABASE IF NOT EXISTS shop');
    \$link->select_db('shop');
    \$link->query('CREATE TABLE IF NOT EXISTS users (id INT PRIMARY KEY)');
    \$long = 'SELECT id FROM users WHERE id = \'' . str_repeat('secret ', 10000) . '\'';
    \$reap = function (mysqli \$link) {
        do {
            \$read = \$error = \$reject = [\$link];
        } while (mysqli_poll(\$read, \$error, \$reject, 1) === 0);
        \$result = \$link->reap_async_query();
        return \$result instanceof mysqli_result ? \$result->fetch_row() : [\$result, \$link->errno];
    };
    PHP, <<<'PHP'
    [
        'mysqli_stmt::prepare' => fn () => [($s = $link->stmt_init())->prepare($long), $s->execute(), $s->get_result()->fetch_all()],
        'new mysqli_stmt' => fn () => [($s = new mysqli_stmt($link, $long))->execute(), $s->get_result()->fetch_all()],
        'new mysqli_stmt, failure' => fn () => (new mysqli_stmt($link, "$long wrong"))->errno,
        'prepare' => fn () => [($s = $link->prepare($long))->execute(), $s->get_result()->fetch_all()],
        'query, asynchronous' => fn () => [$link->query('SELECT SLEEP(0.1)', MYSQLI_ASYNC), $reap($link)],
        'mysqli_query, asynchronous, failure' => fn () => [mysqli_query($link, 'SELECT nothing FROM users', MYSQLI_ASYNC), $reap($link)],
        'asynchronous, never reaped' => fn () => (new mysqli(...$to))->query('SELECT 17', MYSQLI_ASYNC),
        'change_user' => fn () => [$link->change_user('root', '', 'information_schema'), $link->query('SELECT DATABASE()')->fetch_row(), mysqli_change_user($link, 'root', '', 'shop'), $link->query('SELECT DATABASE()')->fetch_row()],
        'a statement without its connection' => function () use ($to) {
            $statement = (new mysqli(...$to))->prepare('SELECT DATABASE()');
            $other = new mysqli('127.0.0.1', 'root', '', 'information_schema', $to[4]);
            return $statement->execute();
        },
    ]
    PHP, [":$server->port" => ':(port)']);
--EXPECTF--
mysqli_stmt::prepare: [true,true,[]]
new mysqli_stmt: [true,[]]
new mysqli_stmt, failure: 1064
prepare: [true,[]]
query, asynchronous: [true,["0"]]
mysqli_query, asynchronous, failure: [true,[false,1054]]
asynchronous, never reaped: true
change_user: [true,["information_schema"],true,["shop"]]
a statement without its connection: false
[exit code 0, same as without the extension]
mysqli_stmt::prepare
    at {"db.system.name":"mariadb","db.namespace":"shop","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [PREPARE SELECT users] {"db.operation.name":"PREPARE","db.collection.name":"users","db.query.summary":"PREPARE SELECT users","db.query.text":"SELECT id FROM users WHERE id = ?"}
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT id FROM users WHERE id = ?"}
new mysqli_stmt
  [PREPARE SELECT users] {"db.operation.name":"PREPARE","db.collection.name":"users","db.query.summary":"PREPARE SELECT users","db.query.text":"SELECT id FROM users WHERE id = ?"}
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT id FROM users WHERE id = ?"}
new mysqli_stmt, failure
  [PREPARE SELECT users] error "" {"db.operation.name":"PREPARE","db.collection.name":"users","db.query.summary":"PREPARE SELECT users","db.query.text":"SELECT id FROM users WHERE id = ?","db.response.status_code":"1064","error.type":"1064"}
prepare
  [PREPARE SELECT users] {"db.operation.name":"PREPARE","db.collection.name":"users","db.query.summary":"PREPARE SELECT users","db.query.text":"SELECT id FROM users WHERE id = ?"}
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT id FROM users WHERE id = ?"}
query, asynchronous
  [SELECT] {"db.operation.name":"SELECT","db.query.summary":"SELECT","db.query.text":"SELECT SLEEP(?)"}
mysqli_query, asynchronous, failure
  [SELECT users] error "" {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT nothing FROM users","db.response.status_code":"1054","error.type":"1054"}
asynchronous, never reaped
    at {"db.system.name":"mariadb","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT 127.0.0.1:(port)] {"db.operation.name":"CONNECT"}
  [SELECT] {"db.operation.name":"SELECT","db.query.summary":"SELECT","db.query.text":"SELECT ?"}
change_user
    at {"db.system.name":"mariadb","db.namespace":"information_schema","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [SELECT] {"db.operation.name":"SELECT","db.query.summary":"SELECT","db.query.text":"SELECT DATABASE()"}
    at {"db.system.name":"mariadb","db.namespace":"shop","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [SELECT] {"db.operation.name":"SELECT","db.query.summary":"SELECT","db.query.text":"SELECT DATABASE()"}
a statement without its connection
    at {"db.system.name":"mariadb","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT 127.0.0.1:(port)] {"db.operation.name":"CONNECT"}
  [PREPARE SELECT] {"db.operation.name":"PREPARE","db.query.summary":"PREPARE SELECT","db.query.text":"SELECT DATABASE()"}
    at {"db.system.name":"mariadb","db.namespace":"information_schema","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT information_schema] {"db.operation.name":"CONNECT"}
    at {"db.system.name":"mysql"}
  [SELECT] error "" {"db.operation.name":"SELECT","db.query.summary":"SELECT","db.query.text":"SELECT DATABASE()","db.response.status_code":"2006","error.type":"2006"}
