--TEST--
Each command of phpredis is a client span that shows keys as patterns and no value, in a trace, with success, a failure and an exception, and none without a parent
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

$server = DatabaseServer::redis('requirepass secret');
$unused = Collector::unused_port();
compare_database_calls(<<<PHP
    \$connect = function () {
        \$redis = new Redis();
        \$redis->connect('127.0.0.1', $server->port);
        \$redis->auth('secret');
        return \$redis;
    };
    \$redis = \$connect();
    PHP, <<<PHP
    [
        'connect' => fn () => (new Redis())->connect('127.0.0.1', $server->port),
        'pconnect, socket' => fn () => (new Redis())->pconnect('$server->directory/socket'),
        'connect, exception' => fn () => (new Redis())->connect('127.0.0.1', $unused),
        'auth' => fn () => \$connect()->auth('secret'),
        'auth, exception' => function () {
            \$redis = new Redis();
            \$redis->connect('127.0.0.1', $server->port);
            return \$redis->auth(['user-secret', 'wrong-secret']);
        },
        'without auth, exception' => function () {
            \$redis = new Redis();
            \$redis->connect('127.0.0.1', $server->port);
            return \$redis->get('user:1');
        },
        'not connected, exception' => fn () => (new Redis())->get('user:1'),
        'subscribe, exception' => fn () => (new Redis())->subscribe(['channel:17', 'news'], fn () => 'secret'),
        'flushAll' => fn () => \$redis->flushAll(),
        'set' => fn () => \$redis->set('user:17:name', 'secret', ['ex' => 100]),
        'get' => fn () => \$redis->get('user:17:name'),
        'get, nothing' => fn () => \$redis->get('session:6ba7b810-9dad-11d1-80b4-00c04fd430c8'),
        'get, failure' => fn () => [\$redis->rPush('list', 'secret'), \$redis->get('list'), rtrim(\$redis->getLastError(), "\0")],
        'get, nothing after a failure' => fn () => [\$redis->get('nothing'), rtrim(\$redis->getLastError(), "\0")],
        'incr, failure twice' => fn () => [\$redis->incr('user:17:name'), \$redis->incr('user:17:name')],
        'hash' => fn () => [\$redis->hMSet('cart:17', ['apple' => 'secret', 'pear' => 2]), \$redis->hGet('cart:17', 'secret'), \$redis->hGetAll('cart:17')],
        'many keys' => fn () => [\$redis->mSet(['a:1' => 'secret', 'b:2' => 'secret']), \$redis->mGet(['a:1', 'b:2']), \$redis->del('a:1', 'b:2'), \$redis->unlink(['a:1'])],
        'blPop' => fn () => \$redis->blPop(['queue:1', 'queue:2'], 1) === [] ? 'timed out' : 'popped',
        'eval' => fn () => \$redis->eval('return ARGV[1]', ['secret'], 0),
        'evalsha' => fn () => \$redis->evalsha(\$redis->script('load', 'return KEYS[1]'), ['user:17', 'secret'], 1),
        'evalsha, no digest' => fn () => \$redis->evalsha('no digest', [], 0),
        'eval, keys' => fn () => \$redis->eval('return KEYS[1]', ['user:17', 'secret'], 1),
        'xRead' => fn () => \$redis->xRead(['stream:17' => '0-0', 'queue:9' => '0-0'], 1),
        'object' => fn () => \$redis->object('encoding', 'user:17:name'),
        'rawCommand' => fn () => [\$redis->rawCommand('set', 'raw:17', 'secret'), \$redis->rawCommand('NOSUCH', 'secret')],
        'publish' => fn () => \$redis->publish('channel', 'secret'),
        'scan' => function () use (\$redis) {
            \$cursor = null;
            return count(\$redis->scan(\$cursor, 'secret*'));
        },
        'select' => fn () => [\$redis->select(3), \$redis->get('a'), \$redis->select(0)],
        'select, failure' => fn () => \$redis->select(99),
        'multi' => fn () => \$redis->multi()->set('user:17', 'secret')->incr('hits')->exec(),
        'multi, one command' => fn () => \$redis->multi()->get('user:17')->exec(),
        'multi, discarded' => fn () => [\$redis->multi()->del('user:17') === \$redis, \$redis->discard(), \$redis->get('user:17')],
        'multi, failure' => fn () => \$redis->multi()->incr('user:17')->get('user:17')->exec(),
        'multi, the same failure' => fn () => \$redis->multi()->get('user:17')->incr('user:17')->exec(),
        'pipeline' => fn () => \$redis->pipeline()->get('user:17')->get('user:18')->exec(),
        'pipeline by multi()' => fn () => \$redis->multi(Redis::PIPELINE)->get('user:17')->exec(),
        'pipeline, with a transaction' => fn () => \$redis->pipeline()->get('a')->multi()->set('a', 1)->exec()->get('a')->exec(),
        'pipeline, empty' => fn () => \$redis->pipeline()->exec(),
        'getOption is no command' => fn () => [\$redis->getOption(Redis::OPT_SERIALIZER), \$redis->getMode()],
    ]
    PHP, [
        "$server->directory" => '(directory)',
        ":$unused" => ':(unused)',
        ":$server->port" => ':(port)',
        // phpredis 6.2 names the server, its default where there was no connect().
        'Redis server 127.0.0.1:6379 went away' => 'Redis server went away',
    ]);
