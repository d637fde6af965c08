//! The attributes of a request that Swoole's HTTP servers were sent, in the words of OpenTelemetry's conventions.
//!
//! A request costs what is done here more than anything else: so a text is copied once, into its attribute. Must not know when the
//! span starts or ends.

use super::server_ports;
use crate::settings::{OwnSettings, ServerSettings};
use crate::zend::array_slots::KnownKey;
use crate::zend::call_frame::CallFrame;
use crate::zend::php_object::PhpObject;
use crate::zend::property_slot::PropertySlot;
use crate::zend::typed;
use crate::zend::value::{borrowed_text, text_lists_of, texts};
use ext_php_rs::types::{ZendHashTable, Zval};
use span_core::semconv::attribute_keys as key;
use span_core::semconv::http_semantics as http;
use span_core::{AttributeList, SpanKind, SpanOptions};
use std::borrow::Cow;

/// How many bytes most requests' attributes take.
const USUAL_LENGTH: usize = 512;

/// Properties of a `Swoole\Http\Request`.
static HEADER: PropertySlot = PropertySlot::new("header");
static SERVER: PropertySlot = PropertySlot::new("server");

/// Keys of the second.
static METHOD: KnownKey = KnownKey::new("request_method");
static PATH: KnownKey = KnownKey::new("request_uri");
static QUERY: KnownKey = KnownKey::new("query_string");
static PROTOCOL: KnownKey = KnownKey::new("server_protocol");
static SERVER_ADDRESS: KnownKey = KnownKey::new("server_addr");
static SERVER_PORT: KnownKey = KnownKey::new("server_port");
static PEER_ADDRESS: KnownKey = KnownKey::new("remote_addr");
static PEER_PORT: KnownKey = KnownKey::new("remote_port");

/// Keys of the first, in which names are in lower case.
static HOST: KnownKey = KnownKey::new("host");
static USER_AGENT: KnownKey = KnownKey::new("user-agent");
static FORWARDED: KnownKey = KnownKey::new("forwarded");
static FORWARDED_FOR: KnownKey = KnownKey::new("x-forwarded-for");
static FORWARDED_HOST: KnownKey = KnownKey::new("x-forwarded-host");
static FORWARDED_PROTO: KnownKey = KnownKey::new("x-forwarded-proto");

/// Forgets Swoole's class. Called at module end.
pub fn forget() {
    HEADER.forget();
    SERVER.forget();
}

/// The path of a target that does not begin with it.
#[cold]
fn path_of(target: Cow<'_, str>) -> Cow<'_, str> {
    match target {
        Cow::Borrowed(target) => http::path_of_target(target).into(),
        Cow::Owned(target) => http::path_of_target(&target).to_owned().into(),
    }
}

/// What the first proxy says of the request that it was sent.
#[derive(Default)]
struct Proxied {
    /// The client's address, maybe with a port.
    client: Option<String>,
    host: Option<String>,
    is_tls: Option<bool>,
}

/// A `Swoole\Http\Request`, for the length of one look at it. Names of headers are in lower case.
pub struct HttpRequest<'a> {
    headers: Option<&'a ZendHashTable>,
    server: Option<&'a ZendHashTable>,
    is_tls: bool,
}

