//! OTLP over HTTP, with bodies of protobuf or JSON.
//!
//! Owns what OTLP says about HTTP's requests and answers. Must not know sockets (`http_client`) or back-off (`retry`).

use std::borrow::Cow;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTracePartialSuccess, ExportTraceServiceResponse,
};
use prost::Message;
use serde::Deserialize;
use serde_json::Value;

use super::{JSON, PROTOBUF, accepted, check_size, unreadable};
use crate::export::batch::Batch;
use crate::export::error::{ExportError, one_line};
use crate::export::exporter::{Accepted, EncodedExporter, ExportBudget};
use crate::export::halves::{self, Part};
use crate::export::hint::Symptom;
use crate::export::http_client::{Body, HttpClient};
use crate::export::http_response::{ContentType, HttpResponse};
use crate::export::otlp::config::{OtlpConfig, OtlpProtocol};
use crate::export::otlp::services::HTTP;
use crate::export::retry::{SendError, with_retries};

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
                &HTTP,
                &config.endpoint,
                &config.headers,
                config.timeout,
                &config.tls,
            )
            .through(config.proxies.of(&config.endpoint)),
            is_json: config.protocol == OtlpProtocol::HttpJson,
            gzip: config.gzip,
        }
    }
}

impl EncodedExporter for OtlpHttpExporter {
    fn destination(&self) -> &str {
        self.client.target()
    }

    fn encoding(&self) -> &'static str {
        if self.is_json { JSON } else { PROTOBUF }
    }

    fn encode<'b>(&mut self, batch: &'b Batch<'_>) -> Result<Cow<'b, [u8]>, ExportError> {
        let bytes = if self.is_json {
            batch.json()?
        } else {
            batch.protobuf()
        };
        check_size(bytes.len())?;
        Ok(bytes.into())
    }

    fn halves(&self, request: &[u8]) -> Option<[Part; 2]> {
        if self.is_json {
            halves::of_json(request)
        } else {
            halves::of_protobuf(request)
        }
    }

    fn send(&mut self, request: &[u8], budget: &dyn ExportBudget) -> Result<Accepted, ExportError> {
        let content_type = if self.is_json {
            "application/json"
        } else {
            "application/x-protobuf"
        };
        let compressed;
        let body = if self.gzip {
            compressed = gzip(request).map_err(|error| ExportError::new(error.to_string()))?;
            Body::gzipped(content_type, &compressed)
        } else {
            Body::plain(content_type, request)
        };
        with_retries(budget, |time_left| {
            read_response(&self.client.post(&body, time_left)?)
        })
    }
}

pub(super) fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// The batch's outcome according to a response.
///
/// An empty body is a full success. Where the body cannot be read, its type tells an OTLP receiver, which has the spans,
/// from another service, which does not know what to do with them.
fn read_response(response: &HttpResponse) -> Result<Accepted, SendError> {
    response.check(|| message_of(response))?;
    let decoded = match &response.body {
        Ok(body) if response.content_type == ContentType::Json => {
            response_from_json(body).map_err(|error| error.to_string())
        }
        Ok(body) => {
            ExportTraceServiceResponse::decode(body.as_slice()).map_err(|error| error.to_string())
        }
        Err(error) => Err(error.clone()),
    };
    let error = match decoded {
        Ok(response) => return Ok(accepted(response)),
        Err(error) => one_line(&error),
    };
    let status = response.status;
    match response.content_type {
        ContentType::Json | ContentType::Protobuf => Ok(unreadable(&format!(
            "HTTP {status} with a response that cannot be read: {error}"
        ))),
        _ => Err(response.refused(
            ExportError::new(format!(
                "HTTP {status} with a response that is not OTLP: {error}"
            )),
            Some(Symptom::WebPage),
        )),
    }
}

