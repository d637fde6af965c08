//! The halves of a request that was encoded earlier, maybe by another process: there is no batch any more that could be split.
//!
//! Owns where OTLP's and Zipkin's encodings have their spans. Must not know how requests are sent.

use std::ops::Range;

#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
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

/// Of OTLP's protobuf. `None`, here as in all that follows, where there is but one span, or what is not understood.
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
pub(crate) fn of_protobuf(request: &[u8]) -> Option<[Part; 2]> {
    let whole = ExportTraceServiceRequest::decode(request).ok()?;
    let resources = whole.resource_spans.iter();
    let scopes = resources.flat_map(|resource| &resource.scope_spans);
    halves(scopes.map(|scope| scope.spans.len()).sum(), |part| {
        let mut whole = whole.clone();
        let resources = whole.resource_spans.iter_mut();
        let scopes = resources.flat_map(|resource| &mut resource.scope_spans);
        keep(part, scopes.map(|scope| &mut scope.spans));
        Some(whole.encode_to_vec())
    })
}

/// The parts of OTLP's JSON around the spans, which stay the bytes that they are.
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

/// Of OTLP's JSON.
#[cfg(feature = "otlp-http")]
pub(crate) fn of_json(request: &[u8]) -> Option<[Part; 2]> {
    let whole: Request<'_> = serde_json::from_slice(request).ok()?;
    let resources = whole.resource_spans.iter();
    let scopes = resources.flat_map(|resource| &resource.scope_spans);
    halves(scopes.map(|scope| scope.spans.len()).sum(), |part| {
        let mut whole = whole.clone();
        let resources = whole.resource_spans.iter_mut();
        let scopes = resources.flat_map(|resource| &mut resource.scope_spans);
        keep(part, scopes.map(|scope| &mut scope.spans));
        serde_json::to_vec(&whole).ok()
    })
}

/// Of Zipkin's JSON.
#[cfg(feature = "zipkin")]
pub(crate) fn of_zipkin(request: &[u8]) -> Option<[Part; 2]> {
    let spans: Vec<&RawValue> = serde_json::from_slice(request).ok()?;
    halves(spans.len(), |part| serde_json::to_vec(&spans[part]).ok())
}

fn halves(count: usize, encode: impl Fn(Range<usize>) -> Option<Vec<u8>>) -> Option<[Part; 2]> {
    if count < 2 {
        return None;
    }
    let part = |part: Range<usize>| {
        Some(Part {
            spans: u32::try_from(part.len()).ok()?,
            request: encode(part)?,
        })
    };
    Some([part(0..count / 2)?, part(count / 2..count)?])
}

/// Leaves of all `lists` together the items of a part.
#[cfg(any(feature = "otlp-http", feature = "otlp-grpc"))]
fn keep<'l, T: 'l>(part: Range<usize>, lists: impl Iterator<Item = &'l mut Vec<T>>) {
    let mut numbers = 0..;
    for list in lists {
        list.retain(|_| numbers.next().is_some_and(|number| part.contains(&number)));
    }
}
