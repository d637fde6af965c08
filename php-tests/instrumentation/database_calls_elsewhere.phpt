--TEST--
A query or a batch that another coroutine goes on with lasts until its end, and not until that of the coroutine that has begun it
--DESCRIPTION--
Its span ended with that coroutine: a query that was only sent lasted no time and had no error, and a batch lacked what came later.
--EXTENSIONS--
swoole
mysqlnd
mysqli
igbinary
redis
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_mariadb();
needs_redis();
--FILE--
<?php
require __DIR__ . '/../support/database_calls.inc';

$mariadb = DatabaseServer::mariadb();
$redis = DatabaseServer::redis();
ob_start();
$spans = compare_with_uninstrumented(<<<PHP
    <?php
    mysqli_report(MYSQLI_REPORT_OFF);
    function in_coroutine(string \$name, callable \$call): void
    {
        go(fn () => class_exists('TracedCoroutine', false) ? TracedCoroutine::trace(\$name, \$call) : \$call());
    }
    function elsewhere(object \$connection, callable \$begin, callable \$end): void
    {
        in_coroutine('begins', fn () => \$begin(\$connection));
        in_coroutine('ends', fn () => \$end(\$connection));
    }
    \$link = fn () => new mysqli('127.0.0.1', 'root', '', '', $mariadb->port);
    \$query = fn (string \$query) => fn (mysqli \$link) => \$link->query(\$query, MYSQLI_ASYNC);
    \$connect = function () {
        \$redis = new Redis();
        \$redis->connect('127.0.0.1', $redis->port);
        return \$redis;
    };
    go(function () use (\$link, \$query, \$connect) {
        elsewhere(\$link(), \$query('SELECT 1'), function (\$link) {
            echo json_encode(\$link->reap_async_query()->fetch_row()), "\\n";
        });
        elsewhere(\$link(), \$query('nonsense'), function (\$link) {
            echo json_encode([mysqli_reap_async_query(\$link), \$link->errno]), "\\n";
        });
        \$kept[] = \$closed = \$link();
        elsewhere(\$closed, \$query('SELECT 2'), fn (\$link) => \$link->close());
        \$kept[] = \$again = \$link();
        elsewhere(\$again, \$query('SELECT 3'), fn (\$link) => \$link->real_connect('127.0.0.1', 'root', '', '', $mariadb->port));
        elsewhere(\$connect(), fn (\$redis) => \$redis->multi()->set('a', 1), function (\$redis) {
            echo json_encode(\$redis->get('a')->exec()), "\\n";
        });
        if (class_exists('TracedCoroutine', false) && TracedCoroutine::stats()['open'] > 0) {
            fwrite(STDOUT, "!! open\\n");
        }
    });
    Swoole\Event::wait();
    PHP, ['traced_coroutine.instrument' => 'mysqli,redis']);
echo preg_replace("/:($mariadb->port|$redis->port)/", ':(port)', ob_get_clean());
usort($spans, static fn (array $a, array $b): int => $a['start_time_unix_nano'] <=> $b['start_time_unix_nano']);
foreach ($spans as $span) {
    if ($span['kind'] === 'client') {
        $begun = $span;
    } elseif ($span['name'] === 'ends') {
        $lasted = $begun['end_time_unix_nano'] > $span['start_time_unix_nano'];
        $attributes = $begun['attributes'];
        echo $attributes['db.query.text'] ?? 'no text', ': ', $attributes['error.type'] ?? 'no error', $lasted ? '' : ', ended before', "\n";
    }
}
--EXPECT--
["1"]
[false,1064]
[true,"1"]
[exit code 0, same as without the extension]
- [begins] unset
  - [SELECT] client unset
- [ends] unset
- [begins] unset
  - [127.0.0.1:(port)] client error
- [ends] unset
- [begins] unset
  - [SELECT] client unset
- [ends] unset
- [begins] unset
  - [SELECT] client unset
- [ends] unset
  - [CONNECT 127.0.0.1:(port)] client unset
- [begins] unset
  - [MULTI] client unset
- [ends] unset
SELECT ?: no error
nonsense: 1064
SELECT ?: no error
SELECT ?: no error
SET a ?; GET a: no error
