//! The span of a request that the program sends by HTTP, in the words of OpenTelemetry's conventions.
//!
//! Must not know who sends it.

use super::call_span::{CallSpan, Description};
use crate::settings;
use crate::state::with_engine;
use span_core::semconv::http_semantics as http;
use span_core::{AttributeList, SpanKind, SpanOptions, ValueRef};
use std::borrow::Cow;

/// How many bytes most requests' attributes take.
const USUAL_LENGTH: usize = 256;
/// The header that says nothing of the trace.
const BAGGAGE: &str = "baggage";

/// The name and the options of a request's span. The method is `None` where it is known only when the request has been sent.
pub fn describe(method: Option<&str>, url: &str) -> Description {
    let mut attributes = AttributeList::with_capacity(USUAL_LENGTH);
    let mut add = |key: &'static str, value: ValueRef<'_>| attributes.push(key, value);
    let method = method.map(Method::of);
    if let Some(method) = &method {
        method.each(&mut add);
    }
    each_of_url(url, &mut add);
    let options = SpanOptions {
        kind: SpanKind::Client,
        attributes,
        has_distinct_keys: true,
        ..SpanOptions::default()
    };
    (method.map_or("HTTP".into(), Method::span_name), options)
}

/// The method turned out to be this.
pub fn set_method(span: CallSpan, given: &str) {
    let method = Method::of(given);
    method.each(&mut |key, value| span.set(key, value));
    with_engine(|engine| engine.update_name(span.key(), method.span_name()));
}

/// The request turned out to be to this URL.
pub fn set_url(span: CallSpan, url: &str) {
    each_of_url(url, &mut |key, value| span.set(key, value));
}

/// A response has come, after so many others that led to it.
pub fn responded(span: CallSpan, status: i64, version: Option<&str>, resends: i64) {
    span.set("http.response.status_code", status);
    if let Some(version) = version {
        span.set("network.protocol.version", version);
    }
    resent(span, resends);
    if status >= 400 {
        span.fail(&status.to_string(), String::new());
    }
}

/// How often the request was sent again.
pub fn resent(span: CallSpan, resends: i64) {
    if resends > 0 {
        span.set("http.request.resend_count", resends);
    }
}

/// The headers that make the server's span a child of this one, without those that the program sets itself. A program that says
/// in which trace it is says so alone.
pub fn headers(span: CallSpan, of_program: &[String]) -> Vec<(String, String)> {
    let mut headers = span.headers();
    let is_set = |name: &str| of_program.iter().any(|it| it.eq_ignore_ascii_case(name));
    let has_context = headers
        .iter()
        .any(|(name, _)| name != BAGGAGE && is_set(name));
    if has_context {
        return Vec::new();
    }
    headers.retain(|(name, _)| !is_set(name));
    headers
}

/// A request's method, as the program gives it and as it is known.
struct Method<'a> {
    given: &'a str,
    known: Cow<'static, str>,
}

impl<'a> Method<'a> {
    fn of(given: &'a str) -> Self {
        let known =
            settings::with_in_force(|settings| http::method(given, &settings.own.known_methods));
        Self {
            given,
            known: known.unwrap_or(Cow::Borrowed("_OTHER")),
        }
    }

    fn each(&self, add: &mut impl FnMut(&'static str, ValueRef<'_>)) {
        add("http.request.method", (&*self.known).into());
        if self.known != self.given {
            add("http.request.method_original", self.given.into());
        }
    }

    fn span_name(self) -> Cow<'static, str> {
        http::span_name(self.known)
    }
}

fn each_of_url(url: &str, add: &mut impl FnMut(&'static str, ValueRef<'_>)) {
    add("url.full", (&http::redact_url(url)).into());
    let (address, port) = http::server_of_url(url);
    add("server.address", address.into());
    if let Some(port) = port {
        add("server.port", i64::from(port).into());
    }
}
