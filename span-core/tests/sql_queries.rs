//! SQL as spans show it: the conventions' examples, each dialect's literals, and that none is ever shown.

use proptest::prelude::*;
use span_core::semconv::sql_dialect::SqlDialect::{
    self, MySql, Oracle, Other, PostgreSql, SqlServer, Sqlite,
};
use span_core::semconv::sql_query::SqlQuery;

const DIALECTS: [SqlDialect; 6] = [MySql, PostgreSql, Sqlite, SqlServer, Oracle, Other];

fn text(query: &str, dialect: SqlDialect) -> String {
    SqlQuery::of(query.as_bytes(), dialect).text
}

#[test]
fn summaries_are_those_of_the_conventions_examples() {
    let examples = [
        (
            "SELECT *\nFROM   wuser_table\nWHERE  username = ?",
            "SELECT wuser_table",
        ),
        (
            "INSERT INTO shipping_details\n (order_id,\n address)\nSELECT order_id,\n address\nFROM   orders\nWHERE  order_id = ?",
            "INSERT shipping_details SELECT orders",
        ),
        (
            "SELECT *\nFROM   songs,\n artists\nWHERE  songs.artist_id == artists.id",
            "SELECT songs artists",
        ),
        (
            "SELECT order_date\nFROM   (SELECT *\n FROM   orders o\n JOIN customers c\n ON o.customer_id = c.customer_id)",
            "SELECT SELECT orders customers",
        ),
        (
            "SELECT *\nFROM   \"song list\",\n artists",
            "SELECT \"song list\" artists",
        ),
        ("call some_stored_procedure", "call some_stored_procedure"),
    ];
    for (query, summary) in examples {
        for dialect in DIALECTS {
            let found = SqlQuery::of(query.as_bytes(), dialect).summary;
            assert_eq!(found, summary, "{dialect:?}: {query}");
        }
    }
}

#[test]
fn operation_and_table_are_named_where_there_is_one() {
    let cases = [
        (
            "select * from shop.users u where id in (select 1)",
            None,
            Some("shop.users"),
        ),
        (
            "UPDATE `users` SET a = 1 WHERE b = 2",
            Some("UPDATE"),
            Some("users"),
        ),
        (
            "delete from users where id = 5 order by id limit 1",
            Some("delete"),
            Some("users"),
        ),
        (
            "INSERT INTO users (a) VALUES (1) ON DUPLICATE KEY UPDATE a = 2",
            Some("INSERT"),
            Some("users"),
        ),
        (
            "SELECT a FROM users FOR UPDATE",
            Some("SELECT"),
            Some("users"),
        ),
        (
            "SELECT a FROM users u, users v",
            Some("SELECT"),
            Some("users"),
        ),
        ("SELECT a FROM users JOIN orders ON 1", Some("SELECT"), None),
        (
            "SELECT TRIM(BOTH x FROM y), EXTRACT(DAY FROM z) FROM users",
            Some("SELECT"),
            Some("users"),
        ),
        (
            "CREATE TABLE IF NOT EXISTS users (id INT)",
            Some("CREATE TABLE"),
            Some("users"),
        ),
        ("TRUNCATE TABLE users", Some("TRUNCATE"), Some("users")),
        ("START TRANSACTION", Some("START"), None),
        ("my secret is here", None, None),
        ("SELECT 1; SELECT 2", None, None),
        ("WITH a AS (SELECT 1) SELECT * FROM a", None, None),
        ("CALL report(1)", Some("CALL"), None),
    ];
    for (query, operation, table) in cases {
        let found = SqlQuery::of(query.as_bytes(), MySql);
        assert_eq!(found.operation.as_deref(), operation, "{query}");
        let table = table.filter(|_| operation.is_some());
        assert_eq!(found.collection.as_deref(), table, "{query}");
    }
    let call = SqlQuery::of(b"CALL shop.report(1)", MySql);
    assert_eq!(call.procedure.as_deref(), Some("shop.report"));
}

