//! A command to Redis as spans show it: its name, the patterns of its keys, and `?` for each other argument. One to memcached is
//! shown in the same way.
//!
//! Owns which arguments are keys, and what of a key may be shown. Must not know PHP.

/// How many bytes of a command's text are kept.
const LONGEST_TEXT: usize = 1 << 10;

/// How many bytes of a key are looked at.
const LONGEST_KEY: usize = 128;

/// A run of letters and digits from this length on is an identifier if it has a digit, and from the next one on in any case.
const LONG_RUN: usize = 8;
const LONGEST_RUN: usize = 32;

/// Which arguments of a command are keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RedisKeys {
    /// None of them.
    None,
    /// The first.
    First,
    /// The first two.
    Two,
    /// All, also those in lists.
    All,
    /// All but the last.
    AllButLast,
    /// All but the first.
    AllButFirst,
    /// The second, also all of a list.
    Second,
    /// So many of the list behind the first as the argument behind that says.
    Counted,
    /// The names of a map.
    Names,
}

/// The commands with one key, and other arguments behind it.
const FIRST: &str = "APPEND BITCOUNT BITPOS DECR DECRBY DUMP EXPIRE EXPIREAT EXPIRETIME GEOADD GEODIST GEOHASH GEOPOS \
    GEORADIUS GEORADIUSBYMEMBER GEORADIUSBYMEMBER_RO GEORADIUS_RO GEOSEARCH GET GETBIT GETDEL GETEX \
    GETRANGE GETSET HDEL HEXISTS HGET HGETALL HINCRBY HINCRBYFLOAT HKEYS HLEN HMGET HMSET HRANDFIELD \
    HSCAN HSET HSETNX HSTRLEN HVALS INCR INCRBY INCRBYFLOAT LINDEX LINSERT LLEN LPOP LPOS LPUSH LPUSHX \
    LRANGE LREM LSET LTRIM MOVE PERSIST PEXPIRE PEXPIREAT PEXPIRETIME PFADD PSETEX PTTL PUBLISH RESTORE \
    RPOP RPUSH RPUSHX SADD SCARD SET SETBIT SETEX SETNX SETRANGE SISMEMBER SMEMBERS SMISMEMBER SORT \
    SORT_RO SPOP SPUBLISH SRANDMEMBER SREM SSCAN STRLEN SUBSTR TTL TYPE XACK XADD XAUTOCLAIM XCLAIM XDEL \
    XLEN XPENDING XRANGE XREVRANGE XTRIM ZADD ZCARD ZCOUNT ZINCRBY ZINTERSTORE ZLEXCOUNT ZMSCORE ZPOPMAX \
    ZPOPMIN ZRANDMEMBER ZRANGE ZRANGEBYLEX ZRANGEBYSCORE ZRANGESTORE ZRANK ZREM ZREMRANGEBYLEX \
    ZREMRANGEBYRANK ZREMRANGEBYSCORE ZREVRANGE ZREVRANGEBYLEX ZREVRANGEBYSCORE ZREVRANK ZSCAN ZSCORE \
    ZUNIONSTORE";

/// The commands all of whose arguments are keys.
const ALL: &str = "DEL EXISTS MGET PFCOUNT PFMERGE PSUBSCRIBE PUNSUBSCRIBE SDIFF SDIFFSTORE SINTER SINTERSTORE \
    SSUBSCRIBE SUBSCRIBE SUNION SUNIONSTORE SUNSUBSCRIBE TOUCH UNLINK UNSUBSCRIBE WATCH";

/// Which arguments of a command are keys, by its name in capitals. Of a command that is not known none is shown.
pub fn keys_of(command: &str) -> RedisKeys {
    match command {
        "RENAME" | "RENAMENX" | "RPOPLPUSH" | "BRPOPLPUSH" | "SMOVE" | "COPY" | "LMOVE"
        | "BLMOVE" => RedisKeys::Two,
        "BLPOP" | "BRPOP" | "BZPOPMIN" | "BZPOPMAX" => RedisKeys::AllButLast,
        "BITOP" => RedisKeys::AllButFirst,
        "OBJECT" | "FCALL" | "FCALL_RO" => RedisKeys::Second,
        "EVAL" | "EVAL_RO" | "EVALSHA" | "EVALSHA_RO" => RedisKeys::Counted,
        "MSET" | "MSETNX" | "XREAD" | "XREADGROUP" => RedisKeys::Names,
        _ if is_one_of(FIRST, command) => RedisKeys::First,
        _ if is_one_of(ALL, command) => RedisKeys::All,
        _ => RedisKeys::None,
    }
}

