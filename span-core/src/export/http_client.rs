//! HTTP requests on a blocking socket, and which of their failures may be repeated.
//!
//! Owns the HTTP client. Must not know what it carries.

use std::time::{Duration, SystemTime};

use ureq::unversioned::transport::TcpConnector;
use ureq::{Agent, Error, Proxy, Timeout};

use crate::export::error::{ExportError, one_line};
#[cfg(any(feature = "jaeger", feature = "zipkin"))]
use crate::export::exporter::{Accepted, ExportBudget};
use crate::export::failure::Failure;
use crate::export::hint::{Service, Symptom, hint};
use crate::export::http_resolver::HttpResolver;
use crate::export::http_response::{ContentType, HttpResponse};
use crate::export::proxy::credentials;
use crate::export::requests::{RESPONSE_LIMIT, USER_AGENT};
#[cfg(any(feature = "jaeger", feature = "zipkin"))]
use crate::export::retry::with_retries;
use crate::export::retry::{SendError, guarded, no_answer, parse_retry_after};
use crate::export::tls::{io_symptom, is_refused_certificate, unusable};
use crate::export::tls_files::TlsFiles;
use crate::export::{http_proxy, http_tls};
use crate::settings::without_secrets;

/// A client for one address.
pub(super) struct HttpClient {
    agent: Option<Agent>,
    service: &'static Service,
    url: String,
    target: String,
    headers: Vec<(String, String)>,
    timeout: Duration,
    tls: TlsFiles,
    proxy: Option<String>,
    /// Whether what listens there is known to speak HTTP.
    has_answered: bool,
}

/// The body of a request.
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

impl HttpClient {
    pub(super) fn new(
        service: &'static Service,
        url: &str,
        headers: &[(String, String)],
        timeout: Duration,
        tls: &TlsFiles,
    ) -> Self {
        HttpClient {
            agent: None,
            service,
            url: url.to_owned(),
            target: without_secrets(url),
            headers: headers.to_vec(),
            timeout,
            tls: tls.clone(),
            proxy: None,
            has_answered: false,
        }
    }

    /// The same, through a proxy where there is one.
    pub(super) fn through(mut self, proxy: Option<&str>) -> Self {
        self.proxy = proxy.map(str::to_owned);
        self
    }

    /// Makes the client itself; it connects with the first request.
    fn connect(&self) -> Result<Agent, SendError> {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // OTLP knows no redirects, and a POST that becomes a GET would be answered with some web page.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(USER_AGENT);
        let proxy = self.proxy.as_deref();
        if self.url.starts_with("https:") {
            let proxy = proxy.map(Proxy::new).transpose();
            let proxy = proxy.map_err(|error| unusable(error.to_string()))?;
            return http_tls::agent(config.proxy(proxy).build(), &self.tls);
        }
        // The client would take one from the environment, which is for others to read.
        let config = config.proxy(None).build();
        match proxy {
            Some(proxy) => http_proxy::agent(config, proxy, &self.url)
                .ok_or_else(|| unusable("no address of a proxy")),
            None => Ok(Agent::with_parts(
                config,
                TcpConnector::default(),
                HttpResolver,
            )),
        }
    }

    /// The address as an operator may see it.
    pub(super) fn target(&self) -> &str {
        &self.target
    }

    /// Posts `body` and reads the response, all within `time_left` and the time limit of one request.
    ///
    /// The client is put back only after an attempt that did not panic: what a panic leaves of it is not used again.
    pub(super) fn post(
        &mut self,
        body: &Body,
        time_left: Duration,
    ) -> Result<HttpResponse, SendError> {
        let kept = self.agent.take();
        let (agent, response) = guarded(|| {
            let agent = match kept {
                Some(agent) => agent,
                None => self.connect()?,
            };
            let response = self.attempt(&agent, body, time_left);
            Ok((agent, response))
        })?;
        self.agent = Some(agent);
        self.has_answered |= response.is_ok();
        response
    }