#[test]
fn literals_are_hidden_as_each_dialect_writes_them() {
    let cases = [
        (
            MySql,
            "SELECT 'a''b', \"c\", -1.5e-3, 0xFF, x'1f', NULL, TRUE",
            "SELECT ?, ?, -?, ?, ?, NULL, ?",
        ),
        (
            MySql,
            "SELECT 5--3, 1 # 'c'\n, 2 -- 'd'",
            "SELECT ?--?, ? , ?",
        ),
        (
            MySql,
            "SELECT /* 'a' */ `b` /*+ hint */ FROM t2",
            "SELECT `b` FROM t2",
        ),
        (MySql, "SELECT /*!40000 'a' */ b", "SELECT ?"),
        (MySql, "SELECT 'a\\'b', 'c'", "SELECT ?"),
        (MySql, "SELECT 'a\\\\', 'c'", "SELECT ?, ?"),
        (
            MySql,
            "SELECT _utf8mb4'a', @a, @@b, N'c'",
            "SELECT _utf8mb4?, @a, @@b, ?",
        ),
        (
            MySql,
            "SELECT TRIM(BOTH 'x' FROM \"secret\") FROM \"t\"",
            "SELECT TRIM(BOTH ? FROM ?) FROM \"t\"",
        ),
        (
            MySql,
            "SELECT a INTO OUTFILE \"secret\" FROM t",
            "SELECT a INTO OUTFILE ? FROM t",
        ),
        (
            PostgreSql,
            "SELECT \"a\", E'b\\'c', $$d$$, $x$e'$x$, $1, f::text",
            "SELECT \"a\", ?, ?, ?, $1, f::text",
        ),
        (
            PostgreSql,
            "SELECT a[1:2], U&'x', B'01' /* /* 'y' */ */ || 'z'",
            "SELECT a[?:?], U&?, ? || ?",
        ),
        (PostgreSql, "SELECT a -- b\r'c'", "SELECT a ?"),
        (
            Sqlite,
            "SELECT \"a\", [b'c], `d`, ?1, :e, $f FROM \"users\"",
            "SELECT ?, [b'c], `d`, ?, :e, $f FROM \"users\"",
        ),
        (
            Sqlite,
            "SELECT a FROM t WHERE a IS NOT DISTINCT FROM \"secret\"",
            "SELECT a FROM t WHERE a IS NOT DISTINCT FROM ?",
        ),
        (Sqlite, "SELECT 'a\\', 'b'", "SELECT ?, ?"),
        (
            SqlServer,
            "SELECT [a]]'b], #t.x, $5.20, N'c' FROM #t",
            "SELECT [a]]'b], #t.x, $?, ? FROM #t",
        ),
        (
            Oracle,
            "SELECT q'[it's]', nq'!a'b!', :1 FROM \"T\"",
            "SELECT ?, ?, :? FROM \"T\"",
        ),
        (
            Other,
            "SELECT a, 'b' FROM t WHERE c = `d` OR e = 'f'",
            "SELECT a, ? FROM t WHERE c = ?",
        ),
        (Other, "SELECT $a$ 'b' $a$", "SELECT ?"),
    ];
    for (dialect, query, expected) in cases {
        assert_eq!(text(query, dialect), expected, "{dialect:?}: {query}");
    }
}

#[test]
fn what_may_be_in_another_encoding_is_hidden() {
    // In GBK the second backslash is part of a character: the string goes on.
    let query = b"SELECT 'a\xbf\\\\' OR 1, 'secret'";
    assert_eq!(SqlQuery::of(query, MySql).text, "SELECT ?");
    assert_eq!(
        SqlQuery::of(b"SELECT \xbf`, `secret`", MySql).text,
        "SELECT ?"
    );
    assert_eq!(
        text("SELECT a =\u{a0}5 FROM été", SqlServer),
        "SELECT a =\u{a0}? FROM été"
    );
}

