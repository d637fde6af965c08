--TEST--
Each call of Memcached that goes to a server is a client span that shows keys as patterns and no value, in a trace, with success, a failure and an exception, and none without a parent
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
$unused = Collector::unused_port();
compare_database_calls(<<<PHP
    final class Cache extends Memcached
    {
        public function __construct(bool \$is_constructed)
        {
            if (\$is_constructed) {
                parent::__construct();
                \$this->addServer('127.0.0.1', $server->port);
            }
        }

        public function getServerList(): array
        {
            throw new LogicException('the program is not asked');
        }
    }
    \$connect = function (int ...\$ports) {
        \$memcached = new Memcached();
        \$memcached->setOption(Memcached::OPT_COMPRESSION, false);
        foreach (\$ports as \$port) {
            \$memcached->addServer('127.0.0.1', \$port);
        }
        return \$memcached;
    };
    \$m = \$connect($server->port);
    \$token = fn (string \$key) => (string) \$m->get(\$key, null, Memcached::GET_EXTENDED)['cas'];
    /** What the call gives, and what the program is told of it. */
    \$told = fn (mixed \$value, ?Memcached \$of = null) => [\$value, (\$of ?? \$m)->getResultCode(), (\$of ?? \$m)->getLastErrorCode()];
    PHP, <<<PHP
    [
        'set' => fn () => \$told(\$m->set('user:17:name', 'secret', 100)),
        'get' => fn () => \$told(\$m->get('user:17:name')),
        'get, by names' => fn () => \$told(\$m->get(get_flags: Memcached::GET_EXTENDED, key: 'user:17:name')['value']),
        'get, nothing' => fn () => \$told(\$m->get('session:6ba7b810-9dad-11d1-80b4-00c04fd430c8')),
        'get, failure' => fn () => \$told(\$m->get('a secret')),
        'get, a callback' => fn () => [\$m->delete('read:17'), \$told(\$m->get('read:17', function (Memcached \$m, string \$key, mixed &\$value) {
            \$value = \$m->get('user:17:name') . ' of another';
            return true;
        })), \$m->get('read:17')],
        'get, exception' => fn () => \$m->get([]),
        'get, exception of a callback' => fn () => \$m->get('nothing', fn () => throw new DomainException('no secret', 17)),
        'getByKey' => fn () => \$told(\$m->getByKey('shard-17-secret', 'user:17:name')),
        'getMulti' => fn () => \$told(\$m->getMulti(['user:17:name', 'user:18:name'])),
        'getMulti, nothing' => fn () => \$told(\$m->getMulti(['nothing', 18])),
        'getMultiByKey' => fn () => \$told(\$m->getMultiByKey('shard', ['user:17:name', 'nothing'])),
        'getDelayed, fetch' => fn () => [\$m->getDelayed(['user:17:name']), \$told(\$m->fetch()['value']), \$told(\$m->fetch())],
        'getDelayed, fetchAll' => fn () => [\$m->getDelayed(['user:17:name'], true), count(\$m->fetchAll()), \$told(null)],
        'getDelayedByKey, a callback' => function () use (\$m, \$told) {
            \$m->getDelayedByKey('shard', ['user:17:name'], false, function (Memcached \$m, array \$item) use (&\$values) {
                \$values[] = \$item['value'];
            });
            return \$told(\$values);
        },
        'setByKey' => fn () => \$told(\$m->setByKey('shard', 'user:17:name', 'secret')),
        'set, failure' => fn () => \$told(\$m->set('big', str_repeat('secret', 1 << 18))),
        'setMulti' => fn () => \$told(\$m->setMulti(['a:1' => 'secret', 'a:2' => 'secret'])),
        'setMulti, several keys' => fn () => \$told(\$m->setMulti(['a:1' => 'secret', 'b:2' => 'secret'], 100)),
        'setMulti, one' => fn () => \$told(\$m->setMulti(['a:1' => 'secret'])),
        'setMulti, none' => fn () => \$told(\$m->setMulti([])),
        'setMultiByKey' => fn () => \$told(\$m->setMultiByKey('shard', ['a:1' => 'secret', 'b:2' => 'secret'])),
        'add' => fn () => [\$m->delete('a:1'), \$told(\$m->add('a:1', 'secret'))],
        'add, there is one' => fn () => \$told(\$m->add('a:1', 'secret')),
        'addByKey' => fn () => \$told(\$m->addByKey('shard', 'a:1', 'secret')),
        'replace' => fn () => \$told(\$m->replace('a:1', 'secret')),
        'replace, nothing' => fn () => \$told(\$m->replace('nothing', 'secret')),
        'replaceByKey' => fn () => \$told(\$m->replaceByKey('shard', 'a:1', 'secret')),
        'append, prepend' => fn () => [\$m->set('a:1', 'secret'), \$m->append('a:1', ' word'), \$m->prepend('a:1', 'my '), \$told(\$m->get('a:1'))],
        'append, nothing' => fn () => \$told(\$m->append('nothing', 'secret')),
        'append, prepend by key' => fn () => [\$m->appendByKey('shard', 'a:1', ''), \$m->prependByKey('shard', 'a:1', '')],
        'cas' => fn () => \$told(\$m->cas(\$token('a:1'), 'a:1', 'secret')),
        'cas, changed' => fn () => \$told(\$m->cas('1', 'a:1', 'secret')),
        'casByKey' => fn () => \$told(\$m->casByKey(\$token('a:1'), 'shard', 'a:1', 'secret', 100)),
        'touch' => fn () => \$told(\$m->touch('a:1', 100)),
        'touchByKey, nothing' => fn () => \$told(\$m->touchByKey('shard', 'nothing', 100)),
        'increment, decrement' => fn () => [\$m->set('hits:17', 5), \$m->increment('hits:17'), \$m->decrement('hits:17', 3), \$told(\$m->get('hits:17'))],
        'increment, failure' => fn () => \$told(\$m->increment('a:1')),
        'increment, decrement by key' => fn () => [\$m->incrementByKey('shard', 'hits:17', 2), \$m->decrementByKey('shard', 'hits:17', 2)],
        'delete' => fn () => \$told(\$m->delete('a:1')),
        'deleteByKey, nothing' => fn () => \$told(\$m->deleteByKey('shard', 'nothing')),
        'deleteMulti' => fn () => \$told(\$m->deleteMulti(['hits:17', 'nothing'])),
        'deleteMulti, failure' => fn () => \$told(\$m->deleteMulti(['a secret', 'nothing'])),
        'deleteMultiByKey' => fn () => \$told(\$m->deleteMultiByKey('shard', ['b:2'])),
        'getStats' => fn () => \$told(array_map(fn (array \$stats) => \$stats['pid'] > 0, \$m->getStats())),
        'getStats, of a kind' => fn () => \$told(count(\$m->getStats('sizes'))),
        'getVersion' => fn () => \$told(count(\$m->getVersion())),
        'getAllKeys' => fn () => \$told(is_array(\$m->getAllKeys())),
        'flush' => fn () => \$told(\$m->flush()),
        'flush, exception' => fn () => \$m->flush('soon'),
        'no command' => fn () => [count(\$m->getServerList()), \$m->getOption(Memcached::OPT_BUFFER_WRITES), \$m->getResultMessage()],
        'buffered' => function () use (\$connect, \$told) {
            \$m = \$connect($server->port);
            \$m->setOption(Memcached::OPT_BUFFER_WRITES, true);
            return [\$told(\$m->set('a:1', 'secret'), \$m), \$told(\$m->get('a:1'), \$m)];
        },
        'binary protocol' => function () use (\$connect, \$told) {
            \$m = \$connect($server->port);
            \$m->setOption(Memcached::OPT_BINARY_PROTOCOL, true);
            return [\$m->delete('n:1'), \$m->increment('n:1', 1, 5, 100), \$told(\$m->add('n:1', 'secret'), \$m), \$told(\$m->replace('nothing', 'secret'), \$m)];
        },
        'persistent' => function () use (\$told) {
            \$m = new Memcached('pool');
            \$m->isPristine() && \$m->addServer('localhost', $server->port);
            return \$told(\$m->get('nothing'), \$m);
        },
        'a class of the program\'s' => fn () => (new Cache(true))->get('nothing'),
        'a class without a constructor, exception' => fn () => (new Cache(false))->get('a:1'),
        'two servers' => function () use (\$connect, \$told) {
            \$m = \$connect($server->port, $server->port);
            return \$told(\$m->get('nothing'), \$m);
        },
        'no server, failure' => function () use (\$connect, \$told) {
            \$m = \$connect();
            return [\$told(\$m->get('a:1'), \$m), \$told(\$m->getMulti(['a:1']), \$m), \$told(\$m->deleteMulti(['a:1', 'a:2']), \$m)];
        },
        'no answer, failure' => function () use (\$connect, \$told) {
            \$m = \$connect($unused);
            return [\$told(\$m->get('a:1'), \$m), \$told(\$m->setMulti(['a:1' => 'secret', 'a:2' => 'secret']), \$m), \$m->getVersion()];
        },
        'socket, failure' => function () {
            \$m = new Memcached();
            \$m->addServer('$server->directory/socket', 0);
            return \$m->get('a:1');
        },
    ]
    PHP, [$server->directory => '(directory)', ":$unused" => ':(unused)', ":$server->port" => ':(port)']);
