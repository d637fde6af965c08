//! OTLP over HTTP, with bodies of protobuf or JSON.
//!
//! Owns what OTLP says about HTTP's requests and answers. Must not know sockets (`http`) or back-off (`retry`).

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTracePartialSuccess, ExportTraceServiceResponse,
};
use prost::Message;
use serde::Deserialize;
use serde_json::Value;

use super::{accepted, check_size};
use crate::config::{OtlpConfig, OtlpProtocol};
use crate::export::http::{Answer, Body, HttpClient};
use crate::export::retry::{SendError, with_retries};
use crate::export::{Accepted, Batch, ExportError, Exporter, Pace, one_line};

/// Posts to a collector.
pub(super) struct OtlpHttpExporter {
    client: HttpClient,
    is_json: bool,
    gzip: bool,
}

impl OtlpHttpExporter {
    pub(super) fn new(config: &OtlpConfig) -> Self {
        OtlpHttpExporter {
            client: HttpClient::new(
                &config.endpoint,
                &config.headers,
                config.timeout,
                &config.tls,
            ),
            is_json: config.protocol == OtlpProtocol::HttpJson,
            gzip: config.gzip,
        }
    }
}

impl Exporter for OtlpHttpExporter {
    fn target(&self) -> &str {
        self.client.target()
    }

    fn export(&mut self, batch: &Batch<'_>, pace: &dyn Pace) -> Result<Accepted, ExportError> {
        let (content_type, bytes) = if self.is_json {
            ("application/json", batch.json()?)
        } else {
            ("application/x-protobuf", batch.protobuf())
        };
        check_size(bytes.len())?;
        let compressed;
        let body = if self.gzip {
            compressed = gzip(bytes).map_err(|error| ExportError::new(error.to_string()))?;
            Body::gzipped(content_type, &compressed)
        } else {
            Body::plain(content_type, bytes)
        };
        with_retries(pace, |time_left| {
            judge(&self.client.post(&body, time_left)?)
        })
    }
}

pub(super) fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// What an answer says about the batch.
///
/// A success that is no OTLP answer counts as a failure: a proxy's log-in page is one. An empty body is a full success.
fn judge(answer: &Answer) -> Result<Accepted, SendError> {
    answer.check(|| message_of(answer))?;
    let decoded = if answer.is_json {
        response_from_json(&answer.body).map_err(|error| error.to_string())
    } else {
        ExportTraceServiceResponse::decode(answer.body.as_slice())
            .map_err(|error| error.to_string())
    };
    let status = answer.status;
    decoded.map(accepted).map_err(|error| {
        SendError::Final(ExportError::new(format!(
            "HTTP {status} with an answer that is not OTLP: {}",
            one_line(&error)
        )))
    })
}

/// By hand, because `opentelemetry-proto` does not read whole numbers as protobuf's JSON has them: as texts.
fn response_from_json(body: &[u8]) -> serde_json::Result<ExportTraceServiceResponse> {
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "camelCase", default)]
    struct Response {
        partial_success: Option<PartialSuccess>,
    }
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "camelCase", default)]
    struct PartialSuccess {
        rejected_spans: Value,
        error_message: String,
    }
    if body.is_empty() {
        return Ok(ExportTraceServiceResponse::default());
    }
    let response: Response = serde_json::from_slice(body)?;
    let partial_success = response.partial_success.map(|partial| {
        let rejected = &partial.rejected_spans;
        let as_text = || rejected.as_str()?.parse().ok();
        ExportTracePartialSuccess {
            rejected_spans: rejected.as_i64().or_else(as_text).unwrap_or(0),
            error_message: partial.error_message,
        }
    });
    Ok(ExportTraceServiceResponse { partial_success })
}

/// `google.rpc.Status`, which OTLP servers send with an error; as much of it as is of use to an operator.
#[derive(Message)]
struct RpcStatus {
    #[prost(string, tag = "2")]
    message: String,
}

/// What the server says about a refusal, if it says it as OTLP has it.
fn message_of(answer: &Answer) -> String {
    if answer.is_json {
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        return body["message"].as_str().unwrap_or_default().to_owned();
    }
    let decoded = RpcStatus::decode(answer.body.as_slice());
    decoded.map(|status| status.message).unwrap_or_default()
}

#[cfg(test)]
mod tests {
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
    fn nothing_that_a_collector_says_makes_a_second_or_a_long_line() {
        let long = format!("first\nsecond\u{1b}[31m{}", "x".repeat(100_000));
        let warning = judge(&answer(200, partial(1, &long))).unwrap().warning;
        let warning = warning.unwrap();
        let mut json = answer(
            200,
            format!("{{\"partialSuccess\":{}}}", Value::from(long)).into(),
        );
        json.is_json = true;
        let Err(SendError::Final(error)) = judge(&json) else {
            panic!("a text is no partial success");
        };
        for said in [warning, error.to_string()] {
            assert!(said.len() < 300, "{} bytes", said.len());
            assert!(!said.contains(char::is_control), "{said:?}");
        }
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
            message: "badspans".to_owned(),
        }
        .encode_to_vec();
        assert_eq!(message_of(&answer(400, body)), "badspans");
        let mut json = answer(400, b"{\"code\":3,\"message\":\"badspans\"}".to_vec());
        json.is_json = true;
        assert_eq!(message_of(&json), "badspans");
        assert_eq!(message_of(&answer(400, b"<html>".to_vec())), "");
    }
}
