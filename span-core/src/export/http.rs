//! One HTTP request on a blocking socket, and which of its failures may be repeated.
//!
//! Owns the HTTP client. Must not know what it carries.

use std::time::{Duration, SystemTime};

use ureq::{Agent, Error, Timeout};

use super::ExportError;
use super::retry::{SendError, parse_retry_after};
use crate::failure::Failure;

/// The most that is read of an answer, as OTLP has it.
const RESPONSE_LIMIT: u64 = 4 * 1024 * 1024;

/// A client for one address.
pub(super) struct HttpClient {
    agent: Agent,
    url: String,
    headers: Vec<(String, String)>,
}

/// An answer, whatever its status.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) is_json: bool,
    pub(super) retry_after: Option<Duration>,
    pub(super) body: Vec<u8>,
}

impl HttpClient {
    pub(super) fn new(url: &str, headers: &[(String, String)]) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // OTLP knows no redirects, and a POST that becomes a GET would be answered by somebody's web page.
            .max_redirects(0)
            .max_redirects_will_error(false)
            // The client would take one from the environment, which is for others to read.
            .proxy(None)
            .user_agent(concat!("traced_coroutine/", env!("CARGO_PKG_VERSION")))
            .build();
        HttpClient {
            agent: config.new_agent(),
            url: url.to_owned(),
            headers: headers.to_vec(),
        }
    }

    /// Posts `body` and reads the answer, all within `limit`.
    pub(super) fn post(
        &self,
        content_type: &str,
        body: &[u8],
        limit: Duration,
    ) -> Result<Answer, SendError> {
        let mut request = self.agent.post(&self.url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request
            .header("content-type", content_type)
            .config()
            .timeout_global(Some(limit))
            .build();
        let mut response = request.send(body).map_err(classify)?;
        let header = |name| {
            let value = response.headers().get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        let is_json = header("content-type").is_some_and(|kind| kind.contains("json"));
        let retry_after =
            header("retry-after").and_then(|value| parse_retry_after(&value, SystemTime::now()));
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(RESPONSE_LIMIT);
        let body = body.read_to_vec().map_err(classify)?;
        Ok(Answer {
            status,
            is_json,
            retry_after,
            body,
        })
    }
}

/// A connection that failed or broke may be tried again. A request that took too long may not: the server may still
/// be working on it, and the spans would arrive twice.
fn classify(error: Error) -> SendError {
    let reason = error.to_string();
    match error {
        Error::Io(_)
        | Error::ConnectionFailed
        | Error::HostNotFound
        | Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
            SendError::Retryable(ExportError::because(Failure::Unreachable, reason), None)
        }
        Error::Tls(_) | Error::Rustls(_) => {
            SendError::Final(ExportError::because(Failure::Unreachable, reason))
        }
        Error::Timeout(_) => SendError::Final(ExportError::because(Failure::Timeout, reason)),
        _ => SendError::Final(ExportError::new(reason)),
    }
}
