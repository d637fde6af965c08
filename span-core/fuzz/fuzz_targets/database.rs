//! Queries, keys and data source names: nothing panics, what is said of them is bounded, and no literal is shown.
//!
//! The first byte chooses the dialect.

#![no_main]

use libfuzzer_sys::fuzz_target;
use span_core::semconv::data_source::{DataSource, codes_of};
use span_core::semconv::redis_query::{RedisQuery, key_pattern};
use span_core::semconv::sql_dialect::SqlDialect;
use span_core::semconv::sql_query::SqlQuery;

const DIALECTS: [SqlDialect; 6] = [
    SqlDialect::MySql,
    SqlDialect::PostgreSql,
    SqlDialect::Sqlite,
    SqlDialect::SqlServer,
    SqlDialect::Oracle,
    SqlDialect::Other,
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let dialect = DIALECTS[usize::from(*first) % DIALECTS.len()];
    let query = SqlQuery::of(rest, dialect);
    assert!(query.text.len() <= 8 << 10 && query.summary.len() <= 255);
    // A quote is in a name that is in quotes of its own, or is not shown.
    let has_name = query.text.contains(['"', '`', '[']);
    assert!(has_name || !query.text.contains('\''), "{}", query.text);
    assert!(!key_pattern(rest).bytes().any(|byte| byte.is_ascii_digit()));
    let mut command = RedisQuery::new("GET");
    rest.split(|byte| *byte == b' ').for_each(|key| command.key(key));
    assert!(command.text().len() <= 1200);
    let text = String::from_utf8_lossy(bytes);
    let _ = (DataSource::of_dsn(&text), codes_of(&text).len());
});