    /// Posts `body`, with retries, to a receiver that takes all of it or none and says why in the body of its response.
    #[cfg(any(feature = "jaeger", feature = "zipkin"))]
    pub(super) fn deliver(
        &mut self,
        body: &Body,
        budget: &dyn ExportBudget,
    ) -> Result<Accepted, ExportError> {
        with_retries(budget, |time_left| {
            let response = self.post(body, time_left)?;
            response.check(|| response.text())?;
            Ok(Accepted::default())
        })
    }

    /// For the proxy that is sent the request itself. In a tunnel it would go to the receiver.
    fn proxy_credentials(&self) -> Option<String> {
        let proxy = self.proxy.as_deref()?;
        let is_sent = self.url.starts_with("http:");
        is_sent.then(|| credentials(proxy)).flatten()
    }

    fn attempt(
        &self,
        agent: &Agent,
        body: &Body,
        time_left: Duration,
    ) -> Result<HttpResponse, SendError> {
        let limit = self.timeout.min(time_left);
        let mut request = agent.post(&self.url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(credentials) = self.proxy_credentials() {
            request = request.header("proxy-authorization", credentials);
        }
        if body.is_gzipped {
            request = request.header("content-encoding", "gzip");
        }
        let request = request
            .header("content-type", body.content_type)
            .config()
            .timeout_global(Some(limit))
            .build();
        let mut response = request
            .send(body.bytes)
            .map_err(|error| self.classify(error, limit))?;
        let header = |name| {
            let value = response.headers().get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        let content_type = ContentType::of(header("content-type").as_deref());
        let retry_after =
            header("retry-after").and_then(|value| parse_retry_after(&value, SystemTime::now()));
        let location = header("location").map(|to| one_line(&without_secrets(&to)));
        let status = response.status().as_u16();
        let body = response.body_mut().with_config();
        // The status counts from here on: a request that was answered is not sent again because the rest broke off.
        let body = body.limit(RESPONSE_LIMIT as u64).read_to_vec();
        Ok(HttpResponse {
            status,
            content_type,
            retry_after,
            location: location.filter(|_| (300..400).contains(&status)),
            body: body.map_err(|error| error.to_string()),
            service: self.service,
            target: self.target.clone(),
        })
    }

    /// A connection that failed or broke may be tried again. A request that took too long may not: the server may still
    /// be working on it, and the spans would arrive twice.
    fn classify(&self, error: Error, limit: Duration) -> SendError {
        let (reason, symptom) = match &error {
            Error::Timeout(_) => no_answer(limit, self.has_answered),
            error => (error.to_string(), self.symptom(error)),
        };
        let because = |failure| {
            let hint = symptom.map(|symptom| hint(symptom, self.service, &self.target));
            ExportError::because(failure, reason).with_hint(hint)
        };
        match error {
            Error::Io(error) if is_refused_certificate(&error) => {
                SendError::Final(because(Failure::Unreachable))
            }
            Error::Io(_)
            | Error::ConnectionFailed
            | Error::HostNotFound
            | Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
                SendError::Retryable(because(Failure::Unreachable), None)
            }
            // What a proxy says for itself: only what is its state of the moment may be otherwise later.
            Error::ConnectProxyFailed(said) if said.contains("responded 5") => {
                SendError::Retryable(because(Failure::Unreachable), None)
            }
            Error::Tls(_) | Error::Rustls(_) | Error::ConnectProxyFailed(_) => {
                SendError::Final(because(Failure::Unreachable))
            }
            Error::Timeout(_) => SendError::Final(because(Failure::Timeout)),
            _ => SendError::Final(because(Failure::Other)),
        }
    }

    fn symptom(&self, error: &Error) -> Option<Symptom> {
        let is_first_contact = !self.has_answered;
        match error {
            Error::Io(error) => match io_symptom(error) {
                Some(Symptom::Refused) if self.proxy.is_some() => Some(Symptom::Proxy),
                Some(Symptom::OtherProtocol) if !is_first_contact => None,
                symptom => symptom,
            },
            Error::HostNotFound => Some(Symptom::UnknownHost),
            Error::ConnectProxyFailed(_) => Some(Symptom::Proxy),
            Error::Protocol(_) | Error::LargeResponseHeader(..) if is_first_contact => {
                Some(Symptom::OtherProtocol)
            }
            _ => None,
        }
    }
}
