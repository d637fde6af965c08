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
        ("SELECT * FROM users (NOLOCK)", Some("SELECT"), None),
        (
            "SELECT * FROM generate_series(1, 2) AS n",
            Some("SELECT"),
            None,
        ),
        (
            "SELECT * FROM users, jsonb_each(users.data)",
            Some("SELECT"),
            None,
        ),
        ("INSERT INTO users (id) SELECT * FROM shop.f(1)", None, None),
        (
            "INSERT INTO users (id) VALUES (1)",
            Some("INSERT"),
            Some("users"),
        ),
        (
            "SELECT * FROM users WHERE id IN (1) AND lower(name) = ?",
            Some("SELECT"),
            Some("users"),
        ),
    ];
    for (query, operation, table) in cases {
        let found = SqlQuery::of(query.as_bytes(), MySql);
        assert_eq!(found.operation.as_deref(), operation, "{query}");
        let table = table.filter(|_| operation.is_some());
        assert_eq!(found.collection.as_deref(), table, "{query}");
    }
    let call = SqlQuery::of(b"CALL shop.report(1)", MySql);
    assert_eq!(call.procedure.as_deref(), Some("shop.report"));
    // A prepared statement, but where it is a procedure.
    for (dialect, procedure) in [
        (MySql, None),
        (PostgreSql, None),
        (Oracle, None),
        (SqlServer, Some("report")),
    ] {
        let execute = SqlQuery::of(b"EXECUTE report", dialect);
        assert_eq!(execute.summary, "EXECUTE report");
        assert_eq!(execute.procedure.as_deref(), procedure, "{dialect:?}");
    }
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

