--TEST--
exit() in a function of the program's that a call to a database calls is the end of that call's span, as of the span around it
--DESCRIPTION--
The call's span was left without a status.
--EXTENSIONS--
pdo
pdo_sqlite
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/instrumented.inc';

foreach (['0', '3', '"text"'] as $status) {
    foreach (['$query();', 'Swoole\Coroutine\run($query);'] as $run) {
        echo "== exit($status), $run\n";
        compare_with_uninstrumented(<<<PHP
            <?php
            \$query = function () {
                \$pdo = new PDO('sqlite::memory:');
                \$pdo->sqliteCreateFunction('leave', function () { exit($status); });
                \$call = fn () => \$pdo->query('SELECT leave()');
                class_exists('TracedCoroutine', false) ? TracedCoroutine::trace('outer', \$call) : \$call();
            };
            ini_set('display_errors', 0);
            $run
            PHP, ['traced_coroutine.instrument' => 'pdo']);
    }
}
--EXPECT--
== exit(0), $query();
[exit code 0, same as without the extension]
- [outer] unset
  - [SELECT] client unset
== exit(0), Swoole\Coroutine\run($query);
[exit code 255, same as without the extension]
- [outer] unset
  - [SELECT] client unset
== exit(3), $query();
[exit code 3, same as without the extension]
- [outer] error, "exit status 3"
  - [SELECT] client error, "exit status 3"
== exit(3), Swoole\Coroutine\run($query);
[exit code 255, same as without the extension]
- [outer] error, "exit status 3"
  - [SELECT] client error, "exit status 3"
== exit("text"), $query();
text
[exit code 0, same as without the extension]
- [outer] unset
  - [SELECT] client unset
== exit("text"), Swoole\Coroutine\run($query);
[exit code 255, same as without the extension]
- [outer] unset
  - [SELECT] client unset