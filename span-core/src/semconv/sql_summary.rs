//! The summary of a SQL query: its operations and their tables, in the order in which they are named.
//!
//! Looks at one token after the other, and does not parse. Must not know where a token begins and ends, nor what a word means: that
//! is `sql_words`.

use super::sql_tokens::SqlToken;
use super::sql_words::{
    Awaits, FILLERS, Keyword, Level, OBJECTS, STATEMENTS, Statement, ends_tables, is_no_table,
    is_one_of,
};

/// The conventions' limit on the length of a summary.
const LONGEST_SUMMARY: usize = 255;

/// How many tables are told from each other.
const MOST_TARGETS: usize = 32;

/// What a query does.
pub(super) struct Summarised {
    pub(super) summary: String,
    pub(super) operation: Option<String>,
    pub(super) collection: Option<String>,
    pub(super) procedure: Option<String>,
}

/// A summary under way.
#[derive(Default)]
pub(super) struct SqlSummary {
    summary: String,
    operations: Vec<String>,
    tables: Vec<String>,
    procedure: Option<String>,
    awaits: Awaits,
    /// The name that is being read, with what is before its dots.
    name: String,
    /// A dot has been read, so that the name goes on.
    has_dot: bool,
    is_table: bool,
    /// The last word or symbol.
    last: Keyword,
    level: Level,
    /// Those that the level is in. A query that is looked at is too short for this to become large.
    outer: Vec<Level>,
    /// A table is awaited where none is named: a parameter, what may be a string, or a function that returns rows.
    has_unknown_table: bool,
    is_full: bool,
}

impl SqlSummary {
    /// Whether the next token is the name of a table, if it is a name at all. Behind a comma it is one if the table in front of
    /// that is in `"` as well: a list may have ended with a word that is not known.
    pub(super) fn awaits_name(&self) -> bool {
        match self.awaits {
            Awaits::Table | Awaits::Tables => self.last.as_str() != "," || self.level.in_quotes,
            _ => self.has_dot && !self.name.is_empty(),
        }
    }

    /// Whether a word, or a name in quotes, stands for a value.
    pub(super) fn is_value(&self, token: SqlToken<'_>) -> bool {
        let is_value = self.awaits == Awaits::Value;
        match token {
            // `ATTACH DATABASE` is followed by it.
            SqlToken::Word(word) if self.level.statement == Statement::Pragma => {
                is_value && !word.eq_ignore_ascii_case("DATABASE")
            }
            SqlToken::Word(_) => is_value,
            SqlToken::Quoted(_) => {
                let takes_names =
                    matches!(self.level.statement, Statement::Set | Statement::Pragma);
                let is_default = self.last.as_str() == "DEFAULT" && self.name.is_empty();
                is_value || takes_names || is_default
            }
            _ => false,
        }
    }

    pub(super) fn take(&mut self, token: SqlToken<'_>) {
        match token {
            SqlToken::Space => {}
            SqlToken::Word(word) if !self.goes_on_with_name(word) => self.take_word(word),
            SqlToken::Quoted(name) if !self.goes_on_with_name(name) => self.take_quoted(name),
            SqlToken::Word(_) | SqlToken::Quoted(_) => {}
            SqlToken::Symbol(symbol) => self.take_symbol(symbol),
            SqlToken::Literal | SqlToken::MaybeName(_) | SqlToken::Placeholder(_) => {
                self.end_name();
                self.has_unknown_table |= self.awaits == Awaits::Tables;
                self.awaits = Awaits::Nothing;
                self.last = Keyword::of("?");
            }
        }
    }

    /// What was read.
    pub(super) fn finish(mut self) -> Summarised {
        self.end_name();
        let is_single = self.operations.len() == 1;
        let only = |mut list: Vec<String>| (is_single && list.len() == 1).then(|| list.remove(0));
        let is_known = !self.has_unknown_table;
        Summarised {
            summary: self.summary,
            collection: only(self.tables).filter(|_| is_known),
            procedure: self.procedure.filter(|_| is_single),
            operation: only(self.operations),
        }
    }

    fn goes_on_with_name(&mut self, name: &str) -> bool {
        let goes_on = self.has_dot && !self.name.is_empty();
        if goes_on {
            self.name.push('.');
            self.name.push_str(unquoted(name));
            self.has_dot = false;
        }
        goes_on
    }

    fn take_word(&mut self, word: &str) {
        self.end_name();
        let keyword = Keyword::of(word);
        let upper = keyword.as_str();
        let begins = matches!(self.last.as_str(), "" | ";");
        if self.awaits == Awaits::Object {
            self.take_object(word, upper);
        } else if (upper == "SELECT" && self.level.statement != Statement::Grant)
            || (begins && is_one_of(STATEMENTS, upper))
            || (matches!(self.last.as_str(), "(" | ")" | "EXPLAIN" | "ANALYZE" | "AS")
                && matches!(upper, "INSERT" | "UPDATE" | "DELETE" | "MERGE"))
        {
            self.begin_operation(word, upper);
        } else if !(self.awaits != Awaits::Nothing && is_one_of(FILLERS, upper)) {
            self.take_other(word, upper);
        }
        self.last = keyword;
    }