/// Places of a literal, `?` here, in statements of each dialect.
const PLACES: &[(&[SqlDialect], &[&str])] = &[
    (
        &[MySql],
        &[
            "SELECT * FROM v FOR SYSTEM_TIME FROM ? TO ?",
            "SELECT * FROM v FOR SYSTEM_TIME AS OF ?, w FOR SYSTEM_TIME FROM ? TO ?",
            "SELECT * FROM v FOR SYSTEM_TIME BETWEEN ? AND ? JOIN w FOR SYSTEM_TIME FROM (?) TO ?",
            "DELETE FROM p FOR PORTION OF pp FROM ? TO ?",
            "UPDATE p FOR PORTION OF pp FROM ? TO ? SET a = ?, b = ?",
            "EXPLAIN UPDATE p FOR PORTION OF pp FROM ? TO ? SET a = ?",
            "DELETE HISTORY FROM v BEFORE SYSTEM_TIME ?",
            "SELECT TRIM(BOTH FROM ?), TRIM(? FROM ?), SUBSTRING(? FROM 2 FOR 3), EXTRACT(DAY FROM ?), POSITION(? IN ?)",
            "SELECT (SELECT TRIM(LEADING FROM ?)), INSERT(?, 1, 2, ?), CONCAT(INSERT(?, 1, 2, ?))",
            "SELECT ? a, ? AS b, c ?, DATE ?, {d ?}, _utf8 ?, @a := ? FROM p WHERE c IN (?, ?) GROUP BY c, ? HAVING ? ORDER BY c, ? LIMIT 1, 2",
            "SELECT HIGH_PRIORITY STRAIGHT_JOIN ? FROM p",
            "SELECT * FROM p USE INDEX FOR JOIN (a), v WHERE a = ? OR b = ? FOR UPDATE",
            "SELECT a INTO OUTFILE ? FIELDS TERMINATED BY ? ENCLOSED BY ? FROM p",
            "SELECT a FROM p INTO DUMPFILE ?",
            "SELECT * FROM JSON_TABLE(?, ? COLUMNS(x INT PATH ?)) AS j, v",
            "SELECT * FROM (VALUES (?, ?), (?, ?)) v",
            "SELECT * FROM (WITH c AS (SELECT ?) SELECT ? FROM c) v",
            "SELECT MATCH(a) AGAINST (? IN BOOLEAN MODE) FROM p",
            "INSERT p VALUES (?, ?), (?, ?)",
            "INSERT INTO p SET a = ?, b = ? ON DUPLICATE KEY UPDATE a = ?, b = ?",
            "INSERT INTO p SELECT ?, a FROM v ON DUPLICATE KEY UPDATE a = ?, b = ?",
            "REPLACE p VALUE (?)",
            "UPDATE p, v SET p.a = ?, v.b = ? WHERE ?",
            "DELETE p, v FROM p JOIN v ON ? = ? WHERE ? RETURNING ?, a",
            "LOAD DATA LOCAL INFILE ? REPLACE INTO TABLE p FIELDS TERMINATED BY ? LINES STARTING BY ? (a, @b) SET c = ?",
            "LOAD XML INFILE ? INTO TABLE p ROWS IDENTIFIED BY ?",
            "LOAD INDEX INTO CACHE p",
            "IMPORT TABLE FROM ?, ?",
            "HANDLER p READ i = (?, ?) WHERE a = ?",
            "SHOW COLUMNS FROM p FROM b LIKE ?",
            "SHOW BINLOG EVENTS IN ? FROM 4",
            "DESCRIBE p ?",
            "SET PASSWORD FOR u = PASSWORD(?), @a = ?",
            "CREATE USER u IDENTIFIED BY ?, w IDENTIFIED WITH x AS ?",
            "GRANT SELECT, UPDATE (a) ON b.p TO u IDENTIFIED BY ? WITH GRANT OPTION",
            "REVOKE SELECT ON b.p FROM ?@?, ?@?",
            "CREATE PROCEDURE f() REVOKE SELECT ON b.p FROM ?@?",
            "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (USER ?, PASSWORD ?)",
            "CREATE TABLE q (a VARCHAR(9) DEFAULT ? COMMENT ?) ENGINE InnoDB, COMMENT ?, CONNECTION ?",
            "CREATE TABLE q COMMENT ? AS SELECT ? FROM p",
            "ALTER TABLE p FORCE, COMMENT ?, ADD b TEXT DEFAULT ? COMMENT ?, RENAME q",
            "ALTER TABLE p ADD PARTITION (PARTITION x VALUES IN (?, ?))",
            "CREATE FUNCTION f RETURNS STRING SONAME ?",
            "CREATE TRIGGER t BEFORE UPDATE ON p FOR EACH ROW SET NEW.a = TRIM(BOTH FROM ?), NEW.b = ?",
            "CREATE PROCEDURE f() BEGIN PREPARE s FROM ?; EXECUTE IMMEDIATE ?; FETCH NEXT FROM c INTO x; END",
            "PREPARE s FROM ?",
            "EXECUTE IMMEDIATE ? USING ?",
            "CALL f(?, ?)",
            "CHANGE MASTER TO MASTER_HOST = ?, MASTER_PASSWORD = ?",
            "CLONE INSTANCE FROM u@h:3306 IDENTIFIED BY ?",
            "PURGE BINARY LOGS TO ?",
            "XA START ?, ?",
            "KILL USER ?",
            "DO ?, SLEEP(?)",
            "BEGIN NOT ATOMIC UPDATE p FOR PORTION OF pp FROM ? TO ? SET a = ?; SELECT ?; END",
            "IF 1 THEN DELETE FROM p FOR PORTION OF pp FROM ? TO ?; END IF",
        ],
    ),
    (
        &[Sqlite],
        &[
            "VACUUM INTO ?",
            "VACUUM main INTO ?",
            "ATTACH ? AS x KEY ?",
            "ATTACH DATABASE ? AS x",
            "PRAGMA key = ?",
            "PRAGMA main.key(?)",
            "SELECT a IS NOT DISTINCT FROM ?, a IS DISTINCT FROM /* c */ ? FROM p WHERE a IS DISTINCT FROM ?",
            "UPDATE p SET a = ?, b = ? FROM v WHERE a IS DISTINCT FROM ? RETURNING ?, b",
            "INSERT OR REPLACE INTO p SELECT ?, ? FROM v WHERE 1 ON CONFLICT (a) DO UPDATE SET a = ?, b = ? RETURNING ?, ?",
            "SELECT * FROM p INDEXED BY i, json_each(?, ?) WHERE a GLOB ? ORDER BY ?, ? LIMIT ?, ?",
            "SELECT * FROM p WINDOW w AS (PARTITION BY ?, ?)",
            "SELECT * FROM p UNION VALUES (?), (?)",
            "CREATE TABLE IF NOT EXISTS q (a TEXT DEFAULT ? CHECK (a <> ?))",
            "CREATE VIEW w AS SELECT ?, ? FROM p WHERE a = ?",
        ],
    ),
    (
        &[PostgreSql],
        &[
            "COPY p FROM ? WITH (DELIMITER ?)",
            "COPY (SELECT a FROM p) TO PROGRAM ?",
            "SELECT OVERLAY(? PLACING ? FROM 2 FOR 3), TRIM(? FROM ?), SUBSTRING(? FROM ?)",
            "SELECT a IS DISTINCT FROM ? FROM p JOIN v ON p.a = ANY (ARRAY[?, v.a]), w",
            "CREATE TABLE q PARTITION OF p FOR VALUES FROM (?) TO (?)",
            "CREATE USER u PASSWORD ?",
            "SET app.token TO ?, ?",
            "NOTIFY c, ?",
            "DO ?",
        ],
    ),
    (
        &[MySql, PostgreSql, Sqlite, SqlServer, Oracle],
        &[
            "SELECT ? FROM p a, v WHERE b = ? AND c BETWEEN ? AND ? ORDER BY ?, d",
            "SELECT * FROM p JOIN v ON a = ? AND b IN (?, ?), w WHERE EXISTS (SELECT ? FROM x WHERE c LIKE ?)",
            "INSERT INTO p (a, b) VALUES (?, ?), (?, ?)",
            "INSERT INTO p SELECT ?, a FROM v WHERE b = ?",
            "UPDATE p SET a = ?, b = ? WHERE c = ?",
            "DELETE FROM p WHERE a = ? OR b = ?",
            "MERGE INTO p USING v ON (p.a = ?) WHEN MATCHED THEN UPDATE SET b = ?, c = ? WHEN NOT MATCHED THEN INSERT VALUES (?, ?)",
            "CREATE TABLE q (a INT DEFAULT ?, b INT CHECK (b <> ?))",
            "ALTER TABLE p ADD a INT DEFAULT ?",
            "SELECT * FROM p FOR SYSTEM_TIME FROM ? TO ?",
        ],
    ),
];

