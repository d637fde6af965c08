--TEST--
Each call of PDO is a client span with the conventions' attributes in a trace, with success, a failure and an exception, and none without a parent: SQLite
--EXTENSIONS--
pdo
pdo_sqlite
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/database_calls.inc';

$file = scratch() . '/shop.db';
compare_database_calls(<<<PHP
    \$file = '$file';
    touch(\$file);
    \$pdo = new PDO("sqlite:\$file");
    \$pdo->exec('DROP TABLE IF EXISTS users');
    \$pdo->exec('CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE)');
    \$silent = new PDO("sqlite:\$file", options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT]);
    \$warning = new PDO("sqlite:\$file", options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_WARNING]);
    \$select = \$pdo->prepare('SELECT name FROM users WHERE id = :id');
    \$object = fn (string \$text) => new class(\$text) {
        public function __construct(private string \$text) {}
        public function __toString(): string { return \$this->text; }
    };
    PHP, <<<'PHP'
    [
        'connect' => fn () => new PDO("sqlite:$file"),
        'connect, exception' => fn () => new PDO('sqlite:/no/such/directory/shop.db'),
        'connect, no driver' => fn () => new PDO('nosuchdriver:password=secret'),
        'exec' => fn () => $pdo->exec("DELETE FROM users WHERE name <> 'secret'"),
        'exec, comment' => fn () => $pdo->exec("INSERT /* secret */ OR REPLACE INTO users (id, name) VALUES (1, 'secret')"),
        'exec, exception' => fn () => $pdo->exec("INSERT INTO users VALUES (2, 'secret')"),
        'exec, false' => fn () => $silent->exec("INSERT INTO users VALUES (2, 'secret')"),
        'exec, warning' => fn () => $warning->exec("INSERT INTO users VALUES (2, 'secret')"),
        'query' => fn () => $pdo->query('SELECT name, "secret" FROM "users" ORDER BY 1')->fetchAll(PDO::FETCH_COLUMN),
        'query, exception' => fn () => $pdo->query('SELECT * FROM nowhere WHERE a = 17'),
        'query, false' => fn () => $silent->query('SELECT * FROM nowhere WHERE a = 17'),
        'query, two tables' => fn () => $pdo->query('SELECT u.id FROM users u JOIN users v ON u.id = v.id AND v.id = 1', PDO::FETCH_COLUMN, 0)->fetch(),
        'prepare' => fn () => $pdo->prepare('UPDATE users SET name = ? WHERE id = 1'),
        'prepare, exception' => fn () => $pdo->prepare('SELECT * FROM nowhere'),
        'prepare, false' => fn () => $silent->prepare('SELECT * FROM nowhere'),
        'prepare, refused' => fn () => $pdo->prepare(),
        'execute' => fn () => [$select->execute(['id' => 1]), $select->fetch(PDO::FETCH_NUM)],
        'execute, another' => function () use ($pdo) {
            $statement = $pdo->prepare('INSERT OR IGNORE INTO users (id, name) VALUES (?, ?)');
            $statement->bindValue(1, 1);
            $statement->bindValue(2, 'secret');
            return $statement->execute();
        },
        'execute, false' => fn () => $silent->prepare('INSERT INTO users (id) VALUES (?)')->execute([1]),
        'transaction' => fn () => [$pdo->beginTransaction(), $pdo->exec('DELETE FROM users'), $pdo->rollBack(), $pdo->beginTransaction(), $pdo->commit()],
        'transaction, exception' => fn () => $pdo->commit(),
        'of an object, connect' => fn () => new PDO($object("sqlite:$file")),
        'of an object, exec' => fn () => $pdo->exec($object("DELETE FROM users WHERE name <> 'secret'")),
        'of an object, query' => fn () => $pdo->query($object("SELECT name FROM users WHERE name = 'secret'"))->fetch(PDO::FETCH_NUM),
        'of an object, query, exception' => fn () => $pdo->query($object('SELECT * FROM nowhere')),
        'of an object, execute' => fn () => $pdo->prepare($object('SELECT name FROM users'))->execute(),
        'of an object, refused' => fn () => $pdo->query($pdo),
        'subclass' => function () use ($file) {
            $class = new class("sqlite:$file") extends PDO {
                public function query(string $query, ?int $fetchMode = null, mixed ...$fetchModeArgs): PDOStatement|false
                {
                    return parent::query("$query LIMIT 1");
                }
            };
            return $class->query('SELECT name FROM users')->fetch(PDO::FETCH_NUM);
        },
    ]
    PHP, [$file => '(file)']);