#[test]
fn long_queries_are_cut() {
    let list = vec!["1"; 100_000].join(",");
    let query = SqlQuery::of(
        format!("SELECT a FROM t WHERE b IN ({list})").as_bytes(),
        MySql,
    );
    assert!(query.text.len() <= 8 << 10 && query.text.ends_with("?,?"));
    let blob = SqlQuery::of(
        format!("INSERT INTO t VALUES ('{}')", "x".repeat(1 << 20)).as_bytes(),
        MySql,
    );
    assert_eq!(blob.text, "INSERT INTO t VALUES (?");
    let tables: Vec<_> = (0..100).map(|table| format!("table_{table}")).collect();
    let many = SqlQuery::of(
        format!("SELECT 1 FROM {}", tables.join(", ")).as_bytes(),
        MySql,
    );
    assert!(
        many.summary.len() <= 255 && many.summary.ends_with("table_27"),
        "{}",
        many.summary
    );
}

/// A literal with `secret` in it, as one of the dialects writes it.
fn literal(dialect: SqlDialect) -> impl Strategy<Value = String> {
    let secret = "[a-z '\"\\\\`$;#/*-]{0,6}secret[a-z '\"\\\\`$;#/*-]{0,6}";
    let doubled = |text: String, quote: &str| {
        let text = text.replace(quote, &quote.repeat(2));
        format!("{quote}{text}{quote}")
    };
    (secret, 0..3_u8).prop_map(move |(text, way)| match (dialect, way) {
        (MySql, 0) => doubled(text.replace('\\', "\\\\"), "\""),
        (MySql, 1) => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
        (MySql, _) => doubled(text.replace('\\', "\\\\"), "'"),
        (PostgreSql, 0) => format!("$q${}$q$", text.replace('$', "")),
        (PostgreSql, 1) => format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
        (Oracle, 0) => format!("q'{{{text}}}'"),
        (Sqlite, 0) => doubled(text, "\""),
        _ => doubled(text, "'"),
    })
}

fn queries() -> impl Strategy<Value = (SqlDialect, String)> {
    prop::sample::select(&DIALECTS[..5]).prop_flat_map(|dialect| {
        let code = prop::sample::select(vec![
            " a",
            "=",
            ",",
            "(",
            ")",
            " FROM t ",
            " -- c\n",
            " /* d */ ",
            " WHERE ",
            ".",
            " AND ",
            " IS NOT DISTINCT FROM ",
            "; ",
            " SELECT ",
            " INTO x",
            " SET ",
        ]);
        // A literal stands where an operator or a bracket is in front of it.
        let part =
            (code, literal(dialect)).prop_map(|(code, literal)| format!("{code} +{literal} "));
        prop::collection::vec(part, 1..6)
            .prop_map(move |parts| (dialect, format!("SELECT {}", parts.concat())))
    })
}

proptest! {
    #[test]
    fn no_literal_survives((dialect, query) in queries()) {
        let found = SqlQuery::of(query.as_bytes(), dialect);
        prop_assert!(!format!("{found:?}").contains("secret"), "{dialect:?}: {query}\n{found:?}");
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200), dialect in prop::sample::select(&DIALECTS[..])) {
        let found = SqlQuery::of(&bytes, dialect);
        prop_assert!(found.text.len() <= bytes.len() + 1 && found.summary.len() <= 255);
    }

    #[test]
    fn what_is_shown_is_shown_again(query in "[a-z0-9'\"\\\\`$;#/*\\[\\] .,()-]{0,60}", dialect in prop::sample::select(&DIALECTS[..])) {
        let once = text(&query, dialect);
        // No digit is shown but in names and placeholders.
        let digits = once.split(|it: char| !(it.is_alphanumeric() || "_$@:?#".contains(it)));
        for word in digits.filter(|word| word.starts_with(|it: char| it.is_ascii_digit())) {
            let quoted = once.contains(['"', '`', '[']);
            prop_assert!(quoted, "{word} in {once}");
        }
    }
}
