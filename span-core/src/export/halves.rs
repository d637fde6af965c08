//! The halves of a request that was encoded earlier, maybe by another process: there is no batch any more that could be split.
//!
//! Owns where OTLP's and Zipkin's encodings have their spans. Must not know how requests are sent.

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc", feature = "zipkin"))]
use std::ops::Range;

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
use opentelemetry_proto::tonic::trace::v1::Span;
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
use prost::Message;
#[cfg(feature = "otlp-http")]
use serde::{Deserialize, Serialize};
#[cfg(any(feature = "otlp-http", feature = "zipkin"))]
use serde_json::value::RawValue;

/// A part of a request, which is one itself.
pub(crate) struct Part {
    pub(crate) request: Vec<u8>,
    pub(crate) spans: u32,
}

/// A request that has been read.
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc", feature = "zipkin"))]
trait Whole: Clone {
    type Span;

    /// The lists of its spans.
    fn lists(&mut self) -> Vec<&mut Vec<Self::Span>>;

    fn encode(&self) -> Option<Vec<u8>>;
}

/// Of OTLP's protobuf. `None`, here as in all that follows, where there is but one span, or what is not understood.
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
pub(crate) fn of_protobuf(request: &[u8]) -> Option<[Part; 2]> {
    halves(ExportTraceServiceRequest::decode(request).ok()?)
}

/// Of OTLP's JSON.
#[cfg(feature = "otlp-http")]
pub(crate) fn of_json(request: &[u8]) -> Option<[Part; 2]> {
    halves(serde_json::from_slice::<Request<'_>>(request).ok()?)
}

/// Of Zipkin's JSON.
#[cfg(feature = "zipkin")]
pub(crate) fn of_zipkin(request: &[u8]) -> Option<[Part; 2]> {
    halves(serde_json::from_slice::<Vec<&RawValue>>(request).ok()?)
}

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc", feature = "zipkin"))]
fn halves(mut whole: impl Whole) -> Option<[Part; 2]> {
    let count = whole.lists().iter().map(|list| list.len()).sum();
    if count < 2 {
        return None;
    }
    let part = |numbers: Range<usize>| {
        let mut part = whole.clone();
        let mut number = 0..;
        for list in part.lists() {
            list.retain(|_| {
                number
                    .next()
                    .is_some_and(|number| numbers.contains(&number))
            });
        }
        Some(Part {
            request: part.encode()?,
            spans: u32::try_from(numbers.len()).ok()?,
        })
    };
    Some([part(0..count / 2)?, part(count / 2..count)?])
}

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
impl Whole for ExportTraceServiceRequest {
    type Span = Span;

    fn lists(&mut self) -> Vec<&mut Vec<Span>> {
        let resources = self.resource_spans.iter_mut();
        let scopes = resources.flat_map(|resource| &mut resource.scope_spans);
        scopes.map(|scope| &mut scope.spans).collect()
    }

    fn encode(&self) -> Option<Vec<u8>> {
        Some(self.encode_to_vec())
    }
}

/// OTLP's JSON, in which what is around the spans, and each of them, stays the bytes that it is.
#[cfg(feature = "otlp-http")]
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
    #[serde(borrow)]
    resource_spans: Vec<ResourceSpans<'a>>,
}

#[cfg(feature = "otlp-http")]
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResourceSpans<'a> {
    #[serde(borrow)]
    resource: &'a RawValue,
    scope_spans: Vec<ScopeSpans<'a>>,
}

#[cfg(feature = "otlp-http")]
#[derive(Clone, Serialize, Deserialize)]
struct ScopeSpans<'a> {
    #[serde(borrow)]
    scope: &'a RawValue,
    spans: Vec<&'a RawValue>,
}

#[cfg(feature = "otlp-http")]
impl<'a> Whole for Request<'a> {
    type Span = &'a RawValue;

    fn lists(&mut self) -> Vec<&mut Vec<Self::Span>> {
        let resources = self.resource_spans.iter_mut();
        let scopes = resources.flat_map(|resource| &mut resource.scope_spans);
        scopes.map(|scope| &mut scope.spans).collect()
    }

    fn encode(&self) -> Option<Vec<u8>> {
        serde_json::to_vec(self).ok()
    }
}

#[cfg(feature = "zipkin")]
impl<'a> Whole for Vec<&'a RawValue> {
    type Span = &'a RawValue;

    fn lists(&mut self) -> Vec<&mut Self> {
        vec![self]
    }

    fn encode(&self) -> Option<Vec<u8>> {
        serde_json::to_vec(self).ok()
    }
}
