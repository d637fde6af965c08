--TEST--
Commands to a cluster of Redis are client spans as those to one server, also where RedisArray sends them
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

$node = DatabaseServer::redis('cluster-enabled yes', 'cluster-announce-ip 127.0.0.1', 'cluster-config-file nodes.conf', 'cluster-require-full-coverage no');
exec("redis-cli -p $node->port cluster addslots " . implode(' ', range(0, 16383)));
for ($wait = 0; $wait < 500 && !str_contains((string) shell_exec("redis-cli -p $node->port cluster info"), 'cluster_state:ok'); $wait++) {
    usleep(10_000);
}
$alone = DatabaseServer::redis();
$unused = Collector::unused_port();
compare_database_calls(<<<PHP
    \$cluster = new RedisCluster(null, ['127.0.0.1:$node->port']);
    \$array = new RedisArray(['127.0.0.1:$alone->port']);
    PHP, <<<PHP
    [
        'connect' => fn () => new RedisCluster(null, ['127.0.0.1:$node->port']),
        'connect, exception' => fn () => new RedisCluster(null, ['127.0.0.1:$unused']),
        'set' => fn () => \$cluster->set('user:17', 'secret'),
        'get' => fn () => \$cluster->get('user:17'),
        'get, failure' => fn () => [\$cluster->del('list') >= 0, \$cluster->rPush('list', 'secret'), \$cluster->get('list')],
        'rawCommand' => fn () => \$cluster->rawCommand('user:17', 'GET', 'user:17'),
        'multi' => fn () => \$cluster->multi()->set('{user:17}:a', 'secret')->get('user:17')->exec(),
        'multi, discarded' => fn () => [\$cluster->multi()->del('user:17') === \$cluster, \$cluster->discard()],
        'array' => fn () => [\$array->set('user:17', 'secret'), \$array->get('user:17')],
    ]
    PHP, [":$unused" => ':(unused)', ":$node->port" => ':(port)', ":$alone->port" => ':(other port)']);
--EXPECT--
connect: RedisCluster
connect, exception: RedisClusterException 0: Couldn't map cluster keyspace using any provided seed in frame 2
set: true
get: "secret"
get, failure: [true,1,false]
rawCommand: "secret"
multi: [true,"secret"]
multi, discarded: [true,true]
array: [true,"secret"]
[exit code 0, same as without the extension]
connect
    at {"db.system.name":"redis","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT 127.0.0.1:(port)] {"db.operation.name":"CONNECT"}
connect, exception
    at {"db.system.name":"redis","server.address":"127.0.0.1","server.port":(unused),"network.peer.address":"127.0.0.1","network.peer.port":(unused)}
  [CONNECT 127.0.0.1:(unused)] error "" {"db.operation.name":"CONNECT","error.type":"RedisClusterException"}
set
    at {"db.system.name":"redis","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [SET] {"db.operation.name":"SET","db.query.text":"SET user:? ?"}
get
  [GET] {"db.operation.name":"GET","db.query.text":"GET user:?"}
get, failure
  [DEL] {"db.operation.name":"DEL","db.query.text":"DEL list"}
  [RPUSH] {"db.operation.name":"RPUSH","db.query.text":"RPUSH list ?"}
  [GET] error "" {"db.operation.name":"GET","db.query.text":"GET list","db.response.status_code":"WRONGTYPE","error.type":"WRONGTYPE"}
rawCommand
  [GET] {"db.operation.name":"GET","db.query.text":"GET user:?"}
multi
  [MULTI] {"db.operation.name":"MULTI","db.operation.batch.size":2,"db.query.text":"SET {user:?}:a ?; GET user:?"}
multi, discarded
  [DEL] {"db.operation.name":"DEL","db.query.text":"DEL user:?"}
array
    at {"db.system.name":"redis"}
  [SET] {"db.operation.name":"SET","db.query.text":"SET user:? ?"}
  [GET] {"db.operation.name":"GET","db.query.text":"GET user:?"}
