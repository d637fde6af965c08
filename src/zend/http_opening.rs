//! One opening of an `http` URL by PHP's stream wrapper, as a listener hears of it: what the stream context says, and what came of
//! the opening.
//!
//! Must not know how an opening is noticed, nor how headers get into it.

use super::value::text;
use ext_php_rs::ffi::php_stream_context;
use ext_php_rs::types::Zval;

/// PHP's own.
const DEFAULT_MAX_REDIRECTS: i64 = 20;

/// Names and values.
pub type Headers = Vec<(String, String)>;

/// The options for `http` in a stream context, if there is one.
#[derive(Clone, Copy)]
pub struct HttpOptions<'a>(Option<&'a php_stream_context>);

impl<'a> HttpOptions<'a> {
    pub(super) fn of(context: Option<&'a php_stream_context>) -> Self {
        Self(context)
    }

    /// The method that the context names.
    pub fn method(self) -> Option<String> {
        self.option("method")
            .and_then(text)
            .filter(|method| !method.is_empty())
    }

    /// How many redirections PHP takes, the last of which it does not follow; fewer than one are one.
    pub(super) fn max_redirects(self) -> i64 {
        let given = self.option("max_redirects");
        let given = given.map_or(DEFAULT_MAX_REDIRECTS, |value| {
            value
                .long()
                .or_else(|| text(value)?.parse().ok())
                .unwrap_or(0)
        });
        given.max(1)
    }

    /// Whether headers can be added.
    pub fn takes_headers(self) -> bool {
        self.0.is_some()
    }

    /// The names of the headers that the context has, in any case.
    pub fn header_names(self) -> Vec<String> {
        let header = self.option("header");
        let lines = match header.and_then(Zval::array) {
            Some(lines) => lines.values().filter_map(text).collect(),
            None => Vec::from_iter(header.and_then(text)),
        };
        let lines = lines.iter().flat_map(|text| text.lines());
        lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, _)| name.trim().to_owned())
            .collect()
    }

    fn option(self, name: &str) -> Option<&'a Zval> {
        let options = self.0?.options.dereference().array()?;
        let http = options.get("http")?.dereference().array()?;
        http.get(name).map(Zval::dereference)
    }
}

/// Hears of each URL that is opened. A type instead of function pointers, so that the calls are inlined. Nothing here may run PHP
/// code.
pub trait HttpListener: 'static {
    /// What is kept from the beginning to the end of an opening.
    type Open: Copy;

    /// Runs what is done for an opening. `None` where it has panicked, which must not unwind into PHP.
    fn guarded<R>(work: impl FnOnce() -> R) -> Option<R>;

    /// Whether an opening may have to be listened to: a look that all openings pay for.
    fn is_wanted() -> bool;

    /// A URL is about to be opened. The result has the headers to send.
    fn begin(url: &str, options: HttpOptions<'_>) -> Option<(Self::Open, Headers)>;

    /// The program has changed the options meanwhile. Where the request has not been sent, its method may be another. The result
    /// has the headers to send from now on.
    fn changed(open: Self::Open, options: HttpOptions<'_>, is_sent: bool) -> Headers;

    /// It has been opened, which has succeeded where there are response headers. An exception may be pending.
    fn end(open: Self::Open, answer: &Answer);
}

/// What came of an opening.
pub struct Answer {
    /// The lines of the responses' headers, of all responses where a redirection was followed.
    pub lines: Vec<String>,
    /// The status of a response that PHP takes for a failure, and tells no one else; 0 where it is not known.
    pub failed_status: i64,
    /// Whether there was a connection to the server that was asked last.
    pub is_connected: bool,
    pub is_open: bool,
    /// How many responses were redirections, as far as the context has heard.
    pub redirects: i64,
    /// Whether PHP did not follow the last one, because it was one too many.
    pub is_redirected_too_often: bool,
}