    fn begin_operation(&mut self, word: &str, upper: &str) {
        self.add(word);
        self.operations.push(word.to_owned());
        self.operations.truncate(2);
        let (statement, next) = Statement::begun_by(upper);
        self.level = Level::of(statement);
        self.await_next(next);
    }

    fn await_next(&mut self, next: Awaits) {
        self.awaits = next;
        self.level.in_tables = next == Awaits::Tables;
    }

    /// A word behind `CREATE`, `ALTER` or `DROP`.
    fn take_object(&mut self, word: &str, upper: &str) {
        if upper == "SET" {
            self.level.take(upper, self.last.as_str());
            self.awaits = Awaits::Nothing;
        }
        if !is_one_of(OBJECTS, upper) {
            return;
        }
        self.add(word);
        if let Some(operation) = self.operations.last_mut() {
            operation.push(' ');
            operation.push_str(word);
        }
        let next = match (upper, self.level.statement) {
            ("TABLE", Statement::Drop) => Awaits::Tables,
            ("TABLE", _) => Awaits::Table,
            _ => Awaits::Nothing,
        };
        if next == Awaits::Table {
            // `ALTER TABLE ... SET` is followed by names.
            self.level.statement = Statement::Other;
        }
        self.await_next(next);
    }

    fn take_other(&mut self, word: &str, upper: &str) {
        let last = self.last.as_str();
        if let Some(next) = self.level.take(upper, last) {
            self.awaits = next;
            return;
        }
        match self.awaits {
            Awaits::Table | Awaits::Tables if is_no_table(upper, last) => {
                self.await_next(Awaits::Nothing);
            }
            Awaits::Table | Awaits::Tables | Awaits::Procedure => self.begin_name(word),
            _ if self.level.in_tables && ends_tables(upper, last) => self.level.in_tables = false,
            _ => {}
        }
    }

    fn take_quoted(&mut self, name: &str) {
        self.end_name();
        if matches!(
            self.awaits,
            Awaits::Table | Awaits::Tables | Awaits::Procedure
        ) {
            self.begin_name(name);
        }
        self.last = Keyword::of("?");
    }

    fn take_symbol(&mut self, symbol: &str) {
        if symbol == "." {
            self.has_dot = true;
            return;
        }
        // `FROM generate_series(1, 9)`: a function.
        let is_function = symbol == "(" && self.level.in_tables && !self.name.is_empty();
        self.has_unknown_table |= is_function;
        self.end_name();
        let awaited = std::mem::take(&mut self.awaits);
        match symbol {
            "(" => self.open(awaited),
            "[" => {
                self.open(Awaits::Nothing);
                self.level.in_array = true;
            }
            "]" if !self.level.in_array => {}
            ")" | "]" => self.level = self.outer.pop().unwrap_or_default(),
            ";" => {
                self.outer.clear();
                self.level = Level::default();
            }
            "," if self.level.in_tables => self.awaits = Awaits::Tables,
            "," if self.level.lists_passwords() => self.awaits = Awaits::Value,
            "=" if self.level.statement == Statement::Pragma => self.awaits = Awaits::Value,
            _ => self.has_unknown_table |= awaited == Awaits::Tables,
        }
        self.last = Keyword::of(symbol);
    }

    /// An opening parenthesis or bracket, where something is awaited.
    fn open(&mut self, awaited: Awaits) {
        // Tables may be in parentheses, but `TABLE(...)` is a function, and `USING (...)` has columns.
        let has_tables =
            awaited == Awaits::Tables && !matches!(self.last.as_str(), "TABLE" | "USING");
        let is_pragma = self.level.statement == Statement::Pragma;
        self.outer.push(self.level);
        self.level = Level::default();
        self.await_next(match (has_tables, is_pragma) {
            (true, _) => Awaits::Tables,
            (_, true) => Awaits::Value,
            _ => Awaits::Nothing,
        });
    }

    fn begin_name(&mut self, name: &str) {
        self.is_table = self.awaits != Awaits::Procedure;
        unquoted(name).clone_into(&mut self.name);
        self.has_dot = false;
        self.awaits = Awaits::Nothing;
        self.level.in_quotes = name.starts_with('"');
    }

    /// The name that was being read is complete.
    fn end_name(&mut self) {
        self.has_dot = false;
        if self.name.is_empty() {
            return;
        }
        let name = std::mem::take(&mut self.name);
        self.add(&name);
        if !self.is_table {
            self.procedure = Some(name);
        } else if self.tables.len() < MOST_TARGETS && !self.tables.contains(&name) {
            self.tables.push(name);
        }
    }

    fn add(&mut self, word: &str) {
        let length = self.summary.len() + word.len() + 1;
        self.is_full |= length > LONGEST_SUMMARY;
        if self.is_full {
            return;
        }
        if !self.summary.is_empty() {
            self.summary.push(' ');
        }
        self.summary.push_str(word);
    }
}

/// A name without its quotes, where it needs none.
fn unquoted(name: &str) -> &str {
    let inner = name
        .strip_prefix(['"', '`', '['])
        .and_then(|name| name.strip_suffix(['"', '`', ']']));
    let is_plain = |text: &&str| {
        !text.is_empty()
            && text
                .chars()
                .all(|it| it.is_alphanumeric() || it == '_' || it == '$')
    };
    inner.filter(is_plain).unwrap_or(name)
}
