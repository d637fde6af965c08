//! The attributes of a request that Swoole's HTTP servers were sent, in the words of OpenTelemetry's conventions.
//!
//! Must not know when the span starts or ends.

use crate::settings::ServerSettings;
use crate::zend::call_frame::CallFrame;
use crate::zend::php_object::PhpObject;
use crate::zend::value::{text, text_lists_of, texts};
use ext_php_rs::types::{ZendHashTable, Zval};
use span_core::semconv::http_semantics as http;
use span_core::{AttributeValue, SpanKind, SpanOptions};

/// Where a request has its path.
const PATH: &str = "request_uri";

/// A `Swoole\Http\Request`, for the length of one look at it. Names of headers are in lower case.
pub struct HttpRequest<'a> {
    headers: Option<&'a ZendHashTable>,
    server: Option<&'a ZendHashTable>,
    is_tls: bool,
}

impl HttpRequest<'_> {
    /// Reads an argument of the running callback, if it is a request.
    pub fn read<R>(
        call: &CallFrame<'_>,
        index: u32,
        is_tls: bool,
        read: impl FnOnce(&HttpRequest<'_>) -> R,
    ) -> Option<R> {
        let request = PhpObject::argument(call, index)?;
        let result = request.property("header", |headers| {
            request.property("server", |server| {
                read(&HttpRequest {
                    headers: headers.array(),
                    server: server.array(),
                    is_tls,
                })
            })
        });
        Some(result)
    }

    /// Its headers whose names are wanted, for `extract()`.
    pub fn headers(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<(String, Vec<String>)> {
        let headers = self.headers;
        headers.map_or_else(Vec::new, |headers| text_lists_of(headers, is_wanted))
    }

    /// The path that it asks for, without the query.
    pub fn path(&self) -> String {
        self.server(PATH).unwrap_or_default()
    }

    /// The options of its span, without the parent.
    pub fn options(&self, settings: &ServerSettings) -> SpanOptions {
        let given = self.server("request_method").unwrap_or_default();
        let method = http::method(&given);
        let mut attributes = Vec::with_capacity(16);
        let mut add =
            |key: &'static str, value: AttributeValue| attributes.push((key.into(), value));
        add("http.request.method", method.into());
        if method != given {
            add("http.request.method_original", given.as_str().into());
        }
        add("url.path", self.path().into());
        if let Some(query) = self
            .server("query_string")
            .filter(|query| !query.is_empty())
        {
            add("url.query", http::redact_query(&query).into_owned().into());
        }
        add(
            "url.scheme",
            if self.is_tls { "https" } else { "http" }.into(),
        );
        self.add_addresses(settings, &mut add);
        if let Some(protocol) = self.server("server_protocol") {
            let version = http::protocol_version(&protocol);
            add("network.protocol.version", version.into());
        }
        if let Some(agent) = self.header("user-agent") {
            add("user_agent.original", agent.into());
        }
        for name in &settings.request_headers {
            if let Some(values) = self.value(name).map(texts) {
                let name = format!("http.request.header.{name}");
                attributes.push((name.into(), values.into()));
            }
        }
        SpanOptions {
            name: Some(http::span_name(method).to_owned()),
            kind: SpanKind::Server,
            attributes,
            ..SpanOptions::default()
        }
    }

    fn add_addresses(
        &self,
        settings: &ServerSettings,
        add: &mut impl FnMut(&'static str, AttributeValue),
    ) {
        let local_port = self.server_int("server_port");
        let host = self.header("host");
        let (address, port) = match &host {
            Some(host) => {
                let (address, port) = http::split_host(host);
                (address.to_owned(), port)
            }
            None => (self.server("server_addr").unwrap_or_default(), None),
        };
        if !address.is_empty() {
            add("server.address", address.into());
            // A `Host` without a port means the scheme's own.
            let of_scheme = host.map(|_| if self.is_tls { 443 } else { 80 });
            if let Some(port) = port.map(i64::from).or(of_scheme).or(local_port) {
                add("server.port", port.into());
            }
        }
        let peer = self.server("remote_addr");
        let forwarded = settings.forwarded.then(|| {
            let [forwarded, by_proxy] = ["forwarded", "x-forwarded-for"].map(|it| self.header(it));
            http::forwarded_for(forwarded.as_deref(), by_proxy.as_deref()).map(str::to_owned)
        });
        if let Some(client) = forwarded.flatten().or_else(|| peer.clone()) {
            add("client.address", client.into());
        }
        if let Some(peer) = peer {
            add("network.peer.address", peer.into());
        }
        if let Some(port) = self.server_int("remote_port") {
            add("network.peer.port", port.into());
        }
    }

    fn value(&self, name: &str) -> Option<&Zval> {
        self.headers?.get(name).map(Zval::dereference)
    }

    /// The first value of a header.
    fn header(&self, name: &str) -> Option<String> {
        let value = self.value(name)?;
        match value.array() {
            Some(list) => list.values().find_map(text),
            None => text(value),
        }
    }

    fn server(&self, name: &str) -> Option<String> {
        text(self.server?.get(name)?.dereference())
    }

    fn server_int(&self, name: &str) -> Option<i64> {
        self.server?.get(name)?.dereference().long()
    }
}
