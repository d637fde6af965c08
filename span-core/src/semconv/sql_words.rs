//! The words of SQL that a summary looks at, and what each of them means for what comes next.
//!
//! Must not know the query that they are in: what is known of that is a `Level`.

/// The words that a statement can begin with. What begins with another one is not summarised: it could be anything.
pub(super) const STATEMENTS: &str = "ABORT ADMINISTER ALTER ANALYZE ATTACH BEGIN CALL CHECK CHECKPOINT CLOSE CLUSTER COMMENT COMMIT COPY \
    CREATE DEALLOCATE DECLARE DELETE DESC DESCRIBE DETACH DISCARD DO DROP END EXEC EXECUTE EXPLAIN FETCH FLUSH \
    GRANT HANDLER INSERT KILL LISTEN LOAD LOCK MERGE MOVE NOTIFY OPTIMIZE PRAGMA PREPARE REFRESH REINDEX \
    RELEASE RENAME REPAIR REPLACE RESET REVOKE ROLLBACK SAVEPOINT SELECT SET SHOW START TRUNCATE \
    UNLISTEN UNLOCK UPDATE USE VACUUM VALUES XA";

/// What `CREATE`, `ALTER` and `DROP` are about.
pub(super) const OBJECTS: &str = "DATABASE EVENT EXTENSION FUNCTION INDEX PROCEDURE ROLE SCHEMA SEQUENCE SERVER TABLE TABLESPACE \
    TRIGGER TYPE USER VIEW";

/// The words that stand between an operation and the name of its table.
pub(super) const FILLERS: &str = "ABORT CONCURRENTLY DELAYED EXISTS FAIL HIGH_PRIORITY IF IGNORE LATERAL LOW_PRIORITY NOT ONLY OR \
    REPLACE ROLLBACK TABLE";

/// Whether a word is in a list.
pub(super) fn is_one_of(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

/// A word or a symbol in capitals. One that is longer than all keywords is none: it is not told from others.
#[derive(Clone, Copy, Default)]
pub(super) struct Keyword {
    bytes: [u8; 16],
    length: usize,
}

impl Keyword {
    pub(super) fn of(word: &str) -> Self {
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

    pub(super) fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..self.length).unwrap_or_default();
        str::from_utf8(bytes).unwrap_or_default()
    }
}

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Awaits {
    #[default]
    Nothing,
    /// The name of one table.
    Table,
    /// A table, and another one behind each comma.
    Tables,
    Procedure,
    /// `CREATE` and its like, of what they say next.
    Object,
    /// A value, which a word or a name in quotes stands for as well.
    Value,
}

/// The statements in which a word means something of its own.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Statement {
    #[default]
    Other,
    Select,
    Delete,
    Update,
    /// `INSERT`, `REPLACE` and `MERGE`, whose `INTO` may be left out.
    Write,
    Load,
    /// `CREATE` and `ALTER`.
    Define,
    Drop,
    Grant,
    /// PostgreSQL takes a name in quotes for a string.
    Set,
    /// `PRAGMA` and `ATTACH`: SQLite takes each name for a string.
    Pragma,
    /// Oracle's for keystores, whose passwords are written as names.
    Administer,
}

impl Statement {
    /// The statement that begins with a word, and what stands behind that.
    pub(super) fn begun_by(word: &str) -> (Self, Awaits) {
        match word {
            "SELECT" => (Self::Select, Awaits::Nothing),
            "DELETE" => (Self::Delete, Awaits::Nothing),
            "UPDATE" => (Self::Update, Awaits::Tables),
            "INSERT" | "REPLACE" | "MERGE" => (Self::Write, Awaits::Table),
            "LOAD" => (Self::Load, Awaits::Nothing),
            "COPY" => (Self::Other, Awaits::Table),
            "TRUNCATE" => (Self::Other, Awaits::Tables),
            "CALL" | "EXEC" | "EXECUTE" => (Self::Other, Awaits::Procedure),
            "CREATE" | "ALTER" => (Self::Define, Awaits::Object),
            "DROP" => (Self::Drop, Awaits::Object),
            "GRANT" | "REVOKE" => (Self::Grant, Awaits::Nothing),
            "SET" => (Self::Set, Awaits::Nothing),
            "PRAGMA" => (Self::Pragma, Awaits::Nothing),
            "ATTACH" => (Self::Pragma, Awaits::Value),
            "ADMINISTER" => (Self::Administer, Awaits::Nothing),
            _ => (Self::Other, Awaits::Nothing),
        }
    }
}

