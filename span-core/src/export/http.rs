//! HTTP requests on a blocking socket, and which of their failures may be repeated.
//!
//! Owns the HTTP client. Must not know what it carries.

use std::time::{Duration, SystemTime};

use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Error, Timeout};

use super::ExportError;
use super::retry::{SendError, parse_retry_after};
use super::tls::{Pem, is_refused_certificate};
use super::{RESPONSE_LIMIT, USER_AGENT, one_line};
use crate::config::TlsFiles;
use crate::failure::Failure;
use crate::settings::without_secrets;

/// A client for one address.
pub(super) struct HttpClient {
    agent: Option<Agent>,
    url: String,
    target: String,
    headers: Vec<(String, String)>,
    timeout: Duration,
    tls: TlsFiles,
}

/// What is posted.
pub(super) struct Body<'a> {
    content_type: &'a str,
    is_gzipped: bool,
    bytes: &'a [u8],
}

impl<'a> Body<'a> {
    pub(super) fn plain(content_type: &'a str, bytes: &'a [u8]) -> Self {
        Body {
            content_type,
            is_gzipped: false,
            bytes,
        }
    }

    pub(super) fn gzipped(content_type: &'a str, bytes: &'a [u8]) -> Self {
        Body {
            is_gzipped: true,
            ..Body::plain(content_type, bytes)
        }
    }
}

/// An answer, whatever its status.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) is_json: bool,
    pub(super) retry_after: Option<Duration>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// Whether it is a success, and if not, whether the request may be repeated. `message` is what the server says.
    pub(super) fn check(&self, message: impl FnOnce() -> String) -> Result<(), SendError> {
        let status = self.status;
        if (200..300).contains(&status) {
            return Ok(());
        }
        let message = one_line(&message());
        let refusal = if message.is_empty() {
            format!("HTTP {status}")
        } else {
            format!("HTTP {status}: {message}")
        };
        if status == 413 {
            return Err(SendError::Final(ExportError::too_big(refusal)));
        }
        let refusal = ExportError::because(Failure::Rejected, refusal);
        Err(match status {
            429 | 502 | 503 | 504 => SendError::Retryable(refusal, self.retry_after),
            _ => SendError::Final(refusal),
        })
    }
}

impl HttpClient {
    pub(super) fn new(
        url: &str,
        headers: &[(String, String)],
        timeout: Duration,
        tls: &TlsFiles,
    ) -> Self {
        HttpClient {
            agent: None,
            url: url.to_owned(),
            target: without_secrets(url),
            headers: headers.to_vec(),
            timeout,
            tls: tls.clone(),
        }
    }

    /// The address as an operator may see it.
    pub(super) fn target(&self) -> &str {
        &self.target
    }

    /// Posts `body` and reads the answer, all within `time_left` and the time limit of one request.
    pub(super) fn post(&mut self, body: &Body, time_left: Duration) -> Result<Answer, SendError> {
        let agent = match &self.agent {
            Some(agent) => agent.clone(),
            None => self.agent.insert(connect(&self.tls)?).clone(),
        };
        let mut request = agent.post(&self.url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if body.is_gzipped {
            request = request.header("content-encoding", "gzip");
        }
        let request = request
            .header("content-type", body.content_type)
            .config()
            .timeout_global(Some(self.timeout.min(time_left)))
            .build();
        let mut response = request.send(body.bytes).map_err(classify)?;
        let header = |name| {
            let value = response.headers().get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        let is_json = header("content-type").is_some_and(|kind| kind.contains("json"));
        let retry_after =
            header("retry-after").and_then(|value| parse_retry_after(&value, SystemTime::now()));
        let status = response.status().as_u16();
        let body = response.body_mut().with_config();
        let body = body.limit(RESPONSE_LIMIT as u64).read_to_vec();
        Ok(Answer {
            status,
            is_json,
            retry_after,
            body: body.map_err(classify)?,
        })
    }
}

/// Makes the client itself; it connects with the first request.
fn connect(files: &TlsFiles) -> Result<Agent, SendError> {
    let pem = Pem::read(files).map_err(unusable)?;
    let mut tls = TlsConfig::builder();
    if let Some(trusted) = pem.trusted {
        let certificates = certificates(&trusted, "certificate")?;
        tls = tls.root_certs(RootCerts::new_with_certs(&certificates));
    }
    if let Some((chain, key)) = pem.identity {
        let chain = certificates(&chain, "client certificate")?;
        let key = PrivateKey::from_pem(&key)
            .map_err(|_| unusable("the client key's file has no private key in PEM"))?;
        tls = tls.client_cert(Some(ClientCert::new_with_certs(&chain, key)));
    }
    let config = Agent::config_builder()
        .http_status_as_error(false)
        // OTLP knows no redirects, and a POST that becomes a GET would be answered by somebody's web page.
        .max_redirects(0)
        .max_redirects_will_error(false)
        // The client would take one from the environment, which is for others to read.
        .proxy(None)
        .user_agent(USER_AGENT)
        .tls_config(tls.build())
        .build();
    Ok(config.new_agent())
}

fn certificates(pem: &[u8], what: &str) -> Result<Vec<Certificate<'static>>, SendError> {
    let items = parse_pem(pem).filter_map(|item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    });
    let certificates: Vec<_> = items.collect();
    if certificates.is_empty() {
        return Err(unusable(format!(
            "the {what}'s file has no certificate in PEM"
        )));
    }
    Ok(certificates)
}

/// Files that no connection can be made with.
fn unusable(reason: impl Into<String>) -> SendError {
    SendError::Final(ExportError::because(Failure::Unreachable, reason))
}

/// A connection that failed or broke may be tried again. A request that took too long may not: the server may still
/// be working on it, and the spans would arrive twice.
fn classify(error: Error) -> SendError {
    let reason = error.to_string();
    match error {
        Error::Io(error) if is_refused_certificate(&error) => unusable(reason),
        Error::Io(_)
        | Error::ConnectionFailed
        | Error::HostNotFound
        | Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
            SendError::Retryable(ExportError::because(Failure::Unreachable, reason), None)
        }
        Error::Tls(_) | Error::Rustls(_) => unusable(reason),
        Error::Timeout(_) => SendError::Final(ExportError::because(Failure::Timeout, reason)),
        _ => SendError::Final(ExportError::new(reason)),
    }
}