/// `opentelemetry-proto` 0.33.1 reads 64-bit numbers as texts, which is how protobuf's JSON writes them, in attributes and
/// times but not in `rejectedSpans`; and it refuses `null` there and in `errorMessage`, where it stands for the default. Both
/// names of a field are right.
fn response_from_json(body: &[u8]) -> serde_json::Result<ExportTraceServiceResponse> {
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "camelCase", default)]
    struct Response {
        #[serde(alias = "partial_success")]
        partial_success: Option<PartialSuccess>,
    }
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "camelCase", default)]
    struct PartialSuccess {
        #[serde(alias = "rejected_spans")]
        rejected_spans: Value,
        #[serde(alias = "error_message")]
        error_message: Option<String>,
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
            error_message: partial.error_message.unwrap_or_default(),
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

/// The server's message about a refusal, in OTLP's form or in plain text.
fn message_of(response: &HttpResponse) -> String {
    let body = response.bytes();
    match response.content_type {
        ContentType::Json => {
            let body: Value = serde_json::from_slice(body).unwrap_or_default();
            body["message"].as_str().unwrap_or_default().to_owned()
        }
        ContentType::Text => response.text(),
        ContentType::Html => String::new(),
        ContentType::Protobuf | ContentType::Other => {
            let decoded = RpcStatus::decode(body);
            decoded.map(|status| status.message).unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: Vec<u8>) -> HttpResponse {
        HttpResponse {
            status,
            content_type: ContentType::Other,
            retry_after: None,
            location: None,
            body: Ok(body),
            service: &HTTP,
            target: "http://localhost:4318/v1/traces".to_owned(),
        }
    }

    fn json(status: u16, body: &str) -> HttpResponse {
        HttpResponse {
            content_type: ContentType::Json,
            ..response(status, body.into())
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
                read_response(&response(status, Vec::new())),
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
        let accepted = read_response(&response(200, partial(0, "slow down"))).unwrap();
        assert_eq!(accepted.rejected, 0);
        assert!(accepted.warning.unwrap().contains("slow down"));
        assert_eq!(
            read_response(&response(200, partial(0, ""))).unwrap(),
            Accepted::default()
        );
        assert_eq!(
            read_response(&response(200, partial(-3, ""))).unwrap(),
            Accepted::default()
        );
    }

    #[test]
    fn nothing_that_a_collector_says_makes_a_second_or_a_long_line() {
        let long = format!("first\nsecond\u{1b}[31m{}", "x".repeat(100_000));
        let warning = read_response(&response(200, partial(1, &long)))
            .unwrap()
            .warning;
        let warning = warning.unwrap();
        let json = json(
            200,
            &format!("{{\"partialSuccess\":{}}}", Value::from(long)),
        );
        let said_of_json = read_response(&json).unwrap().warning.unwrap();
        for said in [warning, said_of_json] {
            assert!(said.len() < 300, "{} bytes", said.len());
            assert!(!said.contains(char::is_control), "{said:?}");
        }
    }

    #[test]
    fn takes_a_json_answer_for_what_it_is() {
        let empty = "{\"partialSuccess\":{}}";
        assert!(read_response(&response(200, empty.into())).is_err());
        assert_eq!(
            read_response(&json(200, empty)).unwrap(),
            Accepted::default()
        );
    }

    #[test]
    fn null_is_the_default_and_both_names_are_read() {
        for nothing in [
            "{\"partialSuccess\":{\"rejectedSpans\":null,\"errorMessage\":null}}",
            "{\"partialSuccess\":null}",
            "{\"partial_success\":{\"error_message\":null}}",
        ] {
            assert_eq!(
                read_response(&json(200, nothing)).unwrap(),
                Accepted::default()
            );
        }
        let partial = "{\"partial_success\":{\"rejected_spans\":\"2\",\"error_message\":null}}";
        assert_eq!(read_response(&json(200, partial)).unwrap().rejected, 2);
    }

    #[test]
    fn a_receiver_of_otlp_whose_answer_cannot_be_read_has_the_spans() {
        for content_type in [ContentType::Json, ContentType::Protobuf] {
            for body in [Ok(b"<".to_vec()), Err("it broke off".to_owned())] {
                let response = HttpResponse {
                    content_type,
                    body,
                    ..response(200, Vec::new())
                };
                let accepted = read_response(&response).unwrap();
                assert_eq!(accepted.rejected, 0);
                assert!(accepted.warning.unwrap().contains("cannot be read"));
            }
        }
    }

    #[test]
    fn repeats_what_the_server_says_about_a_refusal() {
        let body = RpcStatus {
            message: "badspans".to_owned(),
        }
        .encode_to_vec();
        assert_eq!(message_of(&response(400, body)), "badspans");
        let json = json(400, "{\"code\":3,\"message\":\"badspans\"}");
        assert_eq!(message_of(&json), "badspans");
        let mut text = response(400, b"bad spans".to_vec());
        text.content_type = ContentType::Text;
        assert_eq!(message_of(&text), "bad spans");
        assert_eq!(message_of(&response(400, b"<html>".to_vec())), "");
    }
}
