//! The names and values of a data source name, as each driver's client reads them: a part of a value, which may be a password, is
//! never taken for a name.
//!
//! There are none where the client refuses the text. Must not know what the names mean.

use std::borrow::Cow;

/// In the order in which they are written.
pub(super) type DsnPairs<'a> = Vec<(&'a str, Cow<'a, str>)>;

/// As PDO reads them for MySQL, Oracle and FreeTDS: a value ends with `;`, and has one where two are written.
pub(super) fn pdo(text: &str) -> DsnPairs<'_> {
    let mut pairs = DsnPairs::new();
    let mut rest = text;
    while let Some((name, value)) = rest.split_once('=') {
        let end = undoubled(value, ';').unwrap_or(value.len());
        pairs.push((name, value[..end].replace(";;", ";").into()));
        rest = value.get(end + 1..).unwrap_or_default().trim_ascii_start();
    }
    pairs
}

/// As Microsoft's driver reads them: a value in braces has one that closes where two are written.
pub(super) fn sql_server(text: &str) -> DsnPairs<'_> {
    let mut pairs = DsnPairs::new();
    let mut rest = text;
    while let Some((name, value)) = rest.split_once('=') {
        let (value, behind) = match value.trim_ascii_start().strip_prefix('{') {
            None => {
                let (value, behind) = value.split_once(';').unwrap_or((value, ""));
                (Cow::Borrowed(value.trim_ascii()), behind)
            }
            Some(value) => {
                let Some(end) = undoubled(value, '}') else {
                    return DsnPairs::new();
                };
                let behind = &value[end + 1..];
                let behind = behind.split_once(';').map_or("", |(_, behind)| behind);
                (value[..end].replace("}}", "}").into(), behind)
            }
        };
        pairs.push((name.trim_ascii(), value));
        rest = behind;
    }
    pairs
}

/// As libpq reads them. PDO has put a space for each `;` before, also for one in quotes.
///
/// Behind a URI PDO writes more names, with which libpq takes it for one whose database is not known here.
pub(super) fn libpq(text: &str) -> DsnPairs<'_> {
    let is_uri = text.starts_with("postgresql://") || text.starts_with("postgres://");
    let pairs = (!is_uri).then(|| libpq_pairs(text)).flatten();
    pairs.unwrap_or_default()
}

fn libpq_pairs(text: &str) -> Option<DsnPairs<'_>> {
    let mut pairs = DsnPairs::new();
    let mut rest = text.trim_start_matches(is_blank);
    while !rest.is_empty() {
        let (name, behind) = rest.split_at(rest.find(|it| it == '=' || is_blank(it))?);
        let value = behind.trim_start_matches(is_blank).strip_prefix('=')?;
        let (value, behind) = libpq_value(value.trim_start_matches(is_blank))?;
        pairs.push((name, value.into()));
        rest = behind.trim_start_matches(is_blank);
    }
    Some(pairs)
}

/// A value, and what is behind it.
fn libpq_value(text: &str) -> Option<(String, &str)> {
    let in_quotes = text.strip_prefix('\'');
    let mut rest = in_quotes.unwrap_or(text).chars();
    let mut value = String::new();
    loop {
        let behind = rest.as_str();
        let kept = match rest.next() {
            Some('\'') if in_quotes.is_some() => return Some((value, rest.as_str())),
            Some('\\') => rest.next(),
            Some(blank) if in_quotes.is_none() && is_blank(blank) => return Some((value, behind)),
            None if in_quotes.is_some() => return None,
            None => return Some((value, "")),
            other => other,
        };
        value.extend(kept.map(|it| if it == ';' { ' ' } else { it }));
    }
}

/// What C takes for white space, and what PDO writes such for.
fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t'..='\r' | ';')
}

/// Where a character is that is not there twice.
fn undoubled(text: &str, wanted: char) -> Option<usize> {
    let mut at = 0;
    loop {
        at += text[at..].find(wanted)?;
        if !text[at + 1..].starts_with(wanted) {
            return Some(at);
        }
        at += 2;
    }
}
