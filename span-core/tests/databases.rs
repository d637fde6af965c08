//! What spans say of databases besides their queries: where they are, and which keys of Redis a command is about.

use proptest::prelude::*;
use span_core::semconv::data_source::{DataSource, codes_of};
use span_core::semconv::redis_query::{RedisKeys, RedisQuery, error_prefix, key_pattern, keys_of};

#[test]
fn data_source_names_are_read_as_their_drivers_do() {
    let cases = [
        (
            "mysql:host=db;port=3307;dbname=shop;charset=utf8mb4",
            "mysql db 3307 shop",
        ),
        (
            "mysql:host=127.0.0.1;dbname=shop;user=me;password=secret",
            "mysql 127.0.0.1 3306 shop",
        ),
        ("mysql:dbname=shop", "mysql localhost - shop"),
        ("mysql:host=db:3307;dbname=shop", "mysql db 3307 shop"),
        (
            "pgsql:host=a,b port=1,5433 dbname=shop",
            "postgresql a,b - shop",
        ),
        (
            "mysql:unix_socket=/run/my.sock;dbname=shop",
            "mysql /run/my.sock - shop",
        ),
        (
            "pgsql:host=db port=5433 dbname=shop user=me password='secret word'",
            "postgresql db 5433 shop",
        ),
        (
            "pgsql:host=db;dbname=postgresql://me:secret@db/shop",
            "postgresql db 5432 -",
        ),
        (
            "pgsql:host=/run/postgresql;dbname=shop",
            "postgresql /run/postgresql - shop",
        ),
        ("sqlite::memory:", "sqlite - - :memory:"),
        ("sqlite:/tmp/shop.db?key=secret", "sqlite - - /tmp/shop.db"),
        (
            "sqlsrv:Server=tcp:db\\main,1444;Database=shop",
            "microsoft.sql_server db 1444 main|shop",
        ),
        (
            "dblib:host=db:1433;dbname=shop",
            "microsoft.sql_server db 1433 shop",
        ),
        ("oci:dbname=//db:1521/shop", "oracle.db db 1521 shop"),
        (
            "oci:dbname=me/s\"@ecret@//db:1521/shop?wallet_location=/secret",
            "oracle.db db 1521 shop",
        ),
        ("oci:dbname=me/secret@db", "oracle.db - - db"),
        (
            "oci:dbname=tcps://db:2484/shop?wallet_location=/secret",
            "oracle.db db 2484 shop",
        ),
        ("oci:dbname=me/secret@TCP://db/shop", "oracle.db db - shop"),
        (
            "oci:dbname=db:1521/shop:pooled/main",
            "oracle.db db 1521 shop",
        ),
        ("oci:dbname=//db/shop/main", "oracle.db db - shop"),
        ("oci:dbname=db//main", "oracle.db db - -"),
        (
            "oci:dbname=me/secret@(DESCRIPTION=(HOST=db)(SID=shop))",
            "oracle.db - - -",
        ),
        (
            "firebird:dbname=db:/shop.fdb;password=secret",
            "firebirdsql - - -",
        ),
        ("odbc:Driver={x};Pwd=secret", "other_sql - - -"),
        // What is in a value, as in a password, is no name.
        (
            "mysql:password=my;;host=secret;host=db;dbname=my;;shop",
            "mysql db 3306 my;shop",
        ),
        ("mysql:host=a;host=db;dbname=shop;", "mysql db 3306 shop"),
        (
            "dblib:password=my;;host=secret;host=db;dbname=shop",
            "microsoft.sql_server db - shop",
        ),
        (
            "oci:password=a;;dbname=secret;dbname=//db/shop",
            "oracle.db db - shop",
        ),
        (
            "pgsql:password='my dbname=secret host=secret' host=db",
            "postgresql db 5432 -",
        ),
        (
            "pgsql:password='it\\'s host=secret' host = db dbname = 'my shop' port=\t5433",
            "postgresql db 5433 my shop",
        ),
        (
            "pgsql:password=a\\ host=secret host=db dbname=it\\'s",
            "postgresql db 5432 it's",
        ),
        (
            "pgsql:password= host=secret;host=db;dbname='a;b'",
            "postgresql db 5432 a b",
        ),
        ("pgsql:password='secret host=db", "postgresql - - -"),
        ("pgsql:host=db secret", "postgresql - - -"),
        (
            "pgsql:postgresql://me:secret@db/shop?a= host=secret",
            "postgresql - - -",
        ),
        (
            "sqlsrv:APP={a}};Server=secret;};Server={db};Database={my;shop}",
            "microsoft.sql_server db 1433 my;shop",
        ),
        (
            "sqlsrv:PWD={a;Server=secret; server = db ; database = shop",
            "microsoft.sql_server - - -",
        ),
        ("secret", "other_sql - - -"),
    ];
    for (dsn, expected) in cases {
        let DataSource {
            system,
            address,
            port,
            namespace,
        } = DataSource::of_dsn(dsn);
        let port = port.map(|port| port.to_string());
        let parts = [address, port, namespace].map(|part| part.unwrap_or_else(|| "-".to_owned()));
        assert_eq!(format!("{system} {}", parts.join(" ")), expected, "{dsn}");
    }
}

