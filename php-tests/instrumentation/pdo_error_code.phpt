--TEST--
PDO::errorCode() says what it says without the extension: nothing after connecting, and a failure until the next call
--DESCRIPTION--
The driver was asked for the server's version when the connection was made, which forgets the error.
--EXTENSIONS--
mysqlnd
pdo
pdo_mysql
pdo_sqlite
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_mariadb();
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';
require __DIR__ . '/../support/database_servers.inc';

$server = DatabaseServer::mariadb();
$prelude = __DIR__ . '/../support/database_program.php';
file_put_contents(scratch() . '/dsn', 'sqlite::memory:');
$dsn = 'uri:file://' . scratch() . '/dsn';
$spans = compare_with_uninstrumented(<<<PHP
    <?php
    require '$prelude';
    \$silent = [PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT, PDO::ATTR_EMULATE_PREPARES => false];
    \$say = fn (PDO \$pdo) => print(json_encode([\$pdo->errorCode(), \$pdo->errorInfo()[0]]) . "\n");
    \$say(new PDO('mysql:host=127.0.0.1;port=$server->port', 'root'));
    \$say(@new PDO('$dsn'));
    in_span('statement', function () use (\$say, \$silent) {
        \$say(\$pdo = new PDO('mysql:host=127.0.0.1;port=$server->port', 'root', '', \$silent));
        \$statement = \$pdo->prepare('SELECT 1');
        \$pdo->query('SELECT * FROM nowhere.nothing');
        \$say(\$pdo);
        \$statement->execute();
        \$say(\$pdo);
    });
    // What a span says of the server is known from the first call on that forgets the error, or finds none.
    \$pdo = new PDO('mysql:host=127.0.0.1;port=$server->port', 'root', '', \$silent);
    \$statement = \$pdo->prepare('SELECT 1');
    \$pdo->query('SELECT * FROM nowhere.nothing');
    in_span('prepared before', function () use (\$say, \$pdo, \$statement) {
        \$statement->execute();
        \$say(\$pdo);
        \$pdo->exec('DO 1');
        \$statement->execute();
    });
    // The methods of transactions leave an error, and forget none.
    foreach (['beginTransaction', 'commit', 'rollBack'] as \$method) {
        \$pdo = new PDO('mysql:host=127.0.0.1;port=$server->port', 'root', '', [PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT]);
        in_span('new', function () use (\$say, \$pdo, \$method) {
            try {
                \$pdo->\$method();
            } catch (PDOException \$e) {
                echo \$e->getMessage(), "\n";
            }
            \$say(\$pdo);
        });
        \$pdo->inTransaction() || \$pdo->beginTransaction();
        \$pdo->query('SELECT * FROM nowhere.nothing');
        in_span('failed', fn () => \$say(\$pdo->commit() ? \$pdo : null));
    }
    \$uri = @new PDO('$dsn');
    in_span('uri', fn () => \$uri->query('SELECT 1'));
    PHP, ['traced_coroutine.instrument' => 'pdo', 'error_reporting' => '8191']);
usort($spans, static fn (array $a, array $b): int => $a['start_time_unix_nano'] <=> $b['start_time_unix_nano']);
foreach ($spans as $span) {
    echo $span['attributes']['db.operation.name'] ?? $span['name'], ': ', $span['attributes']['db.system.name'] ?? '', "\n";
}
--EXPECTF--
[null,""]
[null,""]
["00000","00000"]
["42S02","42S02"]
["42S02","42S02"]
["42S02","42S02"]
[null,""]
["42S02","42S02"]
There is no active transaction
[null,""]
["42S02","42S02"]
There is no active transaction
[null,""]
["42S02","42S02"]
[exit code 0, same as without the extension]
%A
statement: 
CONNECT: mysql
PREPARE: mariadb
SELECT: mariadb
SELECT: mariadb
prepared before: 
SELECT: mysql
DO: mariadb
SELECT: mariadb
new: 
BEGIN: mysql
failed: 
COMMIT: mysql
new: 
COMMIT: mysql
failed: 
COMMIT: mysql
new: 
ROLLBACK: mysql
failed: 
COMMIT: mysql
uri: 
SELECT: sqlite