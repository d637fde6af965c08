--TEST--
Each call of PDO is a client span with the conventions' attributes in a trace, with success, a failure and an exception, and none without a parent: MariaDB
--EXTENSIONS--
pdo
mysqlnd
pdo_mysql
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
    (new PDO('mysql:host=127.0.0.1;port=$server->port', 'root'))->exec('CREATE DATABASE IF NOT EXISTS shop');
    \$dsn = 'mysql:host=127.0.0.1;port=$server->port;dbname=shop;password=secret';
    \$pdo = new PDO(\$dsn, 'root', 'secret');
    \$pdo->exec('DROP TABLE IF EXISTS users');
    \$pdo->exec('CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(9))');
    \$native = new PDO(\$dsn, 'root', 'secret', [PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT, PDO::ATTR_EMULATE_PREPARES => false]);
    \$warning = new PDO('mysql:unix_socket=$server->directory/socket', 'root', '', [PDO::ATTR_ERRMODE => PDO::ERRMODE_WARNING]);
    \$select = \$pdo->prepare('SELECT name FROM `users` WHERE id = :id');
    PHP, <<<PHP
    [
        'connect' => fn () => new PDO(\$dsn, 'root', 'secret'),
        'connect, exception' => fn () => new PDO('mysql:host=127.0.0.1;port=$unused;password=secret', 'root', 'secret'),
        'exec' => fn () => \$pdo->exec("REPLACE INTO users (id, name) VALUES (1, 'secret'), (0x11, \"secret\") -- secret"),
        'exec, exception' => fn () => \$pdo->exec("INSERT INTO users VALUES (1, 'secret')"),
        'exec, false' => fn () => \$native->exec("INSERT INTO users VALUES (1, 'secret')"),
        'exec, warning' => fn () => \$warning->exec("INSERT INTO shop.users VALUES (1, 'secret')"),
        'query' => fn () => \$pdo->query("SELECT name FROM users WHERE name = 'secret' AND id = 1")->fetchAll(PDO::FETCH_COLUMN),
        'query, exception' => fn () => \$pdo->query("SELECT name FROM WHERE 'secret'"),
        'query, false' => fn () => \$native->query('SELECT * FROM nowhere'),
        'prepare, native' => fn () => \$native->prepare('SELECT * FROM users'),
        'prepare, false' => fn () => \$native->prepare('SELECT * FROM nowhere'),
        'execute' => fn () => [\$select->execute(['id' => 1]), \$select->fetchAll(PDO::FETCH_COLUMN)],
        'execute, exception' => fn () => \$pdo->prepare('INSERT INTO users VALUES (?, ?)')->execute([1, 'secret']),
        'execute, false' => fn () => \$native->prepare('INSERT INTO users VALUES (?, ?)')->execute([1, 'secret']),
        'transaction' => fn () => [\$pdo->beginTransaction(), \$pdo->exec('DELETE FROM users'), \$pdo->rollBack(), \$pdo->beginTransaction(), \$pdo->commit()],
        'gone' => function () use (\$dsn) {
            \$pdo = new PDO(\$dsn, 'root', 'secret');
            try {
                \$pdo->exec('KILL ' . \$pdo->query('SELECT connection_id()')->fetchColumn());
            } catch (PDOException) {
            }
            return \$pdo->query('SELECT 1');
        },
    ]
    PHP, ["$server->directory" => '(directory)', ":$unused" => ':(unused)', ":$server->port" => ':(port)']);
