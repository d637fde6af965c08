//! A SQL query as spans show it: its text with `?` for each literal, its summary, and what it does with which table, by the
//! conventions: <https://opentelemetry.io/docs/specs/semconv/db/database-spans/>.
//!
//! Must not know where literals begin and end: that is `sql_tokens`.

use super::sql_dialect::SqlDialect;
use super::sql_summary::{SqlSummary, Summarised};
use super::sql_tokens::{SqlToken, SqlTokens};

/// How many bytes of a query are looked at.
const LONGEST_QUERY: usize = 64 << 10;

/// How many bytes of a query's text are kept.
const LONGEST_TEXT: usize = 8 << 10;

/// What spans say of a query.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct SqlQuery {
    /// `db.query.text`: without comments and with `?` for each literal.
    pub text: String,
    /// `db.query.summary`: the operations and what they are done with. Empty where none is known.
    pub summary: String,
    /// `db.operation.name`, where there is one operation.
    pub operation: Option<String>,
    /// `db.collection.name`, where there is one operation and one table.
    pub collection: Option<String>,
    /// `db.stored_procedure.name`, where one is called.
    pub procedure: Option<String>,
}

impl SqlQuery {
    /// Reads any bytes.
    ///
    /// ```
    /// use span_core::semconv::sql_dialect::SqlDialect;
    /// use span_core::semconv::sql_query::SqlQuery;
    /// let query = SqlQuery::of(b"SELECT name FROM users WHERE mail = 'bob@example.com' AND age > 18", SqlDialect::MySql);
    /// assert_eq!(query.text, "SELECT name FROM users WHERE mail = ? AND age > ?");
    /// assert_eq!(query.summary, "SELECT users");
    /// assert_eq!(query.collection.as_deref(), Some("users"));
    /// ```
    pub fn of(query: &[u8], dialect: SqlDialect) -> Self {
        let query = &query[..query.len().min(LONGEST_QUERY)];
        let mut text = Text {
            text: String::with_capacity(query.len().min(LONGEST_TEXT)),
            has_space: false,
        };
        let mut summary = SqlSummary::default();
        for token in SqlTokens::new(query, dialect) {
            let token = as_shown(token, &summary);
            summary.take(token);
            if !text.push(token) {
                break;
            }
        }
        let Summarised {
            summary,
            operation,
            collection,
            procedure,
        } = summary.finish();
        let is_call = operation
            .as_deref()
            .is_some_and(|operation| operation.eq_ignore_ascii_case("CALL"));
        Self {
            text: text.text,
            summary,
            operation,
            collection,
            procedure: procedure.filter(|_| is_call || dialect.executes_procedures()),
        }
    }
}

/// A name in `"` is one only where nothing else can stand, what stands for a value is a literal, and so are keywords of truth.
fn as_shown<'a>(token: SqlToken<'a>, summary: &SqlSummary) -> SqlToken<'a> {
    match token {
        SqlToken::MaybeName(name) if summary.awaits_name() => SqlToken::Quoted(name),
        SqlToken::MaybeName(_) => SqlToken::Literal,
        SqlToken::Word(word)
            if word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false") =>
        {
            SqlToken::Literal
        }
        other if summary.is_value(other) => SqlToken::Literal,
        other => other,
    }
}

/// The text that is made of the tokens.
struct Text {
    text: String,
    /// White space that is kept if something follows.
    has_space: bool,
}

impl Text {
    /// False where the text is full.
    fn push(&mut self, token: SqlToken<'_>) -> bool {
        let shown = match token {
            SqlToken::Space => {
                self.has_space = true;
                return true;
            }
            SqlToken::Literal | SqlToken::MaybeName(_) => "?",
            SqlToken::Word(text)
            | SqlToken::Quoted(text)
            | SqlToken::Placeholder(text)
            | SqlToken::Symbol(text) => text,
        };
        if self.text.len() + shown.len() >= LONGEST_TEXT {
            return false;
        }
        if self.has_space && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.has_space = false;
        self.text.push_str(shown);
        true
    }
}