--EXPECT--
connect: true
pconnect, socket: true
connect, exception: RedisException 0: Connection refused in frame 2
auth: true
auth, exception: RedisException 0: WRONGPASS invalid username-password pair or user is disabled. in frame 2
without auth, exception: RedisException 0: NOAUTH Authentication required. in frame 2
not connected, exception: RedisException 0: Redis server went away in frame 2
subscribe, exception: RedisException 0: Redis server went away in frame 2
flushAll: true
set: true
get: "secret"
get, nothing: false
get, failure: [1,false,"WRONGTYPE Operation against a key holding the wrong kind of value"]
get, nothing after a failure: [false,"WRONGTYPE Operation against a key holding the wrong kind of value"]
incr, failure twice: [false,false]
hash: [true,false,{"apple":"secret","pear":"2"}]
many keys: [true,["secret","secret"],2,0]
blPop: "timed out"
eval: "secret"
evalsha: "user:17"
evalsha, no digest: false
eval, keys: "user:17"
xRead: []
object: "embstr"
rawCommand: [true,false]
publish: 0
scan: 0
select: [true,false,true]
select, failure: false
multi: [true,1]
multi, one command: ["secret"]
multi, discarded: [true,true,"secret"]
multi, failure: [false,"secret"]
multi, the same failure: ["secret",false]
pipeline: ["secret",false]
pipeline by multi(): ["secret"]
pipeline, with a transaction: [false,[true],"1"]
pipeline, empty: []
getOption is no command: [0,0]
[exit code 0, same as without the extension]
connect
    at {"db.system.name":"redis","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT 127.0.0.1:(port)] {"db.operation.name":"CONNECT"}
pconnect, socket
    at {"db.system.name":"redis","server.address":"(directory)/socket","network.peer.address":"(directory)/socket"}
  [CONNECT (directory)/socket] {"db.operation.name":"CONNECT"}
connect, exception
    at {"db.system.name":"redis","server.address":"127.0.0.1","server.port":(unused),"network.peer.address":"127.0.0.1","network.peer.port":(unused)}
  [CONNECT 127.0.0.1:(unused)] error "" {"db.operation.name":"CONNECT","error.type":"RedisException"}
auth
    at {"db.system.name":"redis","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT 127.0.0.1:(port)] {"db.operation.name":"CONNECT"}
    at {"db.system.name":"redis","db.namespace":"0","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [AUTH] {"db.operation.name":"AUTH","db.query.text":"AUTH ?"}
  [AUTH] {"db.operation.name":"AUTH","db.query.text":"AUTH ?"}
auth, exception
    at {"db.system.name":"redis","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT 127.0.0.1:(port)] {"db.operation.name":"CONNECT"}
    at {"db.system.name":"redis","db.namespace":"0","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [AUTH] error "" {"db.operation.name":"AUTH","db.query.text":"AUTH ?","db.response.status_code":"WRONGPASS","error.type":"WRONGPASS"}
without auth, exception
    at {"db.system.name":"redis","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [CONNECT 127.0.0.1:(port)] {"db.operation.name":"CONNECT"}
    at {"db.system.name":"redis","db.namespace":"0","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [GET] error "" {"db.operation.name":"GET","db.query.text":"GET user:?","db.response.status_code":"NOAUTH","error.type":"NOAUTH"}
not connected, exception
    at {"db.system.name":"redis"}
  [GET] error "" {"db.operation.name":"GET","db.query.text":"GET user:?","error.type":"RedisException"}
subscribe, exception
  [SUBSCRIBE] error "" {"db.operation.name":"SUBSCRIBE","db.query.text":"SUBSCRIBE channel:? news","error.type":"RedisException"}
flushAll
    at {"db.system.name":"redis","db.namespace":"0","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [FLUSHALL] {"db.operation.name":"FLUSHALL","db.query.text":"FLUSHALL"}
set
  [SET] {"db.operation.name":"SET","db.query.text":"SET user:?:name ? ?"}
get
  [GET] {"db.operation.name":"GET","db.query.text":"GET user:?:name"}
get, nothing
  [GET] {"db.operation.name":"GET","db.query.text":"GET session:?"}
get, failure
  [RPUSH] {"db.operation.name":"RPUSH","db.query.text":"RPUSH list ?"}
  [GET] error "" {"db.operation.name":"GET","db.query.text":"GET list","db.response.status_code":"WRONGTYPE","error.type":"WRONGTYPE"}
get, nothing after a failure
  [GET] {"db.operation.name":"GET","db.query.text":"GET nothing"}
incr, failure twice
  [INCR] error "" {"db.operation.name":"INCR","db.query.text":"INCR user:?:name","db.response.status_code":"ERR","error.type":"ERR"}
  [INCR] error "" {"db.operation.name":"INCR","db.query.text":"INCR user:?:name","db.response.status_code":"ERR","error.type":"ERR"}
hash
  [HMSET] {"db.operation.name":"HMSET","db.query.text":"HMSET cart:? ?"}
  [HGET] {"db.operation.name":"HGET","db.query.text":"HGET cart:? ?"}
  [HGETALL] {"db.operation.name":"HGETALL","db.query.text":"HGETALL cart:?"}
many keys
  [MSET] {"db.operation.name":"MSET","db.query.text":"MSET a:? ? b:? ?"}
  [MGET] {"db.operation.name":"MGET","db.query.text":"MGET a:? b:?"}
  [DEL] {"db.operation.name":"DEL","db.query.text":"DEL a:? b:?"}
  [UNLINK] {"db.operation.name":"UNLINK","db.query.text":"UNLINK a:?"}
blPop
  [BLPOP] {"db.operation.name":"BLPOP","db.query.text":"BLPOP queue:? queue:? ?"}
eval
  [EVAL] {"db.operation.name":"EVAL","db.query.text":"EVAL ? ? ?"}
evalsha
  [SCRIPT] {"db.operation.name":"SCRIPT","db.query.text":"SCRIPT ? ?"}
  [EVALSHA] {"db.operation.name":"EVALSHA","db.query.text":"EVALSHA ? user:? ? ?","db.stored_procedure.name":"4a2267357833227dd98abdedb8cf24b15a986445"}
evalsha, no digest
  [EVALSHA] error "" {"db.operation.name":"EVALSHA","db.query.text":"EVALSHA ? ? ?","db.response.status_code":"NOSCRIPT","error.type":"NOSCRIPT"}
eval, keys
  [EVAL] {"db.operation.name":"EVAL","db.query.text":"EVAL ? user:? ? ?"}
xRead
  [XREAD] {"db.operation.name":"XREAD","db.query.text":"XREAD stream:? ? queue:? ? ?"}
object
  [OBJECT] {"db.operation.name":"OBJECT","db.query.text":"OBJECT ? user:?:name"}
rawCommand
  [SET] {"db.operation.name":"SET","db.query.text":"SET raw:? ?"}
  [NOSUCH] error "" {"db.operation.name":"NOSUCH","db.query.text":"NOSUCH ?","db.response.status_code":"ERR","error.type":"ERR"}
publish
  [PUBLISH] {"db.operation.name":"PUBLISH","db.query.text":"PUBLISH channel ?"}
scan
  [SCAN] {"db.operation.name":"SCAN","db.query.text":"SCAN ? ?"}
select
  [SELECT] {"db.operation.name":"SELECT","db.query.text":"SELECT ?"}
    at {"db.system.name":"redis","db.namespace":"3","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [GET] {"db.operation.name":"GET","db.query.text":"GET a"}
  [SELECT] {"db.operation.name":"SELECT","db.query.text":"SELECT ?"}
select, failure
    at {"db.system.name":"redis","db.namespace":"0","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [SELECT] error "" {"db.operation.name":"SELECT","db.query.text":"SELECT ?","db.response.status_code":"ERR","error.type":"ERR"}
multi
  [MULTI] {"db.operation.name":"MULTI","db.operation.batch.size":2,"db.query.text":"SET user:? ?; INCR hits"}
multi, one command
  [GET] {"db.operation.name":"GET","db.query.text":"GET user:?"}
multi, discarded
  [DEL] {"db.operation.name":"DEL","db.query.text":"DEL user:?"}
  [GET] {"db.operation.name":"GET","db.query.text":"GET user:?"}
multi, failure
  [MULTI] error "" {"db.operation.name":"MULTI","db.response.status_code":"ERR","error.type":"ERR","db.operation.batch.size":2,"db.query.text":"INCR user:?; GET user:?"}
multi, the same failure
  [MULTI] error "" {"db.operation.name":"MULTI","db.response.status_code":"ERR","error.type":"ERR","db.operation.batch.size":2,"db.query.text":"GET user:?; INCR user:?"}
pipeline
  [PIPELINE GET] {"db.operation.name":"PIPELINE GET","db.operation.batch.size":2,"db.query.text":"GET user:?"}
pipeline by multi()
  [GET] {"db.operation.name":"GET","db.query.text":"GET user:?"}
pipeline, with a transaction
  [PIPELINE] {"db.operation.name":"PIPELINE","db.operation.batch.size":3,"db.query.text":"GET a; SET a ?; GET a"}
pipeline, empty
  [PIPELINE] {"db.operation.name":"PIPELINE","db.operation.batch.size":0}
getOption is no command