impl HttpRequest<'_> {
    /// Reads an argument of the running callback, if it is a request. `is_tls` says whether its connection has TLS, unless the port
    /// that it came by says otherwise.
    pub fn read<R>(
        call: &CallFrame<'_>,
        index: u32,
        is_tls: bool,
        read: impl FnOnce(&HttpRequest<'_>) -> R,
    ) -> Option<R> {
        let request = PhpObject::argument(call, index)?;
        let of_headers = |headers: &Zval| {
            SERVER.read(&request, |server| {
                let mut request = HttpRequest {
                    headers: typed::array(headers),
                    server: typed::array(server),
                    is_tls,
                };
                let of_port = server_ports::is_tls(|| request.port(&SERVER_PORT));
                request.is_tls = of_port.unwrap_or(is_tls);
                read(&request)
            })
        };
        HEADER.read(&request, of_headers)?
    }

    /// Its headers whose names are wanted, for `extract()`.
    pub fn headers(&self, is_wanted: impl Fn(&[u8]) -> bool) -> Vec<(String, Vec<String>)> {
        let headers = self.headers;
        headers.map_or_else(Vec::new, |headers| text_lists_of(headers, is_wanted))
    }

    /// The path that it asks for, without the query.
    pub fn path(&self) -> Cow<'_, str> {
        let target = self.server(&PATH).unwrap_or_default();
        match target.as_bytes().first() {
            Some(b'/') => target,
            _ => path_of(target),
        }
    }

    /// The options of its span, without the parent.
    pub fn options(&self, settings: &OwnSettings) -> SpanOptions {
        let given = self.server(&METHOD).unwrap_or_default();
        let method = http::method(&given, &settings.known_methods);
        let settings = &settings.server;
        let mut attributes = AttributeList::with_capacity(USUAL_LENGTH);
        attributes.push(&key::HTTP_REQUEST_METHOD, &*method);
        if method != given {
            attributes.push(&key::HTTP_REQUEST_METHOD_ORIGINAL, &*given);
        }
        attributes.push(&key::URL_PATH, &*self.path());
        if let Some(query) = self.server(&QUERY).filter(|query| !query.is_empty()) {
            attributes.push(&key::URL_QUERY, &*http::redact_query(&query));
        }
        self.add_addresses(settings, &mut attributes);
        if let Some(protocol) = self.server(&PROTOCOL) {
            let version = http::protocol_version(&protocol);
            attributes.push(&key::NETWORK_PROTOCOL_VERSION, version);
        }
        if let Some(agent) = self.header(&USER_AGENT) {
            attributes.push(&key::USER_AGENT_ORIGINAL, &*agent);
        }
        for name in &settings.request_headers {
            let value = self.headers.and_then(|headers| headers.get(name.as_str()));
            if let Some(values) = value.map(|value| texts(value.dereference())) {
                let name = format!("http.request.header.{name}");
                attributes.push(name.as_str(), values);
            }
        }
        SpanOptions {
            name: Some(http::span_name(method)),
            kind: SpanKind::Server,
            attributes,
            // The settings may name a header twice.
            has_distinct_keys: settings.request_headers.is_empty(),
            ..SpanOptions::default()
        }
    }

    fn add_addresses(&self, settings: &ServerSettings, attributes: &mut AttributeList) {
        let proxied = match settings.forwarded {
            true => self.proxied(),
            false => Proxied::default(),
        };
        let is_tls = proxied.is_tls.unwrap_or(self.is_tls);
        let scheme = if is_tls { "https" } else { "http" };
        attributes.push(&key::URL_SCHEME, scheme);
        let host = proxied.host.map(Cow::Owned).or_else(|| self.header(&HOST));
        let (address, port) = match &host {
            Some(host) => {
                let (address, port) = http::split_host(host);
                (Cow::Borrowed(address), port)
            }
            None => (self.server(&SERVER_ADDRESS).unwrap_or_default(), None),
        };
        if !address.is_empty() {
            attributes.push(&key::SERVER_ADDRESS, &*address);
            // A `Host` without a port means the scheme's own.
            let of_scheme = || host.as_ref().map(|_| if is_tls { 443 } else { 80 });
            let port = port.map(i64::from).or_else(of_scheme);
            if let Some(port) = port.or_else(|| self.port(&SERVER_PORT)) {
                attributes.push(&key::SERVER_PORT, port);
            }
        }
        // A UNIX socket has neither address nor port.
        let peer = self.server(&PEER_ADDRESS);
        let peer = peer.filter(|peer| !peer.is_empty());
        let client = proxied
            .client
            .as_deref()
            .map(|node| http::split_host(node).0);
        if let Some(client) = client.or(peer.as_deref()) {
            attributes.push(&key::CLIENT_ADDRESS, client);
        }
        if let Some(peer) = &peer {
            attributes.push(&key::NETWORK_PEER_ADDRESS, &**peer);
        }
        if let Some(port) = self.port(&PEER_PORT) {
            attributes.push(&key::NETWORK_PEER_PORT, port);
        }
    }

    /// What proxies say of the request.
    fn proxied(&self) -> Proxied {
        let forwarded = self.header(&FORWARDED);
        let say = |name, other| {
            let other = self.header(other);
            http::forwarded(name, forwarded.as_deref(), other.as_deref()).map(str::to_owned)
        };
        Proxied {
            client: say("for", &FORWARDED_FOR),
            host: say("host", &FORWARDED_HOST),
            is_tls: match say("proto", &FORWARDED_PROTO).as_deref() {
                Some("https" | "wss") => Some(true),
                Some("http" | "ws") => Some(false),
                _ => None,
            },
        }
    }

    /// The first value of a header.
    fn header(&self, key: &KnownKey) -> Option<Cow<'_, str>> {
        let value = key.value(self.headers?)?;
        match typed::array(value) {
            Some(list) => list.values().find_map(borrowed_text),
            None => borrowed_text(value),
        }
    }

    fn server(&self, key: &KnownKey) -> Option<Cow<'_, str>> {
        borrowed_text(key.value(self.server?)?)
    }

    fn port(&self, key: &KnownKey) -> Option<i64> {
        typed::int(key.value(self.server?)?).filter(|port| *port != 0)
    }
}
