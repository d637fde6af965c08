//! The summary of a SQL query: its operations and their tables, in the order in which they are named.
//!
//! Looks at one token after the other, and does not parse. Must not know where a token begins and ends.

use super::sql_tokens::SqlToken;

/// The conventions' limit on the length of a summary.
const LONGEST_SUMMARY: usize = 255;

/// How many tables are told from each other.
const MOST_TARGETS: usize = 32;

/// How deep parentheses are looked into.
const DEEPEST: usize = 64;

/// The words that a statement can begin with. What begins with another one is not summarised: it could be anything.
const STATEMENTS: &str = "ABORT ALTER ANALYZE ATTACH BEGIN CALL CHECK CHECKPOINT CLOSE CLUSTER COMMENT COMMIT COPY CREATE \
    DEALLOCATE DECLARE DELETE DESC DESCRIBE DETACH DISCARD DO DROP END EXEC EXECUTE EXPLAIN FETCH FLUSH \
    GRANT HANDLER INSERT KILL LISTEN LOAD LOCK MERGE MOVE NOTIFY OPTIMIZE PRAGMA PREPARE REFRESH REINDEX \
    RELEASE RENAME REPAIR REPLACE RESET REVOKE ROLLBACK SAVEPOINT SELECT SET SHOW START TRUNCATE \
    UNLISTEN UNLOCK UPDATE USE VACUUM VALUES XA";

/// What `CREATE`, `ALTER` and `DROP` are about.
const OBJECTS: &str = "DATABASE EVENT EXTENSION FUNCTION INDEX PROCEDURE ROLE SCHEMA SEQUENCE SERVER TABLE TABLESPACE \
    TRIGGER TYPE USER VIEW";

/// The words that stand between an operation and the name of its table.
const FILLERS: &str = "ABORT CONCURRENTLY DELAYED EXISTS FAIL HIGH_PRIORITY IF IGNORE LATERAL LOW_PRIORITY NOT ONLY OR \
    REPLACE ROLLBACK TABLE";

/// The words that end a list of tables.
const ENDS_OF_TABLES: &str = "EXCEPT FETCH FOR GROUP HAVING INTERSECT LIMIT OFFSET ON ORDER RETURNING SET UNION USING VALUES WHERE \
    WINDOW";

/// What is known inside of one pair of parentheses.
#[derive(Clone, Copy, Default)]
struct Level {
    /// `FROM` is followed by tables here, and is no part of a function's arguments.
    has_tables: bool,
    /// The words since the last name of a table; `None` where no list of tables is under way.
    words_since_table: Option<u8>,
}

/// What the next name is.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Awaits {
    #[default]
    Nothing,
    Table,
    Procedure,
    /// `CREATE` and its like, of what they say next.
    Object,
}

/// A word or a symbol in capitals. One that is longer than all keywords is none: it is not told from others.
#[derive(Clone, Copy, Default)]
struct Keyword {
    bytes: [u8; 16],
    length: usize,
}

impl Keyword {
    fn of(word: &str) -> Self {
        let mut keyword = Self::default();
        let word = if word.len() > keyword.bytes.len() {
            "?"
        } else {
            word
        };
        keyword.length = word.len();
        for (kept, byte) in keyword.bytes.iter_mut().zip(word.bytes()) {
            *kept = byte.to_ascii_uppercase();
        }
        keyword
    }

    fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..self.length).unwrap_or_default();
        str::from_utf8(bytes).unwrap_or_default()
    }
}

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
    outer: Vec<Level>,
    is_full: bool,
}

impl SqlSummary {
    /// Whether the next token is the name of a table, if it is a name at all.
    pub(super) fn awaits_name(&self) -> bool {
        self.awaits == Awaits::Table || (self.has_dot && !self.name.is_empty())
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
                self.end_tables();
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
        Summarised {
            summary: self.summary,
            collection: only(self.tables),
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
        } else if upper == "SELECT"
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
        self.end_tables();
        self.add(word);
        self.operations.push(word.to_owned());
        self.operations.truncate(2);
        self.level.has_tables = matches!(upper, "SELECT" | "DELETE" | "UPDATE");
        self.awaits = match upper {
            "COPY" | "TRUNCATE" | "UPDATE" => Awaits::Table,
            "CALL" | "EXEC" | "EXECUTE" => Awaits::Procedure,
            "CREATE" | "ALTER" | "DROP" => Awaits::Object,
            _ => Awaits::Nothing,
        };
    }

    /// A word behind `CREATE`, `ALTER` or `DROP`.
    fn take_object(&mut self, word: &str, upper: &str) {
        if !is_one_of(OBJECTS, upper) {
            return;
        }
        self.add(word);
        if let Some(operation) = self.operations.last_mut() {
            operation.push(' ');
            operation.push_str(word);
        }
        self.awaits = if upper == "TABLE" {
            Awaits::Table
        } else {
            Awaits::Nothing
        };
    }

    fn take_other(&mut self, word: &str, upper: &str) {
        let is_from = upper == "FROM" && self.level.has_tables && self.last.as_str() != "DISTINCT";
        let is_into = upper == "INTO" && self.last.as_str() != "SELECT";
        if is_from || is_into || upper == "JOIN" {
            self.awaits = Awaits::Table;
            return;
        }
        match self.awaits {
            Awaits::Table if is_one_of(ENDS_OF_TABLES, upper) => self.awaits = Awaits::Nothing,
            // A file, whose name is a string.
            Awaits::Table if matches!(upper, "OUTFILE" | "DUMPFILE") => {
                self.awaits = Awaits::Nothing;
            }
            Awaits::Table | Awaits::Procedure => self.begin_name(word),
            _ if self.level.words_since_table.is_none() => {}
            _ if is_one_of(ENDS_OF_TABLES, upper) => self.end_tables(),
            _ => {
                // A table may have an alias, behind an AS; more words than that are something else.
                let words = self.level.words_since_table;
                self.level.words_since_table = words.map(|words| words + 1).filter(|it| *it < 3);
            }
        }
    }

    fn take_quoted(&mut self, name: &str) {
        self.end_name();
        if matches!(self.awaits, Awaits::Table | Awaits::Procedure) {
            self.begin_name(name);
        }
        self.last = Keyword::of("?");
    }

    fn take_symbol(&mut self, symbol: &str) {
        if symbol == "." {
            self.has_dot = true;
            return;
        }
        self.end_name();
        let in_tables = self.level.words_since_table.is_some();
        match symbol {
            "(" if self.outer.len() < DEEPEST => {
                self.outer.push(self.level);
                self.level = Level::default();
            }
            ")" => self.level = self.outer.pop().unwrap_or_default(),
            ";" => {
                self.outer.clear();
                self.level = Level::default();
            }
            "," => {}
            _ => self.end_tables(),
        }
        self.awaits = if symbol == "," && in_tables {
            Awaits::Table
        } else {
            Awaits::Nothing
        };
        self.last = Keyword::of(symbol);
    }

    fn begin_name(&mut self, name: &str) {
        self.is_table = self.awaits == Awaits::Table;
        unquoted(name).clone_into(&mut self.name);
        self.has_dot = false;
        self.awaits = Awaits::Nothing;
        self.level.words_since_table = self.is_table.then_some(0);
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

    fn end_tables(&mut self) {
        self.level.words_since_table = None;
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

/// Whether a word is in a list.
fn is_one_of(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
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
