//! Where literals, names and comments end in each dialect of SQL.
//!
//! Each function has no answer where there is no end, and where the end depends on a server's settings or on a dialect that is
//! not known: then nothing of the rest may be shown. Must not know what is made of the parts.

/// Whose SQL it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SqlDialect {
    /// MySQL and MariaDB.
    MySql,
    /// PostgreSQL and what speaks its protocol.
    PostgreSql,
    /// SQLite.
    Sqlite,
    /// Microsoft SQL Server and Sybase.
    SqlServer,
    /// Oracle Database.
    Oracle,
    /// Any other, or not known.
    Other,
}

/// What a backslash in front of a quote does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Backslash {
    Plain,
    Escapes,
    /// Either, as the server is set: `NO_BACKSLASH_ESCAPES`, `standard_conforming_strings`.
    Unknown,
}

/// A tag of a dollar-quoted string that is longer than this is not looked for.
const LONGEST_TAG: usize = 63;

impl SqlDialect {
    pub(super) fn backslash_in_strings(self) -> Backslash {
        match self {
            Self::Sqlite | Self::SqlServer | Self::Oracle => Backslash::Plain,
            Self::MySql | Self::PostgreSql | Self::Other => Backslash::Unknown,
        }
    }

    /// In what is between `"`.
    pub(super) fn backslash_in_names(self) -> Backslash {
        match self {
            Self::MySql | Self::Other => Backslash::Unknown,
            _ => Backslash::Plain,
        }
    }

    /// Whether `EXECUTE` may be followed by a stored procedure. In the others it is by a prepared statement.
    pub(super) fn executes_procedures(self) -> bool {
        matches!(self, Self::SqlServer | Self::Other)
    }

    /// Whether what is between `"` is a name and never a string.
    pub(super) fn quotes_names(self) -> bool {
        matches!(self, Self::PostgreSql | Self::Oracle)
    }

    /// Whether a byte other than letters, digits and `_` goes on with a name.
    pub(super) fn continues_name(self, byte: u8) -> bool {
        match byte {
            b'$' => self != Self::Other,
            b'#' => matches!(self, Self::SqlServer | Self::Oracle),
            b'@' => self == Self::SqlServer,
            _ => false,
        }
    }

    /// The end of a comment that ends with its line, and begins at `from` with two characters or with `#`.
    pub(super) fn line_comment_end(self, text: &[u8], from: usize) -> Option<usize> {
        let rest = &text[from..];
        let ends = |byte: &u8| match self {
            Self::MySql | Self::Sqlite => *byte == b'\n',
            _ => matches!(byte, b'\n' | b'\r'),
        };
        let Some(end) = rest.iter().position(ends) else {
            return Some(text.len());
        };
        // That a lone carriage return ends a line is certain in PostgreSQL only.
        let next = rest.get(end + 1);
        let is_certain = rest[end] == b'\n' || next == Some(&b'\n') || self == Self::PostgreSql;
        is_certain.then_some(from + end + 1)
    }

    /// The end of a comment that begins at `from` with `/*`.
    pub(super) fn block_comment_end(self, text: &[u8], from: usize) -> Option<usize> {
        let rest = &text[from + 2..];
        // MySQL runs what is in such a comment, or does not, as its version is.
        let is_code = rest.starts_with(b"!") || rest.starts_with(b"M!");
        if is_code && matches!(self, Self::MySql | Self::Other) {
            return None;
        }
        let nests = matches!(self, Self::PostgreSql | Self::SqlServer);
        let mut depth = 1;
        let mut at = from + 2;
        while let Some(pair) = text.get(at..at + 2) {
            match pair {
                b"*/" => {
                    depth -= 1;
                    at += 2;
                    if depth == 0 {
                        return Some(at);
                    }
                }
                b"/*" if nests => {
                    depth += 1;
                    at += 2;
                }
                b"/*" if self == Self::Other => return None,
                _ => at += 1,
            }
        }
        Some(text.len())
    }
}

/// The end, behind the last quote, of what is in quotes and begins at `from`, behind the first one. A quote that is there twice is
/// part of the text.
pub(super) fn quoted_end(
    text: &[u8],
    from: usize,
    quote: u8,
    backslash: Backslash,
) -> Option<usize> {
    let mut at = from;
    loop {
        at += text.get(at..)?.iter().position(|byte| *byte == quote)?;
        if backslash != Backslash::Plain && escapes(&text[from..at], backslash)? {
            at += 1;
        } else if text.get(at + 1) == Some(&quote) {
            at += 2;
        } else {
            return Some(at + 1);
        }
    }
}

/// Whether the backslashes at the end of a text escape what follows.
fn escapes(before: &[u8], backslash: Backslash) -> Option<bool> {
    let bytes = before.iter().rev();
    let count = bytes.take_while(|byte| **byte == b'\\').count();
    if count == 0 {
        return Some(false);
    }
    // The first one may be the second byte of a character, where the connection's encoding is not UTF-8.
    let is_in_character = before[..before.len() - count].last() >= Some(&0x80);
    let is_escaped = count % 2 == 1;
    let is_unknown = is_escaped && backslash == Backslash::Unknown;
    (!is_in_character && !is_unknown).then_some(is_escaped)
}

/// The end of what begins at `from` with a tag of this length, and ends with it.
pub(super) fn dollar_quoted_end(text: &[u8], from: usize, length: usize) -> Option<usize> {
    if length > LONGEST_TAG + 2 {
        return None;
    }
    let (tag, body) = text[from..].split_at(length);
    let found = body.windows(length).position(|window| window == tag);
    found.map(|at| from + at + 2 * length)
}

/// The end of Oracle's `q'[...]'`, where `from` is behind the quote.
pub(super) fn oracle_quoted_end(text: &[u8], from: usize) -> Option<usize> {
    let closing = match text.get(from)? {
        b'[' => b']',
        b'(' => b')',
        b'{' => b'}',
        b'<' => b'>',
        0x80.. => return None,
        other => *other,
    };
    let body = &text[from + 1..];
    let found = body.windows(2).position(|pair| pair == [closing, b'\'']);
    found.map(|at| from + 1 + at + 2)
}
