--TEST--
Coroutines that share a Memcached, and switch in its callbacks, have each their own spans
--EXTENSIONS--
igbinary
msgpack
memcached
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_memcached();
--FILE--
<?php
require __DIR__ . '/../support/database_calls.inc';

$server = DatabaseServer::memcached();
$directory = __DIR__ . '/../support';
ob_start();
$spans = compare_with_uninstrumented(<<<PHP
    <?php
    require '$directory/database_program.php';
    require '$directory/runtime.inc';

    function start(callable \$body): void
    {
        extension_loaded('swoole') ? Swoole\Coroutine::create(\$body) : (new Fiber(\$body))->start();
    }

    function work(Memcached \$m, string \$name): void
    {
        in_span("request \$name", function () use (\$m, \$name) {
            \$m->delete(\$name);
            \$read = \$m->get(\$name, function (Memcached \$m, string \$key, mixed &\$value) use (\$name) {
                park(\$name);
                \$value = "secret of \$name";
                return \$name !== 'pear';
            });
            \$code = \$m->getResultCode();
            \$m->getDelayed([\$name], false, fn () => park(\$name));
            echo json_encode([\$name, \$read, \$code, \$m->increment(\$name), \$m->getResultCode()]), "\n";
        });
    }

    function main(Memcached \$m): void
    {
        \$names = ['apple', 'pear', 'plum'];
        foreach (\$names as \$name) {
            start(fn () => work(\$m, \$name));
        }
        // Nothing is current here: no span, whatever is under way elsewhere.
        echo json_encode([\$m->set('other', 'secret'), \$m->increment('other')]), "\n";
        foreach (array_reverse(\$names) as \$name) {
            wake(\$name);
        }
        while (Parked::\$coroutines !== []) {
            wake(array_key_first(Parked::\$coroutines));
        }
    }

    \$m = new Memcached();
    \$m->addServer('127.0.0.1', $server->port);
    start(fn () => main(\$m));
    extension_loaded('swoole') && Swoole\Event::wait();
    PHP, ['traced_coroutine.instrument' => 'memcached']);
echo str_replace(":$server->port", ':(port)', ob_get_clean());

$names = array_column($spans, 'name', 'span_id');
usort($spans, static fn (array $a, array $b): int => $a['start_time_unix_nano'] <=> $b['start_time_unix_nano']);
foreach ($spans as $span) {
    isset($span['attributes']['db.query.text']) && $texts[$names[$span['parent_span_id']]][] = $span['attributes']['db.query.text'];
}
print_r(array_map(static fn (array $texts): string => implode(', ', $texts), $texts));
--EXPECT--
[true,false]
["pear",false,0,false,16]
["plum","secret of plum",0,false,9]
["apple","secret of apple",0,false,9]
[exit code 0, same as without the extension]
- [request apple] unset
  - [delete 127.0.0.1:(port)] client unset
  - [get 127.0.0.1:(port)] client unset
  - [get 127.0.0.1:(port)] client unset
  - [incr 127.0.0.1:(port)] client error, "CLIENT ERROR"
- [request pear] unset
  - [delete 127.0.0.1:(port)] client unset
  - [get 127.0.0.1:(port)] client unset
  - [get 127.0.0.1:(port)] client unset
  - [incr 127.0.0.1:(port)] client unset
- [request plum] unset
  - [delete 127.0.0.1:(port)] client unset
  - [get 127.0.0.1:(port)] client unset
  - [get 127.0.0.1:(port)] client unset
  - [incr 127.0.0.1:(port)] client error, "CLIENT ERROR"
Array
(
    [request apple] => delete apple, get apple, get apple, incr apple
    [request pear] => delete pear, get pear, get pear, incr pear
    [request plum] => delete plum, get plum, get plum, incr plum
)
