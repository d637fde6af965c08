//! Parsers for the texts of settings.
//!
//! Owns what is accepted, and says so in the error: "expected ...", ready to be put behind the setting's name. Must not
//! know where a text comes from, nor repeat it: it may be a secret, and the caller knows it anyway.

mod endpoint;
mod list;
pub(crate) mod named;
pub(crate) mod setting;

use std::path::PathBuf;
use std::time::Duration;

pub use endpoint::{
    metrics_beside, parse_base_endpoint, parse_base_metrics_endpoint, parse_grpc_endpoint,
    parse_host, parse_proxy, parse_traces_endpoint, without_secrets,
};
pub use list::{parse_headers, parse_resource_attributes};
pub use named::Known;
pub use setting::{
    Applied, Apply, Display, Environment, NotApplied, Privacy, Setting, ShownFrom, Variable,
};

/// A boolean of an ini file: what PHP itself takes for one. PHP's ini parser makes an empty text of an unquoted `off`.
///
/// ```
/// assert_eq!(span_core::settings::parse_bool("On"), Ok(true));
/// ```
pub fn parse_bool(text: &str) -> Result<bool, String> {
    match lower(text).as_str() {
        "1" | "on" | "yes" | "true" => Ok(true),
        "0" | "off" | "no" | "false" | "" => Ok(false),
        _ => Err("expected 1, 0, on, off, yes, no, true or false".to_owned()),
    }
}

/// A boolean of one of OpenTelemetry's environment variables: `true` or `false`, in any case, and nothing else.
///
/// ```
/// assert_eq!(span_core::settings::parse_otel_bool("True"), Ok(true));
/// assert!(span_core::settings::parse_otel_bool("1").is_err());
/// ```
pub fn parse_otel_bool(text: &str) -> Result<bool, String> {
    match lower(text).as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err("expected true or false".to_owned()),
    }
}

/// A length of time as a whole number of milliseconds.
///
/// ```
/// # use std::time::Duration;
/// assert_eq!(span_core::settings::parse_millis("250"), Ok(Duration::from_millis(250)));
/// ```
pub fn parse_millis(text: &str) -> Result<Duration, String> {
    let millis = digits(text).and_then(|text| text.parse().ok());
    millis
        .map(Duration::from_millis)
        .ok_or_else(|| "expected a whole number of milliseconds, 0 or more".to_owned())
}

/// A time limit as a whole number of milliseconds. 0 is no limit, as OpenTelemetry has it for its time-outs, and is as good
/// as none: seven weeks.
///
/// ```
/// # use std::time::Duration;
/// assert_eq!(span_core::settings::parse_timeout("250"), Ok(Duration::from_millis(250)));
/// assert!(span_core::settings::parse_timeout("0").unwrap() > Duration::from_secs(86400));
/// ```
pub fn parse_timeout(text: &str) -> Result<Duration, String> {
    let longest = Duration::from_millis(u32::MAX.into());
    match parse_millis(text) {
        Ok(limit) if !limit.is_zero() => Ok(limit.min(longest)),
        Ok(_) => Ok(longest),
        Err(_) => Err("expected a whole number of milliseconds, 0 for no limit".to_owned()),
    }
}

/// A length of time in seconds, with a fraction if need be.
///
/// ```
/// # use std::time::Duration;
/// assert_eq!(span_core::settings::parse_seconds("0.5"), Ok(Duration::from_millis(500)));
/// ```
pub fn parse_seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.trim().parse::<f64>().ok();
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "expected a number of seconds, 0 or more, such as 5 or 0.5".to_owned())
}

/// How long something may wait, in seconds; 0 for no limit.
///
/// ```
/// # use std::time::Duration;
/// use span_core::settings::parse_max_age;
/// assert_eq!(parse_max_age("60"), Ok(Some(Duration::from_secs(60))));
/// assert_eq!(parse_max_age("0"), Ok(None));
/// ```
pub fn parse_max_age(text: &str) -> Result<Option<Duration>, String> {
    match parse_seconds(text) {
        Ok(age) => Ok(Some(age).filter(|age| !age.is_zero())),
        Err(_) => Err("expected a number of seconds such as 86400, 0 for no limit".to_owned()),
    }
}

/// A positive whole number.
///
/// ```
/// assert_eq!(span_core::settings::parse_size("2048"), Ok(2048));
/// ```
pub fn parse_size(text: &str) -> Result<usize, String> {
    let size = digits(text).and_then(|text| text.parse().ok());
    size.filter(|&size| size > 0)
        .ok_or_else(|| "expected a whole number, 1 or more".to_owned())
}

/// A share of the whole.
///
/// ```
/// assert_eq!(span_core::settings::parse_ratio("0.25"), Ok(0.25));
/// ```
pub fn parse_ratio(text: &str) -> Result<f64, String> {
    let ratio = text.trim().parse().ok();
    ratio
        .filter(|ratio| (0.0..=1.0).contains(ratio))
        .ok_or_else(|| "expected a number from 0 to 1, such as 0.25".to_owned())
}