#[test]
fn no_literal_is_shown_in_any_place_of_a_statement() {
    for (dialects, places) in PLACES {
        for dialect in *dialects {
            let literals: &[&str] = match dialect {
                MySql | Sqlite => &["'my secret'", "\"my secret\"", "\"secret\""],
                SqlServer => &["'my secret'", "\"my secret\"", "N'secret'"],
                PostgreSql => &["'my secret'", "$$my secret$$", "E'secret'"],
                _ => &["'my secret'", "q'[my secret]'"],
            };
            for (place, literal) in places
                .iter()
                .flat_map(|it| literals.iter().map(move |to| (it, to)))
            {
                let query = place.replace('?', literal);
                let deep = format!("SELECT {}({query}){}", "(".repeat(70), ")".repeat(70));
                for query in [&query, &format!("SELECT 1 FROM p; {query}"), &deep] {
                    let found = SqlQuery::of(query.as_bytes(), *dialect);
                    assert!(
                        !format!("{found:?}").contains("secret"),
                        "{dialect:?}: {query}\n{found:#?}"
                    );
                }
            }
        }
    }
}

#[test]
fn names_that_stand_for_values_are_hidden() {
    let cases = [
        (Sqlite, "ATTACH [/tmp/secret] AS x", "ATTACH ? AS x"),
        (
            Sqlite,
            "ATTACH DATABASE secret AS x KEY `secret`",
            "ATTACH DATABASE ? AS x KEY ?",
        ),
        (Sqlite, "PRAGMA key = secret", "PRAGMA key = ?"),
        (Sqlite, "PRAGMA main.key([my secret])", "PRAGMA main.key(?)"),
        (
            Sqlite,
            "CREATE TABLE p (a DEFAULT [my secret])",
            "CREATE TABLE p (a DEFAULT ?)",
        ),
        (
            PostgreSql,
            "SET app.a TO \"my secret\", \"secret\"",
            "SET app.a TO ?, ?",
        ),
        (
            PostgreSql,
            "ALTER ROLE \"bob\" SET app.a = \"my secret\"",
            "ALTER ROLE \"bob\" SET app.a = ?",
        ),
        (
            PostgreSql,
            "ALTER SYSTEM SET app.a = \"my secret\"",
            "ALTER SYSTEM SET app.a = ?",
        ),
        (
            PostgreSql,
            "CREATE FUNCTION \"f\"() RETURNS int SET app.a TO \"my secret\" LANGUAGE \"sql\"",
            "CREATE FUNCTION \"f\"() RETURNS int SET app.a TO ? LANGUAGE ?",
        ),
        (
            PostgreSql,
            "CREATE TABLE p (a int REFERENCES \"q\" ON DELETE SET NULL, \"b\" int)",
            "CREATE TABLE p (a int REFERENCES \"q\" ON DELETE SET NULL, \"b\" int)",
        ),
        (
            PostgreSql,
            "ALTER TABLE p ALTER a SET NOT NULL, DROP \"b\"",
            "ALTER TABLE p ALTER a SET NOT NULL, DROP \"b\"",
        ),
        (
            Oracle,
            "ALTER USER \"bob\" IDENTIFIED BY \"my secret\" REPLACE secret",
            "ALTER USER \"bob\" IDENTIFIED BY ? REPLACE ?",
        ),
        (
            Oracle,
            "CREATE DATABASE LINK l CONNECT TO \"bob\" IDENTIFIED BY secret USING 'db'",
            "CREATE DATABASE LINK l CONNECT TO \"bob\" IDENTIFIED BY ? USING ?",
        ),
        (
            Oracle,
            "ADMINISTER KEY MANAGEMENT OPEN KEYSTORE IDENTIFIED BY \"my secret\"",
            "ADMINISTER KEY MANAGEMENT OPEN KEYSTORE IDENTIFIED BY ?",
        ),
        (
            Oracle,
            "GRANT CONNECT TO a, b IDENTIFIED BY secret, \"my secret\" WITH ADMIN OPTION",
            "GRANT CONNECT TO a, b IDENTIFIED BY ?, ? WITH ADMIN OPTION",
        ),
        (
            Oracle,
            "GRANT CONNECT TO a, b IDENTIFIED BY VALUES 'secret', \"my secret\"",
            "GRANT CONNECT TO a, b IDENTIFIED BY ? ?, ?",
        ),
        (
            Oracle,
            "ADMINISTER KEY MANAGEMENT ALTER KEYSTORE PASSWORD IDENTIFIED BY secret SET \"my secret\" WITH BACKUP",
            "ADMINISTER KEY MANAGEMENT ALTER KEYSTORE PASSWORD IDENTIFIED BY ? SET ? WITH BACKUP",
        ),
        (
            Oracle,
            "ADMINISTER KEY MANAGEMENT ALTER KEYSTORE PASSWORD IDENTIFIED BY \"my secret\" SET secret",
            "ADMINISTER KEY MANAGEMENT ALTER KEYSTORE PASSWORD IDENTIFIED BY ? SET ?",
        ),
        (
            Oracle,
            "ADMINISTER KEY MANAGEMENT EXPORT ENCRYPTION KEYS WITH SECRET secret TO '/x' IDENTIFIED BY secret",
            "ADMINISTER KEY MANAGEMENT EXPORT ENCRYPTION KEYS WITH SECRET ? TO ? IDENTIFIED BY ?",
        ),
        (
            Oracle,
            "ADMINISTER KEY MANAGEMENT IMPORT KEYS WITH SECRET \"my secret\" FROM '/x' IDENTIFIED BY secret",
            "ADMINISTER KEY MANAGEMENT IMPORT KEYS WITH SECRET ? FROM ? IDENTIFIED BY ?",
        ),
        (
            Oracle,
            "ADMINISTER KEY MANAGEMENT SET KEY IDENTIFIED BY secret MIGRATE USING \"my secret\" WITH BACKUP",
            "ADMINISTER KEY MANAGEMENT SET KEY IDENTIFIED BY ? MIGRATE USING ? WITH BACKUP",
        ),
        (
            Oracle,
            "ALTER SYSTEM SET ENCRYPTION KEY IDENTIFIED BY secret MIGRATE USING secret",
            "ALTER SYSTEM SET ENCRYPTION KEY IDENTIFIED BY ? MIGRATE USING ?",
        ),
        (
            Oracle,
            "ADMINISTER KEY MANAGEMENT DELETE SECRET FOR CLIENT 'c' IDENTIFIED BY database",
            "ADMINISTER KEY MANAGEMENT DELETE SECRET FOR CLIENT ? IDENTIFIED BY ?",
        ),
        (
            Oracle,
            "WITH secret AS (SELECT 1 FROM dual) SELECT * FROM secret",
            "WITH secret AS (SELECT ? FROM dual) SELECT * FROM secret",
        ),
        // A list of names without quotes goes on with a string: what stands there is not known to be a name.
        (
            Sqlite,
            "SELECT 1 FROM p EXEC x, \"secret\"",
            "SELECT ? FROM p EXEC x, ?",
        ),
        (MySql, "SELECT 1 FROM p, \"secret\"", "SELECT ? FROM p, ?"),
        (
            MySql,
            "SELECT 1 FROM \"p\" a, \"v\"",
            "SELECT ? FROM \"p\" a, \"v\"",
        ),
    ];
    for (dialect, query, expected) in cases {
        assert_eq!(text(query, dialect), expected, "{dialect:?}: {query}");
    }
}