--EXPECT--
connect: PDO
connect, exception: PDOException 14: SQLSTATE[HY000] ... in frame 2
connect, no driver: PDOException 0: could not find driver in frame 2
exec: 0
exec, comment: 1
exec, exception: PDOException "23000": SQLSTATE[23000]: Integrity constraint violation ... in frame 2
exec, false: false
exec, warning: false warning: PDO::exec(): SQLSTATE[23000]: Integrity constraint violation ...
query: ["secret"]
query, exception: PDOException "HY000": SQLSTATE[HY000]: General error ... in frame 2
query, false: false
query, two tables: 1
prepare: PDOStatement
prepare, exception: PDOException "HY000": SQLSTATE[HY000]: General error ... in frame 2
prepare, false: false
prepare, refused: ArgumentCountError 0: PDO::prepare() expects at least 1 argument, 0 given in frame 2
execute: [true,["secret"]]
execute, another: true
execute, false: false
transaction: [true,1,true,true,true]
transaction, exception: PDOException 0: There is no active transaction in frame 2
of an object, connect: PDO
of an object, exec: 0
of an object, query: ["secret"]
of an object, query, exception: PDOException "HY000": SQLSTATE[HY000]: General error ... in frame 2
of an object, execute: true
of an object, refused: TypeError 0: PDO::query(): Argument #1 ($query) must be of type string, PDO given in frame 2
subclass: ["secret"]
[exit code 0, same as without the extension]
connect
    at {"db.system.name":"sqlite","db.namespace":"(file)"}
  [CONNECT (file)] {"db.operation.name":"CONNECT"}
connect, exception
    at {"db.system.name":"sqlite","db.namespace":"/no/such/directory/shop.db"}
  [CONNECT /no/such/directory/shop.db] error "SQLSTATE[HY000] [14]" {"db.operation.name":"CONNECT","db.response.status_code":"14","error.type":"14"}
connect, no driver
    at {"db.system.name":"other_sql"}
  [CONNECT] error "" {"db.operation.name":"CONNECT","error.type":"PDOException"}
exec
    at {"db.system.name":"sqlite","db.namespace":"(file)"}
  [DELETE users] {"db.operation.name":"DELETE","db.collection.name":"users","db.query.summary":"DELETE users","db.query.text":"DELETE FROM users WHERE name <> ?"}