--EXPECT--
set: [true,0,0]
get: ["secret",0,0]
get, by names: ["secret",0,0]
get, nothing: [false,16,0]
get, failure: [false,33,0]
get, a callback: [false,["secret of another",0,0],"secret of another"]
get, exception: TypeError 0: Memcached::get(): Argument #1 ($key) must be of type string, array given in frame 2
get, exception of a callback: DomainException 17: no secret in frame 3
getByKey: ["secret",0,0]
getMulti: [{"user:17:name":"secret"},0,0]
getMulti, nothing: [[],16,0]
getMultiByKey: [{"user:17:name":"secret"},0,0]
getDelayed, fetch: [true,["secret",0,0],[false,16,0]]
getDelayed, fetchAll: [true,1,[null,0,0]]
getDelayedByKey, a callback: [["secret"],0,0]
setByKey: [true,0,0]
set, failure: [false,37,0]
setMulti: [true,0,0]
setMulti, several keys: [true,0,0]
setMulti, one: [true,0,0]
setMulti, none: [true,0,0]
setMultiByKey: [true,0,0]
add: [true,[true,0,0]]
add, there is one: [false,14,0]
addByKey: [false,14,0]
replace: [true,0,0]
replace, nothing: [false,14,0]
replaceByKey: [true,0,0]
append, prepend: [true,true,true,["my secret word",0,0]]
append, nothing: [false,14,0]
append, prepend by key: [true,true]
cas: [true,0,0]
cas, changed: [false,12,0]
casByKey: [true,0,0]
touch: [true,0,0]
touchByKey, nothing: [false,16,0]
increment, decrement: [true,6,3,[3,0,0]]
increment, failure: [false,9,9]
increment, decrement by key: [5,3]
delete: [true,0,0]
deleteByKey, nothing: [false,16,0]
deleteMulti: [{"hits:17":true,"nothing":16},16,0]
deleteMulti, failure: [{"a secret":9,"nothing":16},16,0]
deleteMultiByKey: [{"b:2":true},0,0]
getStats: [{"127.0.0.1:(port)":true},0,0]
getStats, of a kind: [1,0,0]
getVersion: [1,0,0]
getAllKeys: [true,0,0]
flush: [true,0,0]
flush, exception: TypeError 0: Memcached::flush(): Argument #1 ($delay) must be of type int, string given in frame 2
no command: [1,0,"SUCCESS"]
buffered: [[true,32,0],["secret",0,0]]
binary protocol: [false,5,[false,12,0],[false,16,0]]
persistent: [false,16,0]
a class of the program's: false
a class without a constructor, exception: Error 0: Memcached constructor was not called in frame 2
two servers: [false,16,0]
no server, failure: [[false,20,20],[false,20,20],[{"a:1":20,"a:2":20},20,20]]
no answer, failure: [[false,3,3],[false,47,47],false]
socket, failure: false
[exit code 0, same as without the extension]
set
    at {"db.system.name":"memcached","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [set 127.0.0.1:(port)] {"db.operation.name":"set","db.query.text":"set user:?:name ? ?"}
get
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get user:?:name"}
get, by names
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get user:?:name"}
get, nothing
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get session:?"}
get, failure
  [get 127.0.0.1:(port)] error "A BAD KEY WAS PROVIDED/CHARACTERS OUT OF RANGE" {"db.operation.name":"get","db.query.text":"get ?","db.response.status_code":"33","error.type":"33"}
get, a callback
  [delete 127.0.0.1:(port)] {"db.operation.name":"delete","db.query.text":"delete read:?"}
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get read:?"}
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get user:?:name"}
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get read:?"}
get, exception
  [get 127.0.0.1:(port)] error "" {"db.operation.name":"get","db.query.text":"get","error.type":"TypeError"}
get, exception of a callback
  [get 127.0.0.1:(port)] error "" {"db.operation.name":"get","db.query.text":"get nothing","error.type":"DomainException"}
getByKey
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get user:?:name"}
getMulti
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get user:?:name user:?:name"}
getMulti, nothing
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get nothing ?"}
getMultiByKey
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get user:?:name nothing"}
getDelayed, fetch
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get user:?:name"}
  [fetch 127.0.0.1:(port)] {"db.operation.name":"fetch"}
  [fetch 127.0.0.1:(port)] {"db.operation.name":"fetch"}
getDelayed, fetchAll
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get user:?:name"}
  [fetchAll 127.0.0.1:(port)] {"db.operation.name":"fetchAll"}
getDelayedByKey, a callback
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get user:?:name"}
setByKey
  [set 127.0.0.1:(port)] {"db.operation.name":"set","db.query.text":"set user:?:name ?"}
set, failure
  [set 127.0.0.1:(port)] error "ITEM TOO BIG" {"db.operation.name":"set","db.query.text":"set big ?","db.response.status_code":"37","error.type":"37"}
setMulti
  [BATCH set 127.0.0.1:(port)] {"db.operation.name":"BATCH set","db.query.text":"set a:? ?","db.operation.batch.size":2}
setMulti, several keys
  [BATCH set 127.0.0.1:(port)] {"db.operation.name":"BATCH set","db.query.text":"set a:? ? ?; set b:? ? ?","db.operation.batch.size":2}
setMulti, one
  [set 127.0.0.1:(port)] {"db.operation.name":"set","db.query.text":"set a:? ?"}
setMulti, none
  [BATCH set 127.0.0.1:(port)] {"db.operation.name":"BATCH set","db.operation.batch.size":0}
setMultiByKey
  [BATCH set 127.0.0.1:(port)] {"db.operation.name":"BATCH set","db.query.text":"set a:? ?; set b:? ?","db.operation.batch.size":2}
add
  [delete 127.0.0.1:(port)] {"db.operation.name":"delete","db.query.text":"delete a:?"}
  [add 127.0.0.1:(port)] {"db.operation.name":"add","db.query.text":"add a:? ?"}
add, there is one
  [add 127.0.0.1:(port)] {"db.operation.name":"add","db.query.text":"add a:? ?"}
addByKey
  [add 127.0.0.1:(port)] {"db.operation.name":"add","db.query.text":"add a:? ?"}
replace
  [replace 127.0.0.1:(port)] {"db.operation.name":"replace","db.query.text":"replace a:? ?"}
replace, nothing
  [replace 127.0.0.1:(port)] {"db.operation.name":"replace","db.query.text":"replace nothing ?"}
replaceByKey
  [replace 127.0.0.1:(port)] {"db.operation.name":"replace","db.query.text":"replace a:? ?"}
append, prepend
  [set 127.0.0.1:(port)] {"db.operation.name":"set","db.query.text":"set a:? ?"}
  [append 127.0.0.1:(port)] {"db.operation.name":"append","db.query.text":"append a:? ?"}
  [prepend 127.0.0.1:(port)] {"db.operation.name":"prepend","db.query.text":"prepend a:? ?"}
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get a:?"}
append, nothing
  [append 127.0.0.1:(port)] {"db.operation.name":"append","db.query.text":"append nothing ?"}
append, prepend by key
  [append 127.0.0.1:(port)] {"db.operation.name":"append","db.query.text":"append a:? ?"}
  [prepend 127.0.0.1:(port)] {"db.operation.name":"prepend","db.query.text":"prepend a:? ?"}
cas
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get a:?"}
  [cas 127.0.0.1:(port)] {"db.operation.name":"cas","db.query.text":"cas a:? ? ?"}
cas, changed
  [cas 127.0.0.1:(port)] {"db.operation.name":"cas","db.query.text":"cas a:? ? ?"}
casByKey
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get a:?"}
  [cas 127.0.0.1:(port)] {"db.operation.name":"cas","db.query.text":"cas a:? ? ? ?"}
touch
  [touch 127.0.0.1:(port)] {"db.operation.name":"touch","db.query.text":"touch a:? ?"}
touchByKey, nothing
  [touch 127.0.0.1:(port)] {"db.operation.name":"touch","db.query.text":"touch nothing ?"}
increment, decrement
  [set 127.0.0.1:(port)] {"db.operation.name":"set","db.query.text":"set hits:? ?"}
  [incr 127.0.0.1:(port)] {"db.operation.name":"incr","db.query.text":"incr hits:?"}
  [decr 127.0.0.1:(port)] {"db.operation.name":"decr","db.query.text":"decr hits:? ?"}
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get hits:?"}
increment, failure
  [incr 127.0.0.1:(port)] error "CLIENT ERROR" {"db.operation.name":"incr","db.query.text":"incr a:?","db.response.status_code":"9","error.type":"9"}
increment, decrement by key
  [incr 127.0.0.1:(port)] {"db.operation.name":"incr","db.query.text":"incr hits:? ?"}
  [decr 127.0.0.1:(port)] {"db.operation.name":"decr","db.query.text":"decr hits:? ?"}
delete
  [delete 127.0.0.1:(port)] {"db.operation.name":"delete","db.query.text":"delete a:?"}
deleteByKey, nothing
  [delete 127.0.0.1:(port)] {"db.operation.name":"delete","db.query.text":"delete nothing"}
deleteMulti
  [BATCH delete 127.0.0.1:(port)] {"db.operation.name":"BATCH delete","db.query.text":"delete hits:?; delete nothing","db.operation.batch.size":2}
deleteMulti, failure
  [BATCH delete 127.0.0.1:(port)] error "" {"db.operation.name":"BATCH delete","db.query.text":"delete ?; delete nothing","db.operation.batch.size":2,"db.response.status_code":"9","error.type":"9"}
deleteMultiByKey
  [delete 127.0.0.1:(port)] {"db.operation.name":"delete","db.query.text":"delete b:?"}
getStats
  [stats 127.0.0.1:(port)] {"db.operation.name":"stats","db.query.text":"stats"}
getStats, of a kind
  [stats 127.0.0.1:(port)] {"db.operation.name":"stats","db.query.text":"stats ?"}
getVersion
  [version 127.0.0.1:(port)] {"db.operation.name":"version","db.query.text":"version"}
getAllKeys
  [stats cachedump 127.0.0.1:(port)] {"db.operation.name":"stats cachedump","db.query.text":"stats cachedump"}
flush
  [flush_all 127.0.0.1:(port)] {"db.operation.name":"flush_all","db.query.text":"flush_all"}
flush, exception
  [flush_all 127.0.0.1:(port)] error "" {"db.operation.name":"flush_all","db.query.text":"flush_all ?","error.type":"TypeError"}
no command
buffered
  [set 127.0.0.1:(port)] {"db.operation.name":"set","db.query.text":"set a:? ?"}
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get a:?"}
binary protocol
  [delete 127.0.0.1:(port)] {"db.operation.name":"delete","db.query.text":"delete n:?"}
  [incr 127.0.0.1:(port)] {"db.operation.name":"incr","db.query.text":"incr n:? ? ? ?"}
  [add 127.0.0.1:(port)] {"db.operation.name":"add","db.query.text":"add n:? ?"}
  [replace 127.0.0.1:(port)] {"db.operation.name":"replace","db.query.text":"replace nothing ?"}
persistent
    at {"db.system.name":"memcached","server.address":"localhost","server.port":(port)}
  [get localhost:(port)] {"db.operation.name":"get","db.query.text":"get nothing"}
a class of the program's
    at {"db.system.name":"memcached","server.address":"127.0.0.1","server.port":(port),"network.peer.address":"127.0.0.1","network.peer.port":(port)}
  [get 127.0.0.1:(port)] {"db.operation.name":"get","db.query.text":"get nothing"}
a class without a constructor, exception
    at {"db.system.name":"memcached"}
  [get] error "" {"db.operation.name":"get","db.query.text":"get a:?","error.type":"Error"}
two servers
  [get] {"db.operation.name":"get","db.query.text":"get nothing"}
no server, failure
  [get] error "NO SERVERS DEFINED" {"db.operation.name":"get","db.query.text":"get a:?","db.response.status_code":"20","error.type":"20"}
  [get] error "NO SERVERS DEFINED" {"db.operation.name":"get","db.query.text":"get a:?","db.response.status_code":"20","error.type":"20"}
  [BATCH delete] error "NO SERVERS DEFINED" {"db.operation.name":"BATCH delete","db.query.text":"delete a:?","db.operation.batch.size":2,"db.response.status_code":"20","error.type":"20"}
no answer, failure
    at {"db.system.name":"memcached","server.address":"127.0.0.1","server.port":(unused),"network.peer.address":"127.0.0.1","network.peer.port":(unused)}
  [get 127.0.0.1:(unused)] error "CONNECTION FAILURE" {"db.operation.name":"get","db.query.text":"get a:?","db.response.status_code":"3","error.type":"3"}
  [BATCH set 127.0.0.1:(unused)] error "SERVER HAS FAILED AND IS DISABLED UNTIL TIMED RETRY" {"db.operation.name":"BATCH set","db.query.text":"set a:? ?","db.operation.batch.size":2,"db.response.status_code":"47","error.type":"47"}
  [version 127.0.0.1:(unused)] error "SOME ERRORS WERE REPORTED" {"db.operation.name":"version","db.query.text":"version","db.response.status_code":"19","error.type":"19"}
socket, failure
    at {"db.system.name":"memcached","server.address":"(directory)/socket","network.peer.address":"(directory)/socket"}
  [get (directory)/socket] error "SYSTEM ERROR: No such file or directory" {"db.operation.name":"get","db.query.text":"get a:?","db.response.status_code":"26","error.type":"26"}
