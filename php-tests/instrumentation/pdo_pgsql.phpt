--TEST--
Each call of PDO is a client span with the conventions' attributes in a trace, with success, a failure and an exception, and none without a parent: PostgreSQL
--EXTENSIONS--
pdo
pdo_pgsql
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_postgresql();
--FILE--
<?php
require __DIR__ . '/../support/database_calls.inc';

$server = DatabaseServer::postgresql();
$unused = Collector::unused_port();
compare_database_calls(<<<PHP
    \$dsn = 'pgsql:host=127.0.0.1;port=$server->port;dbname=postgres;user=postgres;password=secret';
    \$pdo = new PDO(\$dsn);
    \$pdo->exec('DROP TABLE IF EXISTS users');
    \$pdo->exec('CREATE TABLE users (id INT PRIMARY KEY, name TEXT)');
    \$silent = new PDO(\$dsn, options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT]);
    \$warning = new PDO('pgsql:host=$server->directory port=$server->port dbname=postgres', 'postgres', 'secret', [PDO::ATTR_ERRMODE => PDO::ERRMODE_WARNING]);
    \$select = \$pdo->prepare('SELECT name FROM "users" WHERE id = ?');
    PHP, <<<PHP
    [
        'connect' => fn () => new PDO(\$dsn),
        'connect, exception' => fn () => new PDO('pgsql:host=127.0.0.1;port=$unused;dbname=postgres;password=secret'),
        'exec' => fn () => \$pdo->exec("INSERT INTO users (id, name) VALUES (1, E'se\\\\'cret'), (2, \\\$\\\$secret\\\$\\\$) ON CONFLICT (id) DO UPDATE SET name = excluded.name"),
        'exec, exception' => fn () => \$pdo->exec("INSERT INTO users VALUES (1, 'secret')"),
        'exec, false' => fn () => \$silent->exec("INSERT INTO users VALUES (1, 'secret')"),
        'exec, warning' => fn () => \$warning->exec("INSERT INTO public.users VALUES (1, 'secret')"),
        'query' => fn () => \$pdo->query("SELECT name, 'secret'::text FROM users WHERE id = 2")->fetchAll(PDO::FETCH_NUM),
        'query, exception' => fn () => \$pdo->query("SELECT * FROM nowhere WHERE a = 'secret'"),
        'query, false' => fn () => \$silent->query('SELECT * FROM nowhere'),
        'execute' => fn () => [\$select->execute([2]), \$select->fetchAll(PDO::FETCH_COLUMN)],
        'execute, exception' => fn () => \$pdo->prepare('INSERT INTO users VALUES (?, ?)')->execute([1, 'secret']),
        'execute, false' => fn () => \$silent->prepare('INSERT INTO users VALUES (?, ?)')->execute([1, 'secret']),
        'transaction' => fn () => [\$pdo->beginTransaction(), \$pdo->exec('DELETE FROM users'), \$pdo->rollBack(), \$pdo->beginTransaction(), \$pdo->commit()],
    ]
    PHP, ["$server->directory" => '(directory)', "port $unused" => 'port (unused)', ":$server->port" => ':(port)']);
--EXPECT--
connect: PDO
connect, exception: PDOException 7: SQLSTATE[08006] ... in frame 2
exec: 2
exec, exception: PDOException "23505": SQLSTATE[23505]: Unique violation ... in frame 2
exec, false: false
exec, warning: false warning: PDO::exec(): SQLSTATE[23505]: Unique violation ...
query: [["secret","secret"]]
query, exception: PDOException "42P01": SQLSTATE[42P01]: Undefined table ... in frame 2
query, false: false
execute: [true,["secret"]]
execute, exception: PDOException "23505": SQLSTATE[23505]: Unique violation ... in frame 2
execute, false: false
transaction: [true,2,true,true,true]
[exit code 0, same as without the extension]
connect
    at {"db.system.name":"postgresql","db.namespace":"postgres","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT postgres] {"db.operation.name":"CONNECT"}
connect, exception
    at {"db.system.name":"postgresql","db.namespace":"postgres","server.address":"127.0.0.1","server.port":"(port)","network.peer.address":"127.0.0.1","network.peer.port":"(port)"}
  [CONNECT postgres] error "SQLSTATE[08006] [7]" {"db.operation.name":"CONNECT","db.response.status_code":"08006","error.type":"08006"}
exec
    at {"db.system.name":"postgresql","db.namespace":"postgres","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [INSERT users] {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT INTO users (id, name) VALUES (?, ?), (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name"}
exec, exception
  [INSERT users] error "SQLSTATE[23505]: Unique violation" {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)","db.response.status_code":"23505","error.type":"23505"}
exec, false
  [INSERT users] error "SQLSTATE[23505]" {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)","db.response.status_code":"23505","error.type":"23505"}
exec, warning
    at {"db.system.name":"postgresql","db.namespace":"postgres","server.address":"(directory)","server.port":(port),"network.peer.address":"(directory)","network.peer.port":(port)}
  [INSERT public.users] error "SQLSTATE[23505]" {"db.operation.name":"INSERT","db.collection.name":"public.users","db.query.summary":"INSERT public.users","db.query.text":"INSERT INTO public.users VALUES (?, ?)","db.response.status_code":"23505","error.type":"23505"}
query
    at {"db.system.name":"postgresql","db.namespace":"postgres","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT name, ?::text FROM users WHERE id = ?"}
query, exception
  [SELECT nowhere] error "SQLSTATE[42P01]: Undefined table" {"db.operation.name":"SELECT","db.collection.name":"nowhere","db.query.summary":"SELECT nowhere","db.query.text":"SELECT * FROM nowhere WHERE a = ?","db.response.status_code":"42P01","error.type":"42P01"}
query, false
  [SELECT nowhere] error "SQLSTATE[42P01]" {"db.operation.name":"SELECT","db.collection.name":"nowhere","db.query.summary":"SELECT nowhere","db.query.text":"SELECT * FROM nowhere","db.response.status_code":"42P01","error.type":"42P01"}
execute
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT name FROM \"users\" WHERE id = ?"}
execute, exception
  [PREPARE INSERT users] {"db.operation.name":"PREPARE","db.collection.name":"users","db.query.summary":"PREPARE INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)"}
  [INSERT users] error "SQLSTATE[23505]: Unique violation" {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)","db.response.status_code":"23505","error.type":"23505"}
execute, false
  [PREPARE INSERT users] {"db.operation.name":"PREPARE","db.collection.name":"users","db.query.summary":"PREPARE INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)"}
  [INSERT users] error "SQLSTATE[23505]" {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)","db.response.status_code":"23505","error.type":"23505"}
transaction
  [BEGIN postgres] {"db.operation.name":"BEGIN"}
  [DELETE users] {"db.operation.name":"DELETE","db.collection.name":"users","db.query.summary":"DELETE users","db.query.text":"DELETE FROM users"}
  [ROLLBACK postgres] {"db.operation.name":"ROLLBACK"}
  [BEGIN postgres] {"db.operation.name":"BEGIN"}
  [COMMIT postgres] {"db.operation.name":"COMMIT"}