/// What is known inside of one pair of parentheses or brackets.
#[derive(Clone, Copy, Default)]
pub(super) struct Level {
    pub(super) statement: Statement,
    /// `FROM` is followed by tables here, and is no part of a function's arguments or of a period of time.
    pub(super) has_from: bool,
    /// A list of tables is under way.
    pub(super) in_tables: bool,
    /// The last table of that list is written in `"`, so that these are a name's quotes.
    pub(super) in_quotes: bool,
    /// It has had a password; behind `REPLACE` is the one before.
    pub(super) is_identified: bool,
    /// It is in brackets: a closing one ends no other level.
    pub(super) in_array: bool,
}

impl Level {
    pub(super) fn of(statement: Statement) -> Self {
        Self {
            statement,
            has_from: matches!(statement, Statement::Select | Statement::Delete),
            ..Self::default()
        }
    }

    /// Whether a comma is followed by a password, as in Oracle's `GRANT ... TO a, b IDENTIFIED BY its, theirs`.
    pub(super) fn lists_passwords(&self) -> bool {
        self.is_identified && self.statement == Statement::Grant
    }

    /// What a keyword changes, and what stands behind it, if it is one behind which something is awaited.
    pub(super) fn take(&mut self, word: &str, last: &str) -> Option<Awaits> {
        use Statement::{Administer, Define, Delete, Load, Pragma, Select, Set, Update, Write};
        let next = match (word, self.statement) {
            ("FROM", _) if self.has_from && last != "DISTINCT" => {
                // `DELETE FROM a FROM b` is SQL Server's.
                self.has_from = self.statement == Delete;
                Awaits::Tables
            }
            ("JOIN" | "STRAIGHT_JOIN", _) if self.in_tables && last != "FOR" => Awaits::Tables,
            ("USING", Delete | Write) => Awaits::Tables,
            ("INTO", Select | Write) | ("TABLE", Load) => Awaits::Table,
            ("DATABASE" | "KEY", Pragma) => Awaits::Value,
            // A password, which Oracle takes for a name.
            ("BY", _) if last == "IDENTIFIED" => {
                self.is_identified = true;
                Awaits::Value
            }
            ("REPLACE", _) | ("SET", Administer) if self.is_identified => Awaits::Value,
            ("USING", _) if self.is_identified && last == "MIGRATE" => Awaits::Value,
            ("SECRET", Administer) if last != "DELETE" => Awaits::Value,
            // What follows is a period, as in `FOR PORTION OF p FROM '2020-01-01'`.
            ("FOR", _) => {
                self.has_from = false;
                return None;
            }
            // `SELECT` is a privilege behind them, and `FROM` is followed by users.
            ("GRANT" | "REVOKE", _) => {
                self.statement = Statement::Grant;
                return None;
            }
            ("SET", Update) => {
                self.has_from = true;
                return None;
            }
            // What sets a parameter, and no `ON DELETE SET NULL`.
            ("SET", Define) if !matches!(last, "DELETE" | "UPDATE") => {
                self.statement = Set;
                return None;
            }
            _ => return None,
        };
        self.in_tables = next == Awaits::Tables;
        Some(next)
    }
}

/// Whether a list of tables ends in front of a word.
pub(super) fn ends_tables(word: &str, last: &str) -> bool {
    if last == "FOR" {
        // A period, and what an index is for; else it is `FOR UPDATE` and its like.
        return !matches!(word, "SYSTEM_TIME" | "JOIN" | "ORDER" | "GROUP");
    }
    matches!(
        word,
        "DUPLICATE"
            | "EXCEPT"
            | "EXEC"
            | "EXECUTE"
            | "FETCH"
            | "GROUP"
            | "HAVING"
            | "INTERSECT"
            | "INTO"
            | "LIMIT"
            | "OFFSET"
            | "ORDER"
            | "RETURNING"
            | "SET"
            | "UNION"
            | "VALUES"
            | "WHERE"
            | "WINDOW"
    )
}

/// Whether a word is no table's name where one is awaited.
pub(super) fn is_no_table(word: &str, last: &str) -> bool {
    match word {
        "FOR" | "ON" | "USING" | "WITH" => true,
        // A file, whose name is a string.
        "OUTFILE" | "DUMPFILE" => true,
        "ALL" | "FIRST" | "OVERWRITE" | "TOP" => matches!(last, "INSERT" | "MERGE" | "UPDATE"),
        _ => ends_tables(word, last),
    }
}