/// Whether a word is in a list.
fn is_one_of(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

/// The command that a method of phpredis sends, in capitals: most methods are named after theirs.
///
/// ```
/// use span_core::semconv::redis_query::command_of;
/// assert_eq!([command_of("hGet"), command_of("delete")], ["HGET", "DEL"]);
/// ```
pub fn command_of(method: &str) -> String {
    let upper = method.to_ascii_uppercase();
    let command = match upper.as_str() {
        "DELETE" => "DEL",
        "EVALUATE" => "EVAL",
        "EVALUATESHA" => "EVALSHA",
        "GETKEYS" => "KEYS",
        "GETMULTIPLE" => "MGET",
        "LGET" => "LINDEX",
        "LGETRANGE" => "LRANGE",
        "LISTTRIM" => "LTRIM",
        "LREMOVE" => "LREM",
        "LSIZE" => "LLEN",
        "RENAMEKEY" => "RENAME",
        "SADDARRAY" => "SADD",
        "SCONTAINS" => "SISMEMBER",
        "SENDECHO" => "ECHO",
        "SETTIMEOUT" => "EXPIRE",
        "SGETMEMBERS" => "SMEMBERS",
        "SORTASC" | "SORTASCALPHA" | "SORTDESC" | "SORTDESCALPHA" => "SORT",
        "SREMOVE" => "SREM",
        "SSIZE" => "SCARD",
        "ZDELETE" | "ZREMOVE" => "ZREM",
        "ZDELETERANGEBYRANK" => "ZREMRANGEBYRANK",
        "ZDELETERANGEBYSCORE" | "ZREMOVERANGEBYSCORE" => "ZREMRANGEBYSCORE",
        "ZREVERSERANGE" => "ZREVRANGE",
        "ZSIZE" => "ZCARD",
        _ => return upper,
    };
    command.to_owned()
}

/// The commands to which phpredis answers `false` where they have succeeded: there is no value, or they do not apply.
const FALSE: &str = "BRPOPLPUSH DUMP EVAL EVALSHA EXEC EXISTS EXPIRE EXPIREAT GEODIST GET GETDEL GETEX GETSET HEXISTS \
    HGET HSCAN HSETNX LINDEX LPOP LPOS MOVE MSETNX OBJECT PERSIST PEXPIRE PEXPIREAT RANDOMKEY RAWCOMMAND \
    RENAMENX RPOP RPOPLPUSH SCAN SCRIPT SET SETNX SISMEMBER SLOWLOG SMOVE SPOP SRANDMEMBER SSCAN XADD \
    XREAD XREADGROUP ZRANK ZREVRANK ZSCAN ZSCORE";

/// Whether phpredis answers `false` to a command that has succeeded.
pub fn may_be_false(command: &str) -> bool {
    is_one_of(FALSE, command)
}

/// `db.query.text` of a command, under way.
///
/// ```
/// use span_core::semconv::redis_query::RedisQuery;
/// let mut query = RedisQuery::new("SET");
/// query.key(b"user:1");
/// query.value();
/// assert_eq!(query.text(), "SET user:? ?");
/// ```
pub struct RedisQuery(String);

impl RedisQuery {
    /// A command without arguments.
    pub fn new(command: &str) -> Self {
        Self(command.to_owned())
    }

    /// Adds an argument that is a key.
    pub fn key(&mut self, key: &[u8]) {
        self.add(&key_pattern(key));
    }

    /// Adds an argument that is not shown.
    pub fn value(&mut self) {
        self.add("?");
    }

    /// Whether there is no room for more.
    pub fn is_full(&self) -> bool {
        self.0.len() >= LONGEST_TEXT
    }

    /// The text.
    pub fn text(self) -> String {
        self.0
    }

    fn add(&mut self, argument: &str) {
        if !self.is_full() {
            self.0.push(' ');
            self.0.push_str(argument);
        }
    }
}

/// A key without what tells one thing from another: numbers, UUIDs, hashes, mail addresses and whatever else is not a plain word
/// is `?`.
///
/// ```
/// use span_core::semconv::redis_query::key_pattern;
/// assert_eq!(key_pattern(b"user:17:cart"), "user:?:cart");
/// assert_eq!(key_pattern(b"session:6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "session:?");
/// assert_eq!(key_pattern(b"user:bob@example.com"), "user:?");
/// ```
pub fn key_pattern(key: &[u8]) -> String {
    let is_cut = key.len() > LONGEST_KEY;
    let key = &key[..key.len().min(LONGEST_KEY)];
    let mut pattern = String::with_capacity(key.len());
    for part in key.split_inclusive(|byte| is_separator(*byte)) {
        let (part, separator) = match part.split_last() {
            Some((last, rest)) if is_separator(*last) => (rest, Some(*last)),
            _ => (part, None),
        };
        add_part(&mut pattern, part);
        pattern.extend(separator.map(char::from));
    }
    if is_cut {
        pattern.push('?');
    }
    pattern
}

/// What stands between the parts of a key.
fn is_separator(byte: u8) -> bool {
    matches!(byte, b':' | b'/' | b'|' | b'{' | b'}' | b'#')
}

fn add_part(pattern: &mut String, part: &[u8]) {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let is_word = |run: &[u8]| {
        let has_digit = run.iter().any(u8::is_ascii_digit);
        run.len() <= LONGEST_RUN && !(has_digit && run.len() >= LONG_RUN)
    };
    let mut runs = part.split(|byte| !byte.is_ascii_alphanumeric());
    if !part.iter().all(is_plain) || !runs.all(is_word) || is_hexadecimal(part) {
        pattern.push('?');
        return;
    }
    let mut is_number = false;
    for byte in part {
        let is_digit = byte.is_ascii_digit();
        if !is_digit {
            pattern.push(char::from(*byte));
        } else if !is_number {
            pattern.push('?');
        }
        is_number = is_digit;
    }
}

/// A UUID, or a hash or its beginning.
fn is_hexadecimal(part: &[u8]) -> bool {
    let digits = part.iter().filter(|byte| byte.is_ascii_hexdigit()).count();
    let dashes = part.iter().filter(|byte| **byte == b'-').count();
    digits + dashes == part.len() && digits >= LONG_RUN
}

/// `db.response.status_code`: the first word of an error, where it is one of Redis' own.
///
/// ```
/// use span_core::semconv::redis_query::error_prefix;
/// assert_eq!(error_prefix("WRONGTYPE Operation against a key"), Some("WRONGTYPE"));
/// assert_eq!(error_prefix("Connection refused"), None);
/// ```
pub fn error_prefix(message: &str) -> Option<&str> {
    let word = message.split(' ').next()?;
    let is_prefix = word.len() > 2 && word.len() <= LONGEST_RUN;
    (is_prefix && word.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(word)
}