--EXPECT--
connect: PDO
connect, exception: PDOException 2002: SQLSTATE[HY000] ... in frame 2
exec: 2
exec, exception: PDOException "23000": SQLSTATE[23000]: Integrity constraint violation ... in frame 2
exec, false: false
exec, warning: false warning: PDO::exec(): SQLSTATE[23000]: Integrity constraint violation ...
query: ["secret"]
query, exception: PDOException "42000": SQLSTATE[42000]: Syntax error or access violation ... in frame 2
query, false: false
prepare, native: PDOStatement
prepare, false: false
execute: [true,["secret"]]
execute, exception: PDOException "23000": SQLSTATE[23000]: Integrity constraint violation ... in frame 2
execute, false: false
transaction: [true,2,true,true,true]
gone: PDOException "HY000": SQLSTATE[HY000]: General error ... in frame 2
[exit code 0, same as without the extension]
connect
    at {"db.system.name":"mysql","db.namespace":"shop","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT shop] {"db.operation.name":"CONNECT"}
connect, exception
    at {"db.system.name":"mysql","server.address":"127.0.0.1","server.port":(unused),"network.peer.address":"127.0.0.1","network.peer.port":(unused)}
  [CONNECT 127.0.0.1:(unused)] error "SQLSTATE[HY000] [2002]" {"db.operation.name":"CONNECT","db.response.status_code":"2002","error.type":"2002"}
exec
    at {"db.system.name":"mariadb","db.namespace":"shop","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [REPLACE users] {"db.operation.name":"REPLACE","db.collection.name":"users","db.query.summary":"REPLACE users","db.query.text":"REPLACE INTO users (id, name) VALUES (?, ?), (?, ?)"}
exec, exception
  [INSERT users] error "SQLSTATE[23000]: Integrity constraint violation" {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)","db.response.status_code":"1062","error.type":"1062"}
exec, false
  [INSERT users] error "SQLSTATE[23000]" {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)","db.response.status_code":"1062","error.type":"1062"}
exec, warning
    at {"db.system.name":"mariadb","server.address":"(directory)/socket","network.peer.address":"(directory)/socket"}
  [INSERT shop.users] error "SQLSTATE[23000]" {"db.operation.name":"INSERT","db.collection.name":"shop.users","db.query.summary":"INSERT shop.users","db.query.text":"INSERT INTO shop.users VALUES (?, ?)","db.response.status_code":"1062","error.type":"1062"}
query
    at {"db.system.name":"mariadb","db.namespace":"shop","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT name FROM users WHERE name = ? AND id = ?"}
query, exception
  [SELECT] error "SQLSTATE[42000]: Syntax error or access violation" {"db.operation.name":"SELECT","db.query.summary":"SELECT","db.query.text":"SELECT name FROM WHERE ?","db.response.status_code":"1064","error.type":"1064"}
query, false
  [SELECT nowhere] error "SQLSTATE[42S02]" {"db.operation.name":"SELECT","db.collection.name":"nowhere","db.query.summary":"SELECT nowhere","db.query.text":"SELECT * FROM nowhere","db.response.status_code":"1146","error.type":"1146"}
prepare, native
  [PREPARE SELECT users] {"db.operation.name":"PREPARE","db.collection.name":"users","db.query.summary":"PREPARE SELECT users","db.query.text":"SELECT * FROM users"}
prepare, false
  [PREPARE SELECT nowhere] error "SQLSTATE[42S02]" {"db.operation.name":"PREPARE","db.collection.name":"nowhere","db.query.summary":"PREPARE SELECT nowhere","db.query.text":"SELECT * FROM nowhere","db.response.status_code":"1146","error.type":"1146"}
execute
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT name FROM `users` WHERE id = :id"}
execute, exception
  [PREPARE INSERT users] {"db.operation.name":"PREPARE","db.collection.name":"users","db.query.summary":"PREPARE INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)"}
  [INSERT users] error "SQLSTATE[23000]: Integrity constraint violation" {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)","db.response.status_code":"1062","error.type":"1062"}
execute, false
  [PREPARE INSERT users] {"db.operation.name":"PREPARE","db.collection.name":"users","db.query.summary":"PREPARE INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)"}
  [INSERT users] error "SQLSTATE[23000]" {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)","db.response.status_code":"1062","error.type":"1062"}
transaction
  [BEGIN shop] {"db.operation.name":"BEGIN"}
  [DELETE users] {"db.operation.name":"DELETE","db.collection.name":"users","db.query.summary":"DELETE users","db.query.text":"DELETE FROM users"}
  [ROLLBACK shop] {"db.operation.name":"ROLLBACK"}
  [BEGIN shop] {"db.operation.name":"BEGIN"}
  [COMMIT shop] {"db.operation.name":"COMMIT"}
gone
    at {"db.system.name":"mysql","db.namespace":"shop","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT shop] {"db.operation.name":"CONNECT"}
    at {"db.system.name":"mariadb","db.namespace":"shop","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [SELECT] {"db.operation.name":"SELECT","db.query.summary":"SELECT","db.query.text":"SELECT connection_id()"}
  [KILL] error "SQLSTATE[70100]" {"db.operation.name":"KILL","db.query.summary":"KILL","db.query.text":"KILL ?","db.response.status_code":"1927","error.type":"1927"}
  [SELECT] error "SQLSTATE[HY000]: General error" {"db.operation.name":"SELECT","db.query.summary":"SELECT","db.query.text":"SELECT ?","db.response.status_code":"2006","error.type":"2006"}
