--TEST--
A batch of phpredis' ends with what ends it, also by close(), connect(), the object's end or outside of the trace, and no other command is part of it
--EXTENSIONS--
igbinary
redis
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_redis();
--FILE--
<?php
require __DIR__ . '/../support/database_calls.inc';

$server = DatabaseServer::redis();
compare_database_calls(<<<PHP
    \$connect = function () {
        \$redis = new Redis();
        \$redis->connect('127.0.0.1', $server->port);
        return \$redis;
    };
    \$array = fn () => new RedisArray(['127.0.0.1:$server->port']);
    \$redis = \$connect();
    PHP, <<<PHP
    [
        'close in a transaction' => fn () => [\$redis->multi()->set('a', 'secret') === \$redis, \$redis->close(), \$redis->set('b', 'secret'), \$redis->get('b'), \$redis->del('b')],
        'close in a pipeline' => function () use (\$connect) {
            \$redis = \$connect();
            \$redis->pipeline()->set('a', 'secret');
            return [\$redis->close(), \$redis->pipeline()->get('b') === \$redis, \$redis->close()];
        },
        'connect in a transaction' => fn () => [\$redis->multi()->get('a') === \$redis, \$redis->connect('127.0.0.1', $server->port), \$redis->exists('b')],
        'the end of the object' => function () use (\$connect) {
            \$redis = \$connect();
            \$redis->multi()->get('a')->get('b');
            unset(\$redis);
            return \$connect()->get('c');
        },
        'the end of an array' => function () use (\$array) {
            \$a = \$array();
            \$a->multi(\$a->_target('x'), Redis::PIPELINE)->set('a', 'secret');
            unset(\$a);
            \$b = \$array();
            return [\$b->get('b'), \$b->multi(\$b->_target('x'), Redis::PIPELINE)->get('c')->exec()];
        },
        'a wrong call' => function () use (\$redis) {
            \$redis->pipeline()->set('a', 'secret');
            try {
                \$redis->set('b');
            } catch (ArgumentCountError) {
            }
            try {
                \$redis->exec('secret');
            } catch (ArgumentCountError) {
            }
            return \$redis->get('a')->exec();
        },
        'select' => fn () => [\$redis->multi()->select(5) === \$redis, \$redis->exec(), \$redis->getDbNum(), \$redis->get('a'), \$redis->select(0)],
        'a refused command' => fn () => [\$redis->multi()->rawCommand('nope') !== null, (bool) \$redis->exec(), \$redis->clearLastError()],
        'left open' => fn () => \$redis->multi()->set('a', 'secret') === \$redis,
        'after that' => fn () => [\$redis->discard(), \$redis->get('a')],
    ]
    PHP, [":$server->port" => ':(port)']);

$spans = compare_with_uninstrumented(<<<PHP
    <?php
    \$in = fn (string \$name, callable \$call) => class_exists('TracedCoroutine', false) ? TracedCoroutine::trace(\$name, \$call) : \$call();
    \$redis = new Redis();
    \$redis->connect('127.0.0.1', $server->port);
    foreach (['exec', 'discard'] as \$end) {
        \$in("A \$end", fn () => \$redis->multi()->set('of_a', 5));
        \$redis->\$end();
        \$in("B \$end", fn () => \$redis->multi()->get('of_b')->exec());
    }
    // Each lost batch would keep its span open.
    \$in('many', function () use (\$redis) {
        for (\$count = 0; \$count < 3; \$count++) {
            \$lost = new Redis();
            \$lost->connect('127.0.0.1', $server->port);
            \$lost->pipeline()->get('lost');
            unset(\$lost);
        }
        fwrite(STDOUT, class_exists('TracedCoroutine', false) && TracedCoroutine::stats()['open'] !== 1 ? "!! open\n" : '');
    });
    PHP, ['traced_coroutine.instrument' => 'redis']);
--EXPECTF--
close in a transaction: [true,true,true,"secret",1]
close in a pipeline: [true,true,true]
connect in a transaction: [true,true,0]
the end of the object: false
the end of an array: [false,[false]]
a wrong call: [true,"secret"]
select: [true,[true],5,false,true]
a refused command: [true,false,true]
left open: true
after that: [true,"secret"]
[exit code 0, same as without the extension]
close in a transaction
    at {"db.system.name":"redis","db.namespace":"0","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [SET] {"db.operation.name":"SET","db.query.text":"SET a ?"}
  [SET] {"db.operation.name":"SET","db.query.text":"SET b ?"}
  [GET] {"db.operation.name":"GET","db.query.text":"GET b"}
  [DEL] {"db.operation.name":"DEL","db.query.text":"DEL b"}
close in a pipeline
    at {"db.system.name":"redis","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT 127.0.0.1:(port)] {"db.operation.name":"CONNECT"}
    at {"db.system.name":"redis","db.namespace":"0","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [SET] {"db.operation.name":"SET","db.query.text":"SET a ?"}
  [GET] {"db.operation.name":"GET","db.query.text":"GET b"}
connect in a transaction
  [GET] {"db.operation.name":"GET","db.query.text":"GET a"}
    at {"db.system.name":"redis","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT 127.0.0.1:(port)] {"db.operation.name":"CONNECT"}
    at {"db.system.name":"redis","db.namespace":"0","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [EXISTS] {"db.operation.name":"EXISTS","db.query.text":"EXISTS b"}
the end of the object
    at {"db.system.name":"redis","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT 127.0.0.1:(port)] {"db.operation.name":"CONNECT"}
    at {"db.system.name":"redis","db.namespace":"0","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [MULTI GET] {"db.operation.name":"MULTI GET","db.operation.batch.size":2,"db.query.text":"GET a; GET b"}
    at {"db.system.name":"redis","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT 127.0.0.1:(port)] {"db.operation.name":"CONNECT"}
    at {"db.system.name":"redis","db.namespace":"0","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [GET] {"db.operation.name":"GET","db.query.text":"GET c"}
the end of an array
    at {"db.system.name":"redis"}
  [SET] {"db.operation.name":"SET","db.query.text":"SET a ?"}
  [GET] {"db.operation.name":"GET","db.query.text":"GET b"}
  [GET] {"db.operation.name":"GET","db.query.text":"GET c"}
a wrong call
    at {"db.system.name":"redis","db.namespace":"0","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [PIPELINE] {"db.operation.name":"PIPELINE","db.operation.batch.size":2,"db.query.text":"SET a ?; GET a"}
select
  [SELECT] {"db.operation.name":"SELECT","db.query.text":"SELECT ?"}
    at {"db.system.name":"redis","db.namespace":"5","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [GET] {"db.operation.name":"GET","db.query.text":"GET a"}
  [SELECT] {"db.operation.name":"SELECT","db.query.text":"SELECT ?"}
a refused command
    at {"db.system.name":"redis","db.namespace":"0","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [NOPE] error "" {"db.operation.name":"NOPE","db.response.status_code":"ERR","error.type":"ERR","db.query.text":"NOPE"}
left open
  [SET] {"db.operation.name":"SET","db.query.text":"SET a ?"}
after that
  [GET] {"db.operation.name":"GET","db.query.text":"GET a"}
[exit code 0, same as without the extension]
- [A exec] unset
  - [SET] client unset
- [B exec] unset
  - [GET] client unset
- [A discard] unset
  - [SET] client unset
- [B discard] unset
  - [GET] client unset
- [many] unset
  - [CONNECT 127.0.0.1:%d] client unset
  - [GET] client unset
  - [CONNECT 127.0.0.1:%d] client unset
  - [GET] client unset
  - [CONNECT 127.0.0.1:%d] client unset
  - [GET] client unset
