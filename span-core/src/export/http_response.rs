//! HTTP responses, and which of them allow a retry.
//!
//! Owns the meaning of a status. Must not know sockets, nor what was sent.

use std::time::Duration;

use crate::export::error::{ExportError, one_line};
use crate::export::failure::Failure;
use crate::export::hint::{Service, Symptom, hint};
use crate::export::retry::SendError;

/// The content type of a response.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ContentType {
    /// `application/json`.
    Json,
    /// `application/x-protobuf`, and what others call the same.
    Protobuf,
    /// A web page.
    Html,
    /// Plain text.
    Text,
    /// Something else, or nothing is said of it.
    Other,
}

impl ContentType {
    /// Names of types are the same in any case, and may have parameters behind them.
    pub(super) fn of(header: Option<&str>) -> Self {
        let kind = header.unwrap_or_default().split(';').next();
        match kind
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase()
            .as_str()
        {
            "application/json" => ContentType::Json,
            "application/x-protobuf"
            | "application/protobuf"
            | "application/vnd.google.protobuf" => ContentType::Protobuf,
            "text/html" | "application/xhtml+xml" => ContentType::Html,
            "text/plain" => ContentType::Text,
            _ => ContentType::Other,
        }
    }
}

/// A response of any status.
pub(super) struct HttpResponse {
    pub(super) status: u16,
    pub(super) content_type: ContentType,
    pub(super) retry_after: Option<Duration>,
    /// Where a redirect leads to, without secrets.
    pub(super) location: Option<String>,
    /// Decompressed; or why it cannot be read.
    pub(super) body: Result<Vec<u8>, String>,
    pub(super) service: &'static Service,
    pub(super) target: String,
}

impl HttpResponse {
    /// As much of the body as could be read, which is all or nothing.
    pub(super) fn bytes(&self) -> &[u8] {
        self.body.as_deref().unwrap_or_default()
    }

    /// The text of an error's body, unless that is a web page.
    pub(super) fn text(&self) -> String {
        match self.content_type {
            ContentType::Html => String::new(),
            _ => String::from_utf8_lossy(self.bytes()).into_owned(),
        }
    }

    /// Whether it is a success, and if not, whether the request may be repeated. `message` is what the server says.
    ///
    /// A success that is a web page is none: a log-in page comes that way.
    pub(super) fn check(&self, message: impl FnOnce() -> String) -> Result<(), SendError> {
        let status = self.status;
        if (200..300).contains(&status) {
            if self.content_type == ContentType::Html && !self.bytes().is_empty() {
                return Err(self.refused(
                    ExportError::new(format!("HTTP {status} with a web page")),
                    Some(Symptom::WebPage),
                ));
            }
            return Ok(());
        }
        let mut refusal = format!("HTTP {status}");
        if let Some(location) = &self.location {
            refusal.push_str(&format!(" to {location}"));
        }
        let message = one_line(&message());
        if !message.is_empty() {
            refusal.push_str(&format!(": {message}"));
        }
        let symptom = match status {
            300..400 => Some(Symptom::Redirect),
            400 if speaks_of_tls(self.bytes()) => Some(Symptom::WantsTls),
            401 | 403 => Some(Symptom::Forbidden),
            404 | 405 => Some(Symptom::NoSuchPath),
            407 => Some(Symptom::Proxy),
            413 => Some(Symptom::TooLarge),
            _ => None,
        };
        let refusal = if status == 413 {
            ExportError::too_large(refusal)
        } else {
            ExportError::because(Failure::Rejected, refusal)
        };
        Err(self.refused(refusal, symptom))
    }

    /// The failure that this response means.
    pub(super) fn refused(&self, error: ExportError, symptom: Option<Symptom>) -> SendError {
        let error =
            error.with_hint(symptom.map(|symptom| hint(symptom, self.service, &self.target)));
        match self.status {
            429 | 502 | 503 | 504 => SendError::Retryable(error, self.retry_after),
            _ => SendError::Final(error),
        }
    }
}

/// Go's server and nginx answer so to plain HTTP on a port for HTTPS.
fn speaks_of_tls(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body).to_ascii_lowercase();
    text.contains("https server") || text.contains("https port")
}
