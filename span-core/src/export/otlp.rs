//! The OTLP exporter: HTTP with protobuf bodies.
//!
//! Owns what OTLP says about requests and answers. Must not know sockets (`http`) or back-off (`retry`).
//!
//! It encodes with `opentelemetry-proto`, as `opentelemetry-otlp` does, but does not use the latter: that one merges
//! headers and compression from the environment into whatever it is told, and keeps rejected spans and undecodable
//! answers to itself, while here every span must be accounted for.

use std::time::Duration;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use prost::Message;
use url::Url;

use super::http::{Answer, HttpClient};
use super::retry::{SendError, with_retries};
use super::{Accepted, Batch, ExportError, Exporter, Pace};
use crate::config::OtlpConfig;
use crate::failure::Failure;

/// Sends to a collector.
pub(crate) struct OtlpExporter {
    client: HttpClient,
    timeout: Duration,
    target: String,
}

impl OtlpExporter {
    pub(crate) fn new(config: &OtlpConfig) -> Self {
        OtlpExporter {
            client: HttpClient::new(&config.endpoint, &config.headers),
            timeout: config.timeout,
            target: without_secrets(&config.endpoint),
        }
    }
}

impl Exporter for OtlpExporter {
    fn target(&self) -> &str {
        &self.target
    }

    fn export(&mut self, batch: &Batch<'_>, pace: &dyn Pace) -> Result<Accepted, ExportError> {
        let body = batch.protobuf();
        with_retries(pace, |time_left| {
            let limit = self.timeout.min(time_left);
            let answer = self.client.post("application/x-protobuf", body, limit)?;
            judge(&answer)
        })
    }
}

/// What an answer says about the batch.
///
/// A success that is no OTLP answer counts as a failure: a proxy's log-in page is one. An empty body is a full success.
fn judge(answer: &Answer) -> Result<Accepted, SendError> {
    match answer.status {
        200..=299 => {
            let partial = decode(answer)?.partial_success.unwrap_or_default();
            let rejected = usize::try_from(partial.rejected_spans).unwrap_or(0);
            let message = partial.error_message;
            Ok(Accepted {
                rejected,
                warning: (rejected > 0 || !message.is_empty())
                    .then(|| format!("the collector rejected {rejected} spans: {message}")),
            })
        }
        429 | 502 | 503 | 504 => Err(SendError::Retryable(refusal(answer), answer.retry_after)),
        _ => Err(SendError::Final(refusal(answer))),
    }
}

fn decode(answer: &Answer) -> Result<ExportTraceServiceResponse, SendError> {
    let decoded = if answer.is_json {
        serde_json::from_slice(&answer.body).map_err(|error| error.to_string())
    } else {
        ExportTraceServiceResponse::decode(answer.body.as_slice())
            .map_err(|error| error.to_string())
    };
    decoded.map_err(|error| {
        let status = answer.status;
        SendError::Final(ExportError::new(format!(
            "HTTP {status} with an answer that is not OTLP: {error}"
        )))
    })
}

/// `google.rpc.Status`, which OTLP servers send with an error; as much of it as is of use to an operator.
#[derive(Message)]
struct RpcStatus {
    #[prost(string, tag = "2")]
    message: String,
}

fn refusal(answer: &Answer) -> ExportError {
    ExportError::because(Failure::Rejected, refusal_text(answer))
}

fn refusal_text(answer: &Answer) -> String {
    let status = answer.status;
    let message = RpcStatus::decode(answer.body.as_slice())
        .map(|status| status.message)
        .unwrap_or_default();
    let message: String = message
        .chars()
        .filter(|char| !char.is_control())
        .take(200)
        .collect();
    if message.is_empty() {
        format!("HTTP {status}")
    } else {
        format!("HTTP {status}: {message}")
    }
}

/// The address as an operator may see it: without user, password and query, any of which may hold a key.
fn without_secrets(endpoint: &str) -> String {
    let Ok(mut url) = Url::parse(endpoint) else {
        return "an address that is no URL".to_owned();
    };
    // These fail for addresses that cannot have a user at all.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_query(None);
    url.set_fragment(None);
    url.to_string()
}

#[cfg(test)]
mod tests {
    use opentelemetry_proto::tonic::collector::trace::v1::ExportTracePartialSuccess;

    use super::*;

    fn answer(status: u16, body: Vec<u8>) -> Answer {
        Answer {
            status,
            is_json: false,
            retry_after: None,
            body,
        }
    }

    fn partial(rejected_spans: i64, error_message: &str) -> Vec<u8> {
        ExportTraceServiceResponse {
            partial_success: Some(ExportTracePartialSuccess {
                rejected_spans,
                error_message: error_message.to_owned(),
            }),
        }
        .encode_to_vec()
    }

    #[test]
    fn only_four_statuses_may_be_repeated() {
        for status in 300..600 {
            let repeatable = matches!(
                judge(&answer(status, Vec::new())),
                Err(SendError::Retryable(..))
            );
            assert_eq!(
                repeatable,
                [429, 502, 503, 504].contains(&status),
                "{status}"
            );
        }
    }

    #[test]
    fn a_warning_is_no_rejection() {
        let accepted = judge(&answer(200, partial(0, "slow down"))).unwrap();
        assert_eq!(accepted.rejected, 0);
        assert!(accepted.warning.unwrap().contains("slow down"));
        assert_eq!(
            judge(&answer(200, partial(0, ""))).unwrap(),
            Accepted::default()
        );
        assert_eq!(
            judge(&answer(200, partial(-3, ""))).unwrap(),
            Accepted::default()
        );
    }

    #[test]
    fn takes_a_json_answer_for_what_it_is() {
        let mut json = answer(200, b"{\"partialSuccess\":{}}".to_vec());
        assert!(judge(&json).is_err());
        json.is_json = true;
        assert_eq!(judge(&json).unwrap(), Accepted::default());
    }

    #[test]
    fn repeats_what_the_server_says_about_a_refusal() {
        let body = RpcStatus {
            message: "bad\r\nspans".to_owned(),
        }
        .encode_to_vec();
        assert_eq!(refusal_text(&answer(400, body)), "HTTP 400: badspans");
        assert_eq!(refusal_text(&answer(400, b"<html>".to_vec())), "HTTP 400");
    }

    #[test]
    fn shows_no_secrets() {
        assert_eq!(
            without_secrets("https://me:pw@host:4318/v1/traces?key=k#f"),
            "https://host:4318/v1/traces"
        );
    }
}