#[test]
fn a_message_may_end_in_the_middle_of_its_code() {
    let message = "SQLSTATE[HY000]: General error: 1 no such table: secret";
    for length in 0..message.len() {
        assert!(message.starts_with(codes_of(&message[..length])));
    }
    assert_eq!(codes_of("SQLSTATE[HY000"), "");
    assert_eq!(codes_of("SQLSTATE[HY000]"), "SQLSTATE[HY000]");
    assert_eq!(codes_of("SQLSTATE[HY00\u{e9}"), "");
    assert_eq!(codes_of("SQLSTATE[HY000\u{e9}"), "");
}

#[test]
fn a_server_of_memcached_has_the_port_that_it_is_named_with() {
    let found = |host, port| {
        let source = DataSource::of_memcached(host, port);
        assert_eq!((source.system, &source.namespace), ("memcached", &None));
        (source.address.unwrap_or_default(), source.port)
    };
    let named = ("cache".to_owned(), Some(11211));
    assert_eq!(found("cache", Some(11211)), named);
    assert_eq!(found("cache", Some(0)), ("cache".to_owned(), None));
    // The client says the default port of a socket, too.
    let socket = ("/run/memcached.sock".to_owned(), None);
    assert_eq!(found("/run/memcached.sock", Some(11211)), socket);
}

#[test]
fn mysqli_goes_to_a_socket_on_localhost() {
    let found = |host, port, socket| {
        let source = DataSource::of_mysql(host, port, socket, "");
        (source.address.unwrap_or_default(), source.port)
    };
    assert_eq!(found("p:db", None, ""), ("db".to_owned(), Some(3306)));
    // The host may have the port, which then is the one that is meant.
    assert_eq!(
        found("127.0.0.1:3307", Some(3306), ""),
        ("127.0.0.1".to_owned(), Some(3307))
    );
    assert_eq!(found("[::1]:3307", None, "").1, Some(3307));
    assert_eq!(found("::1", None, ""), ("::1".to_owned(), Some(3306)));
    assert_eq!(
        found("", Some(3307), "/run/my.sock"),
        ("/run/my.sock".to_owned(), None)
    );
    assert_eq!(
        found("localhost", Some(3307), ""),
        ("localhost".to_owned(), None)
    );
    let mut source = DataSource::of_mysql("db", None, "", "");
    source.set_version("5.5.5-10.11.6-MariaDB");
    assert_eq!(source.system, "mariadb");
}

#[test]
fn keys_are_shown_as_patterns() {
    let cases = [
        ("user", "user"),
        ("user:1", "user:?"),
        ("user17_cart-2:a", "user?_cart-?:a"),
        ("{shop}:42", "{shop}:?"),
        ("session:9f86d081884c7d65", "session:?"),
        ("s:deadbeef", "s:?"),
        ("PHPREDIS_SESSION:k3j9v0q8p1", "PHPREDIS_SESSION:?"),
        ("token:abcdefghijklmnopqrstuvwxyzabcdefgh", "token:?"),
        ("name:J\u{f6}rg", "name:?"),
        ("q:a b", "q:?"),
        ("", ""),
    ];
    for (key, expected) in cases {
        assert_eq!(key_pattern(key.as_bytes()), expected);
    }
    assert_eq!(keys_of("GET"), RedisKeys::First);
    assert_eq!(keys_of("AUTH"), RedisKeys::None);
    assert_eq!(keys_of("EVALSHA"), RedisKeys::Counted);
    assert_eq!(keys_of("XREAD"), RedisKeys::Names);
    assert_eq!(keys_of("OBJECT"), RedisKeys::Second);
    assert_eq!(error_prefix("OK"), None);
}

proptest! {
    #[test]
    fn no_number_of_a_key_is_shown(key in prop::collection::vec(any::<u8>(), 0..300)) {
        let pattern = key_pattern(&key);
        prop_assert!(pattern.len() <= 130 && pattern.is_ascii());
        prop_assert!(!pattern.bytes().any(|byte| byte.is_ascii_digit()), "{pattern}");
    }

    #[test]
    fn commands_are_bounded(count in 0..2000_usize) {
        let mut query = RedisQuery::new("RPUSH");
        (0..count).for_each(|_| query.value());
        prop_assert!(query.text().len() <= 1200);
    }

    #[test]
    fn any_text_is_read(text in "[a-z=;'{}\\\\ \u{e9}\\PC]{0,80}", driver in prop::sample::select(&["mysql", "pgsql", "sqlsrv", "oci"][..])) {
        let source = DataSource::of_dsn(&format!("{driver}:{text}"));
        prop_assert_eq!(source.system, DataSource::of_driver(driver).system);
        prop_assert!(text.starts_with(codes_of(&text)));
    }

    #[test]
    fn no_part_of_a_password_is_shown(text in "[ a-z=;'\\\\]{0,9}(host|dbname|secret)[ =;]?secret[ a-z=;'\\\\]{0,9}") {
        let quoted = text.replace('\\', "\\\\").replace('\'', "\\'");
        let doubled = text.replace(';', ";;");
        for dsn in [
            format!("pgsql:password='{quoted}' host=db"),
            format!("mysql:password={doubled};host=db"),
            format!("dblib:password={doubled};host=db"),
            format!("sqlsrv:PWD={{{text}}};Server=db"),
        ] {
            let source = DataSource::of_dsn(&dsn);
            prop_assert_eq!(source.address.as_deref(), Some("db"), "{}", dsn);
            prop_assert!(!format!("{source:?}").contains("secret"), "{dsn}: {source:?}");
        }
    }
}
