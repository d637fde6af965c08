//! The methods of phpredis that are commands, in its versions 5 and 6.
//!
//! Must not know what a span says of a command.

use super::call_span::is_idle;
use super::hook::Hook;
use super::redis::{
    close, command, connect, construct, construct_cluster, end_batch, multi, pipeline, select,
};

const REDIS: &str = "redis";
const CLUSTER: &str = "rediscluster";

/// Makes the table: what connects, whose servers are noted traced or not, and what ends a batch, which may have begun in a trace;
/// what begins a batch; and the commands of both classes and of each.
macro_rules! methods {
    (
        always: {$($class:ident::$method:literal => $handler:ident,)*}
        batches: {$($of:ident::$batch:literal => $step:ident,)*}
        both: $($both:literal)*;
        redis: $($redis:literal)*;
        cluster: $($cluster:literal)*;
    ) => {
        &[
            $(hook!(Some($class), $method => $handler),)*
            $(hook!(Some($of), $batch => $step, unless is_idle),)*
            $(hook!(Some(REDIS), $both => command, unless is_idle), hook!(Some(CLUSTER), $both => command, unless is_idle),)*
            $(hook!(Some(REDIS), $redis => command, unless is_idle),)*
            $(hook!(Some(CLUSTER), $cluster => command, unless is_idle),)*
        ]
    };
}

/// What only reads or sets something of the object is not here. `RedisArray` calls these methods.
pub static HOOKS: &[Hook] = methods! {
    always: {
    REDIS::"__construct" => construct,
    REDIS::"connect" => connect,
    REDIS::"open" => connect,
    REDIS::"pconnect" => connect,
    REDIS::"popen" => connect,
    REDIS::"select" => select,
    REDIS::"exec" => end_batch,
    REDIS::"discard" => end_batch,
    REDIS::"close" => close,
    CLUSTER::"__construct" => construct_cluster,
    CLUSTER::"exec" => end_batch,
    CLUSTER::"discard" => end_batch,
    }
    batches: {
    REDIS::"pipeline" => pipeline,
    REDIS::"multi" => multi,
    CLUSTER::"multi" => multi,
    }
    both:
        "acl" "append" "bgrewriteaof" "bgsave" "bitcount" "bitop" "bitpos" "blmove" "blmpop" "blpop" "brpop"
        "brpoplpush" "bzmpop" "bzpopmax" "bzpopmin" "client" "command" "config" "copy" "dbsize" "decr"
        "decrby" "del" "delex" "delifeq" "dump" "echo" "eval" "eval_ro" "evalsha" "evalsha_ro" "exists"
        "expire" "expireat" "expiremember" "expiretime" "failover" "fcall" "fcall_ro" "flushall" "flushdb"
        "function" "geoadd" "geodist" "geohash" "geopos" "georadius" "georadius_ro" "georadiusbymember"
        "georadiusbymember_ro" "geosearch" "geosearchstore" "get" "getbit" "getdel" "getex" "getrange"
        "getset" "getwithmeta" "hdel" "hexists" "hexpire" "hexpireat" "hget" "hgetall" "hgetdel" "hgetex"
        "hgetwithmeta" "hincrby" "hincrbyfloat" "hkeys" "hlen" "hmget" "hmset" "hpersist" "hpexpire"
        "hpexpireat" "hpttl" "hrandfield" "hscan" "hset" "hsetex" "hsetnx" "hstrlen" "httl" "hvals" "incr"
        "incrby" "incrbyfloat" "info" "keys" "lastsave" "lcs" "lget" "lindex" "linsert" "llen" "lmove" "lmpop"
        "lpop" "lpos" "lpush" "lpushx" "lrange" "lrem" "lset" "ltrim" "mget" "mset" "msetex" "msetnx" "object"
        "persist" "pexpire" "pexpireat" "pexpiretime" "pfadd" "pfcount" "pfmerge" "ping" "psetex" "psubscribe"
        "pttl" "publish" "pubsub" "punsubscribe" "randomkey" "rawcommand" "rename" "renamenx" "replicaof"
        "reset" "restore" "role" "rpop" "rpoplpush" "rpush" "rpushx" "sadd" "saddarray" "save" "scan" "scard"
        "script" "sdiff" "sdiffstore" "serverinfo" "set" "setbit" "setex" "setnx" "setrange" "sinter"
        "sintercard" "sinterstore" "sismember" "slowlog" "smembers" "smove" "sort" "sort_ro" "spop"
        "srandmember" "srem" "sscan" "strlen" "subscribe" "sunion" "sunionstore" "time" "touch" "ttl" "type"
        "unlink" "unsubscribe" "unwatch" "vadd" "vsim" "waitaof" "watch" "xack" "xadd" "xautoclaim" "xclaim"
        "xdel" "xgroup" "xinfo" "xlen" "xpending" "xrange" "xread" "xreadgroup" "xrevrange" "xtrim" "zadd"
        "zcard" "zcount" "zdiff" "zdiffstore" "zincrby" "zinter" "zintercard" "zinterstore" "zlexcount"
        "zmpop" "zmscore" "zpopmax" "zpopmin" "zrandmember" "zrange" "zrangebylex" "zrangebyscore"
        "zrangestore" "zrank" "zrem" "zremrangebylex" "zremrangebyrank" "zremrangebyscore" "zrevrange"
        "zrevrangebylex" "zrevrangebyscore" "zrevrank" "zscan" "zscore" "zunion" "zunionstore";
    redis:
        "auth" "debug" "delete" "evaluate" "evaluatesha" "getkeys" "getmultiple" "lgetrange" "listtrim"
        "lremove" "lsize" "migrate" "move" "renamekey" "scontains" "sendecho" "settimeout" "sgetmembers"
        "slaveof" "smismember" "sortasc" "sortascalpha" "sortdesc" "sortdescalpha" "sremove" "ssize" "substr"
        "swapdb" "wait" "zdelete" "zdeleterangebyrank" "zdeleterangebyscore" "zremove" "zremoverangebyscore"
        "zreverserange" "zsize";
    cluster:
        "cluster";
};