/// A limit of [`SpanLimits`](crate::SpanLimits); 0 allows nothing.
///
/// ```
/// assert_eq!(span_core::settings::parse_limit("128"), Ok(128));
/// ```
pub fn parse_limit(text: &str) -> Result<u32, String> {
    let limit = digits(text).and_then(|text| text.parse().ok());
    limit.ok_or_else(|| format!("expected a whole number, 0 to {}", u32::MAX))
}
/// A port.
///
/// ```
/// assert_eq!(span_core::settings::parse_port("6831"), Ok(6831));
/// ```
pub fn parse_port(text: &str) -> Result<u16, String> {
    let port = digits(text).and_then(|text| text.parse().ok());
    port.filter(|&port| port > 0)
        .ok_or_else(|| "expected a port, 1 to 65535".to_owned())
}

/// A number of bytes, with `K`, `M` or `G` behind it as in a php.ini; 0 for no limit.
///
/// ```
/// use span_core::settings::parse_bytes;
/// assert_eq!((parse_bytes("1048576"), parse_bytes("1M")), (Ok(1_048_576), Ok(1_048_576)));
/// ```
pub fn parse_bytes(text: &str) -> Result<u64, String> {
    bytes(text).ok_or_else(|| {
        "expected a whole number of bytes such as 1048576 or 1M, 0 for no limit".to_owned()
    })
}

/// How many bytes a spool may take, 1M at least, with `K`, `M` or `G` behind it as in a php.ini; 0 for no spool.
///
/// ```
/// use span_core::settings::parse_spool_size;
/// assert_eq!((parse_spool_size("64M"), parse_spool_size("0")), (Ok(67_108_864), Ok(0)));
/// assert!(parse_spool_size("64").is_err());
/// ```
pub fn parse_spool_size(text: &str) -> Result<u64, String> {
    const LEAST: u64 = 1 << 20;
    let size = bytes(text).filter(|&size| size == 0 || size >= LEAST);
    size.ok_or_else(|| {
        "expected a number of bytes such as 67108864 or 64M, 1M or more, or 0 for no spool"
            .to_owned()
    })
}

/// How much memory may be used, 64K at least: in bytes, with `K`, `M` or `G` behind it as in a php.ini.
///
/// ```
/// use span_core::settings::parse_memory;
/// assert_eq!(parse_memory("32M"), Ok(33_554_432));
/// assert!(parse_memory("1K").is_err());
/// ```
pub fn parse_memory(text: &str) -> Result<usize, String> {
    const LEAST: usize = 64 << 10;
    let bytes = bytes(text).and_then(|bytes| usize::try_from(bytes).ok());
    bytes
        .filter(|&bytes| bytes >= LEAST)
        .ok_or_else(|| "expected a number of bytes such as 33554432 or 32M, 64K or more".to_owned())
}

fn bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let (number, shift) = match text.as_bytes().last()?.to_ascii_uppercase() {
        b'K' => (&text[..text.len() - 1], 10),
        b'M' => (&text[..text.len() - 1], 20),
        b'G' => (&text[..text.len() - 1], 30),
        _ => (text, 0),
    };
    let number: u64 = digits(number)?.parse().ok()?;
    number.checked_mul(1 << shift)
}

/// A name, which is not empty.
///
/// ```
/// assert!(span_core::settings::parse_name("").is_err());
/// ```
pub fn parse_name(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Err("expected a name that is not empty".to_owned());
    }
    Ok(text.to_owned())
}

/// The path of a file. A relative one counts from where the process starts: it may go elsewhere before the file is used. It
/// stays relative where that directory has been removed, and who opens the file says that nothing is there.
///
/// ```
/// assert!(span_core::settings::parse_path("traces.jsonl").unwrap().is_absolute());
/// assert!(span_core::settings::parse_path("").is_err());
/// ```
pub fn parse_path(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() {
        return Err("expected the path of a file".to_owned());
    }
    Ok(std::path::absolute(text).unwrap_or_else(|_| PathBuf::from(text)))
}

/// The value that `parse` reads, `None` for an empty text.
///
/// ```
/// use span_core::settings::{optional, parse_size};
/// assert_eq!((optional("", parse_size), optional("2", parse_size)), (Ok(None), Ok(Some(2))));
/// ```
pub fn optional<T>(text: &str, parse: fn(&str) -> Result<T, String>) -> Result<Option<T>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    parse(text).map(Some)
}

/// PHP's ini parser makes an empty text of an unquoted `none`; an empty environment variable never comes here.
///
/// ```
/// assert_eq!(span_core::settings::unquoted_none(""), "none");
/// ```
pub fn unquoted_none(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}

pub(crate) fn lower(text: &str) -> String {
    text.trim().to_ascii_lowercase()
}

/// The text if it is nothing but digits: `parse` would take a plus sign too.
fn digits(text: &str) -> Option<&str> {
    let text = text.trim();
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(text)
}
