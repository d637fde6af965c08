//! The attributes of a request that Swoole's HTTP servers were sent, in the words of OpenTelemetry's conventions.
//!
//! Must not know when the span starts or ends.

use crate::settings::ServerSettings;
use crate::zend::call_frame::CallFrame;
use crate::zend::php_object::PhpObject;
use crate::zend::value::{entries, text, text_lists};
use ext_php_rs::types::{ZendHashTable, Zval};
use span_core::semconv::http_semantics as http;
use span_core::{AttributeValue, SpanKind, SpanOptions};

/// A header's name and its values.
type Header = (String, Vec<String>);

/// Where a request has its path.
const PATH: &str = "request_uri";

/// A `Swoole\Http\Request`, copied.
pub struct HttpRequest {
    headers: Vec<Header>,
    server: Vec<(String, AttributeValue)>,
    is_tls: bool,
}

impl HttpRequest {
    /// An argument of the running callback, if it is a request.
    pub fn of(call: &CallFrame<'_>, index: u32, is_tls: bool) -> Option<Self> {
        let request = PhpObject::argument(call, index)?;
        Some(Self {
            headers: request.property("header", |headers| headers_of(headers.array())),
            server: request.property("server", |server| server_of(server.array())),
            is_tls,
        })
    }

    /// The path of such a request, without a copy of the rest.
    pub fn path_of(call: &CallFrame<'_>, index: u32) -> Option<String> {
        let request = PhpObject::argument(call, index)?;
        request.property("server", |server| text(server.array()?.get(PATH)?))
    }

    /// Its headers, for `extract()`.
    pub fn headers(&self) -> &[Header] {
        &self.headers
    }

    /// The path that it asks for, without the query.
    pub fn path(&self) -> &str {
        self.server(PATH).unwrap_or_default()
    }

    /// The options of its span, without the parent.
    pub fn options(&self, settings: &ServerSettings) -> SpanOptions {
        let given = self.server("request_method").unwrap_or_default();
        let method = http::method(given);
        let mut attributes = Vec::with_capacity(16);
        let mut add =
            |key: &'static str, value: AttributeValue| attributes.push((key.into(), value));
        add("http.request.method", method.into());
        if method != given {
            add("http.request.method_original", given.into());
        }
        add("url.path", self.path().into());
        if let Some(query) = self
            .server("query_string")
            .filter(|query| !query.is_empty())
        {
            add("url.query", http::redact_query(query).into_owned().into());
        }
        add(
            "url.scheme",
            if self.is_tls { "https" } else { "http" }.into(),
        );
        self.add_addresses(settings, &mut add);
        if let Some(protocol) = self.server("server_protocol") {
            let version = http::protocol_version(protocol);
            add("network.protocol.version", version.into());
        }
        if let Some(agent) = self.header("user-agent") {
            add("user_agent.original", agent.into());
        }
        for name in &settings.request_headers {
            if let Some(values) = self.values(name) {
                let name = format!("http.request.header.{name}");
                attributes.push((name.into(), values.to_vec().into()));
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
        let (address, port) = match self.header("host") {
            Some(host) => http::split_host(host),
            None => (self.server("server_addr").unwrap_or_default(), None),
        };
        let is_default = if self.is_tls { 443 } else { 80 };
        if !address.is_empty() {
            add("server.address", address.into());
            // A `Host` without a port means the scheme's own.
            let port = port.map(i64::from);
            let of_host = self.header("host").map(|_| is_default);
            if let Some(port) = port.or(of_host).or(local_port) {
                add("server.port", port.into());
            }
        }
        let peer = self.server("remote_addr");
        let forwarded = settings
            .forwarded
            .then(|| http::forwarded_for(self.header("forwarded"), self.header("x-forwarded-for")));
        if let Some(client) = forwarded.flatten().or(peer) {
            add("client.address", client.into());
        }
        if let Some(peer) = peer {
            add("network.peer.address", peer.into());
        }
        if let Some(port) = self.server_int("remote_port") {
            add("network.peer.port", port.into());
        }
    }

    fn values(&self, name: &str) -> Option<&[String]> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, values)| values.as_slice())
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.values(name)?.first().map(String::as_str)
    }

    fn server_value(&self, name: &str) -> Option<&AttributeValue> {
        let mut server = self.server.iter();
        server.find(|(key, _)| key == name).map(|(_, value)| value)
    }

    fn server(&self, name: &str) -> Option<&str> {
        match self.server_value(name)? {
            AttributeValue::String(text) => Some(text),
            _ => None,
        }
    }

    fn server_int(&self, name: &str) -> Option<i64> {
        match self.server_value(name)? {
            AttributeValue::Int(int) => Some(*int),
            _ => None,
        }
    }
}

/// Names and values of headers; one that came several times is a list.
pub fn headers_of(headers: Option<&ZendHashTable>) -> Vec<Header> {
    headers.map(text_lists).unwrap_or_default()
}

fn server_of(server: Option<&ZendHashTable>) -> Vec<(String, AttributeValue)> {
    let server = server.into_iter().flat_map(entries);
    let value = |value: &Zval| {
        let int = value.long().map(AttributeValue::Int);
        int.or_else(|| text(value).map(AttributeValue::String))
    };
    server
        .filter_map(|(name, given)| Some((name, value(given)?)))
        .collect()
}