exec, comment
  [INSERT users] {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT OR REPLACE INTO users (id, name) VALUES (?, ?)"}
exec, exception
  [INSERT users] error "SQLSTATE[23000]: Integrity constraint violation" {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)","db.response.status_code":"19","error.type":"19"}
exec, false
  [INSERT users] error "SQLSTATE[23000]" {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)","db.response.status_code":"19","error.type":"19"}
exec, warning
  [INSERT users] error "SQLSTATE[23000]" {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT INTO users VALUES (?, ?)","db.response.status_code":"19","error.type":"19"}
query
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT name, ? FROM \"users\" ORDER BY ?"}
query, exception
  [SELECT nowhere] error "SQLSTATE[HY000]: General error" {"db.operation.name":"SELECT","db.collection.name":"nowhere","db.query.summary":"SELECT nowhere","db.query.text":"SELECT * FROM nowhere WHERE a = ?","db.response.status_code":"1","error.type":"1"}
query, false
  [SELECT nowhere] error "SQLSTATE[HY000]" {"db.operation.name":"SELECT","db.collection.name":"nowhere","db.query.summary":"SELECT nowhere","db.query.text":"SELECT * FROM nowhere WHERE a = ?","db.response.status_code":"1","error.type":"1"}
query, two tables
  [SELECT users users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users users","db.query.text":"SELECT u.id FROM users u JOIN users v ON u.id = v.id AND v.id = ?"}
prepare
  [PREPARE UPDATE users] {"db.operation.name":"PREPARE","db.collection.name":"users","db.query.summary":"PREPARE UPDATE users","db.query.text":"UPDATE users SET name = ? WHERE id = ?"}
prepare, exception
  [PREPARE SELECT nowhere] error "SQLSTATE[HY000]: General error" {"db.operation.name":"PREPARE","db.collection.name":"nowhere","db.query.summary":"PREPARE SELECT nowhere","db.query.text":"SELECT * FROM nowhere","db.response.status_code":"1","error.type":"1"}
prepare, false
  [PREPARE SELECT nowhere] error "SQLSTATE[HY000]" {"db.operation.name":"PREPARE","db.collection.name":"nowhere","db.query.summary":"PREPARE SELECT nowhere","db.query.text":"SELECT * FROM nowhere","db.response.status_code":"1","error.type":"1"}
prepare, refused
execute
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT name FROM users WHERE id = :id"}
execute, another
  [PREPARE INSERT users] {"db.operation.name":"PREPARE","db.collection.name":"users","db.query.summary":"PREPARE INSERT users","db.query.text":"INSERT OR IGNORE INTO users (id, name) VALUES (?, ?)"}
  [INSERT users] {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT OR IGNORE INTO users (id, name) VALUES (?, ?)"}
execute, false
  [PREPARE INSERT users] {"db.operation.name":"PREPARE","db.collection.name":"users","db.query.summary":"PREPARE INSERT users","db.query.text":"INSERT INTO users (id) VALUES (?)"}
  [INSERT users] error "SQLSTATE[23000]" {"db.operation.name":"INSERT","db.collection.name":"users","db.query.summary":"INSERT users","db.query.text":"INSERT INTO users (id) VALUES (?)","db.response.status_code":"19","error.type":"19"}
transaction
  [BEGIN (file)] {"db.operation.name":"BEGIN"}
  [DELETE users] {"db.operation.name":"DELETE","db.collection.name":"users","db.query.summary":"DELETE users","db.query.text":"DELETE FROM users"}
  [ROLLBACK (file)] {"db.operation.name":"ROLLBACK"}
  [BEGIN (file)] {"db.operation.name":"BEGIN"}
  [COMMIT (file)] {"db.operation.name":"COMMIT"}
transaction, exception
  [COMMIT (file)] error "" {"db.operation.name":"COMMIT","error.type":"PDOException"}
of an object, connect
  [CONNECT (file)] {"db.operation.name":"CONNECT"}
of an object, exec
  [DELETE users] {"db.operation.name":"DELETE","db.collection.name":"users","db.query.summary":"DELETE users","db.query.text":"DELETE FROM users WHERE name <> ?"}
of an object, query
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT name FROM users WHERE name = ?"}
of an object, query, exception
  [SELECT nowhere] error "SQLSTATE[HY000]: General error" {"db.operation.name":"SELECT","db.collection.name":"nowhere","db.query.summary":"SELECT nowhere","db.query.text":"SELECT * FROM nowhere","db.response.status_code":"1","error.type":"1"}
of an object, execute
  [PREPARE SELECT users] {"db.operation.name":"PREPARE","db.query.summary":"PREPARE SELECT users","db.collection.name":"users","db.query.text":"SELECT name FROM users"}
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT name FROM users"}
of an object, refused
  [(file)] error "" {"error.type":"TypeError"}
subclass
  [CONNECT (file)] {"db.operation.name":"CONNECT"}
  [SELECT users] {"db.operation.name":"SELECT","db.collection.name":"users","db.query.summary":"SELECT users","db.query.text":"SELECT name FROM users LIMIT ?"}
