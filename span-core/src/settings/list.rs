//! Lists of names and of `key=value` pairs.
//!
//! Owns their grammar, that of OpenTelemetry's environment variables. Must not know what the entries are used for.

use http::{HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;

use super::Known;

/// Headers that say what a body is and how long. Whoever sends the body knows that, and a second word breaks the request.
const OF_THE_BODY: [&str; 5] = [
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "transfer-encoding",
];

/// Headers as `key=value,key=value`, values percent-encoded; of two with one name the last one. The exporter's own are left out and
/// told of. Neither they nor the error show any other part of the text.
///
/// ```
/// use span_core::settings::parse_headers;
/// let headers = parse_headers("authorization=Bearer%20abc").unwrap();
/// assert_eq!(headers.entries, [("authorization".into(), "Bearer abc".to_owned())]);
/// let headers = parse_headers("key=1,Key=2").unwrap();
/// assert_eq!(headers.entries, [("Key".into(), "2".to_owned())]);
/// ```
pub fn parse_headers(text: &str) -> Result<Known<(String, String)>, String> {
    const EXPECTED: &str = "expected headers as key=value,key=value with percent-encoded values";
    let pairs = parse_pairs(text).ok_or(EXPECTED)?;
    let valid = pairs.iter().all(|(name, value)| {
        HeaderName::try_from(name.as_str()).is_ok() && HeaderValue::from_str(value).is_ok()
    });
    if !valid {
        return Err(EXPECTED.to_owned());
    }
    let own = |name: &str| {
        let mut names = OF_THE_BODY.into_iter();
        names.find(|own| own.eq_ignore_ascii_case(name))
    };
    let mut refused: Vec<&str> = pairs.iter().filter_map(|(name, _)| own(name)).collect();
    refused.sort_unstable();
    refused.dedup();
    Ok(Known {
        refused: (!refused.is_empty()).then(|| {
            let names = refused.join(", ");
            format!("expected no header that the exporter sets itself, such as {names}")
        }),
        entries: last_of_each(pairs.into_iter().filter(|(name, _)| own(name).is_none())),
    })
}

fn last_of_each(headers: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut last: Vec<(String, String)> = Vec::new();
    for (name, value) in headers {
        last.retain(|(earlier, _)| !earlier.eq_ignore_ascii_case(&name));
        last.push((name, value));
    }
    last
}

/// Resource attributes as `key=value,key=value`, percent-encoded.
///
/// ```
/// use span_core::settings::parse_resource_attributes;
/// let attributes = parse_resource_attributes("deployment.environment.name=a%2Cb").unwrap();
/// assert_eq!(attributes, [("deployment.environment.name".into(), "a,b".to_owned())]);
/// ```
pub fn parse_resource_attributes(text: &str) -> Result<Vec<(String, String)>, String> {
    parse_pairs(text).ok_or_else(|| {
        "expected attributes as key=value,key=value with percent-encoded values".to_owned()
    })
}

/// Empty entries are skipped, as in `a=b,`; an entry without a key or an equals sign spoils the list.
fn parse_pairs(text: &str) -> Option<Vec<(String, String)>> {
    let entries = text.split(',').map(str::trim);
    entries
        .filter(|entry| !entry.is_empty())
        .map(|entry| {
            let (key, value) = entry.split_once('=')?;
            let key = decode(key.trim())?;
            (!key.is_empty()).then_some((key, decode(value.trim())?))
        })
        .collect()
}

fn decode(text: &str) -> Option<String> {
    let bytes = percent_decode_str(text);
    bytes.decode_utf8().ok().map(Into::into)
}