#[test]
fn each_table_of_a_statement_is_seen() {
    let cases = [
        ("SELECT * FROM p STRAIGHT_JOIN v", "SELECT p v"),
        ("SELECT STRAIGHT_JOIN a FROM p", "SELECT p"),
        ("SELECT * FROM (p JOIN v)", "SELECT p v"),
        ("SELECT * FROM (p, v)", "SELECT p v"),
        ("SELECT * FROM (p) JOIN v", "SELECT p v"),
        ("SELECT * FROM ((p)), v", "SELECT p v"),
        (
            "SELECT * FROM (SELECT a FROM p) AS x, v",
            "SELECT SELECT p v",
        ),
        ("UPDATE (p JOIN v) SET p.a = 1, v.b = 2", "UPDATE p v"),
        ("SELECT * FROM p FOR SYSTEM_TIME ALL, v", "SELECT p v"),
        (
            "SELECT * FROM p FOR SYSTEM_TIME AS OF NOW() AS x, v",
            "SELECT p v",
        ),
        (
            "SELECT * FROM p FOR SYSTEM_TIME FROM NOW() TO a",
            "SELECT p",
        ),
        ("SELECT * FROM p FOR UPDATE OF a, b", "SELECT p"),
        (
            "SELECT * FROM p PARTITION (x) AS a USE INDEX FOR ORDER BY (i), v",
            "SELECT p v",
        ),
        ("SELECT * FROM p USE INDEX FOR JOIN (i)", "SELECT p"),
        (
            "SELECT * FROM p JOIN p q ON p.a = q.a AND p.b = 1, v",
            "SELECT p p v",
        ),
        ("DELETE FROM p USING v WHERE p.a = v.a", "DELETE p v"),
        (
            "SELECT * FROM p JOIN p q ON q.a[1] = ANY (ARRAY[1, c]) JOIN v ON 1",
            "SELECT p p v",
        ),
        ("DELETE p FROM p JOIN v USING (id)", "DELETE p v"),
        ("DELETE FROM p FROM v WHERE p.a = v.a", "DELETE p v"),
        ("UPDATE p SET a = 1 FROM v", "UPDATE p v"),
        (
            "MERGE p USING v ON p.a = v.a WHEN MATCHED THEN UPDATE SET a = b, c = d",
            "MERGE p v",
        ),
        ("INSERT p VALUES (1)", "INSERT p"),
        ("INSERT LOW_PRIORITY IGNORE p (a) VALUES (1)", "INSERT p"),
        ("INSERT TOP (5) INTO p SELECT a FROM v", "INSERT p SELECT v"),
        (
            "INSERT ALL INTO p VALUES (1) INTO v VALUES (2) SELECT 1 FROM dual",
            "INSERT p v SELECT dual",
        ),
        (
            "INSERT INTO p SELECT a FROM v ON DUPLICATE KEY UPDATE b = 1, c = 2",
            "INSERT p SELECT v",
        ),
        ("REPLACE p VALUES (1)", "REPLACE p"),
        ("LOAD DATA INFILE 'x' INTO TABLE p (a, b)", "LOAD p"),
        ("LOAD INDEX INTO CACHE p", "LOAD"),
        ("ALTER TABLE p DROP b, DROP c", "ALTER TABLE p"),
        (
            "CREATE TABLE p ENGINE InnoDB, COMMENT 'x'",
            "CREATE TABLE p",
        ),
        ("DROP TABLE IF EXISTS p, v", "DROP TABLE p v"),
        ("SELECT a INTO v FROM p", "SELECT v p"),
        ("SELECT a FROM p INTO @a, @b", "SELECT p"),
        ("REVOKE SELECT ON p FROM u", "REVOKE"),
        (
            "CREATE TRIGGER t AFTER INSERT ON p FOR EACH ROW INSERT INTO v VALUES (1)",
            "CREATE TRIGGER",
        ),
    ];
    for (query, summary) in cases {
        let found = SqlQuery::of(query.as_bytes(), MySql);
        assert_eq!(found.summary, summary, "{query}");
        let tables = summary
            .split(' ')
            .filter(|it| matches!(*it, "p" | "v"))
            .collect::<std::collections::BTreeSet<_>>();
        let only = tables
            .first()
            .filter(|_| tables.len() == 1 && found.operation.is_some());
        assert_eq!(found.collection.as_deref(), only.copied(), "{query}");
    }
    // A table that is not named is one as well.
    for query in [
        "SELECT 1 FROM p, ?",
        "SELECT 1 FROM p, \"v\"",
        "SELECT 1 FROM {oj p JOIN v}",
    ] {
        assert_eq!(
            SqlQuery::of(query.as_bytes(), MySql).collection,
            None,
            "{query}"
        );
    }
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
