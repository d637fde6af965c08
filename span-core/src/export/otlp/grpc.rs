//! OTLP over gRPC.
//!
//! Owns what OTLP says about gRPC's statuses, and the runtime that `tonic` needs: one for this exporter, on the flusher
//! thread, made with the first batch. Must not know back-off (`retry`).

use std::error::Error;
use std::pin::pin;
use std::time::{Duration, Instant};

use bytes::{Buf, BufMut, Bytes};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use prost::Message;
use tokio::runtime::{Builder, Runtime};
use tonic::client::Grpc;
use tonic::codec::{Codec, CompressionEncoding, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::metadata::MetadataMap;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity};
use tonic::{Code, Request, Status, TimeoutExpired};

use super::{REQUEST_LIMIT, accepted, check_size, unreadable};
use crate::config::OtlpConfig;
use crate::export::hint::{Service, Symptom, hint};
use crate::export::retry::{SendError, guarded, with_retries};
use crate::export::tls::{Pem, io_symptom, is_refused_certificate, unusable, unusable_file};
use crate::export::{
    Accepted, Batch, ExportError, Exporter, Hint, Pace, RESPONSE_LIMIT, USER_AGENT, one_line,
};
use crate::failure::Failure;
use crate::proxy::{credentials, without_credentials};

const METHOD: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
/// How long a call goes on at most before it notices that the flusher is told to stop.
const LOOK_AROUND: Duration = Duration::from_millis(50);

/// Calls a collector.
pub(super) struct GrpcExporter {
    config: OtlpConfig,
    connection: Option<Connection>,
    /// Whether what listens there is known to speak gRPC.
    has_answered: bool,
}

/// The channel connects by itself. It is not used again once it has broken: a task of its runtime may have ended with it.
struct Connection {
    runtime: Option<Runtime>,
    client: Grpc<Channel>,
    metadata: MetadataMap,
}

/// Why a call failed.
enum CallError {
    /// The server said so.
    Refused(Status),
    /// The connection could not be made, or broke.
    Broken(Status),
    /// There was no answer within this time.
    Late(Duration),
}

impl GrpcExporter {
    pub(super) fn new(config: &OtlpConfig) -> Self {
        GrpcExporter {
            config: config.clone(),
            connection: None,
            has_answered: false,
        }
    }

    /// One attempt. What a panic or a broken connection leaves of the connection and its runtime is thrown away.
    fn attempt(
        &mut self,
        message: Bytes,
        limit: Duration,
        pace: &dyn Pace,
    ) -> Result<Accepted, SendError> {
        let kept = self.connection.take();
        let (connection, answer) = guarded(|| {
            let mut connection = match kept {
                Some(connection) => connection,
                None => Connection::new(&self.config)?,
            };
            let answer = connection.call(message, limit, pace);
            Ok((connection, answer))
        })?;
        if matches!(answer, Ok(_) | Err(CallError::Refused(_))) {
            self.connection = Some(connection);
        }
        let answer = answer.map_err(|error| self.judge(error));
        self.has_answered |= answer.is_ok();
        answer
    }

    fn judge(&self, error: CallError) -> SendError {
        let endpoint = &self.config.endpoint;
        let hint_for = |symptom| hint(symptom, Service::OtlpGrpc, endpoint);
        match error {
            CallError::Refused(status) => refusal(&status, hint_for),
            CallError::Broken(status) => {
                let source = status.source();
                let source = source.unwrap_or(&status as &(dyn Error + 'static));
                let reason = format!("gRPC {:?}: {}", status.code(), reasons(source));
                let symptom = connection_symptom(source, self.has_answered);
                let error = ExportError::because(Failure::Unreachable, reason)
                    .with_hint(symptom.map(hint_for));
                if chain(source).any(is_refused_certificate) {
                    SendError::Final(error)
                } else {
                    SendError::Retryable(error, None)
                }
            }
            CallError::Late(limit) => {
                let reason = format!("no answer within {limit:.1?}");
                let symptom = (!self.has_answered).then_some(Symptom::Silent);
                SendError::Final(
                    ExportError::because(Failure::Timeout, reason).with_hint(symptom.map(hint_for)),
                )
            }
        }
    }
}

impl Exporter for GrpcExporter {
    fn target(&self) -> &str {
        &self.config.endpoint
    }

    fn export(&mut self, batch: &Batch<'_>, pace: &dyn Pace) -> Result<Accepted, ExportError> {
        check_size(batch.protobuf().len())?;
        let message = Bytes::copy_from_slice(batch.protobuf());
        let timeout = self.config.timeout;
        with_retries(pace, |time_left| {
            self.attempt(message.clone(), timeout.min(time_left), pace)
        })
    }
}

impl Connection {
    fn new(config: &OtlpConfig) -> Result<Self, SendError> {
        let runtime = Builder::new_current_thread()
            .enable_io()
            .enable_time()
            // Names are looked up on a thread of their own, which ends with it and has the flusher's signal mask.
            .max_blocking_threads(1)
            .thread_keep_alive(Duration::ZERO)
            .thread_name("tc-resolver")
            .build()
            // It takes nothing but descriptors and memory.
            .map_err(|error| {
                let reason = ExportError::because(Failure::Unreachable, error.to_string());
                SendError::Retryable(reason, None)
            })?;
        let channel = {
            let _inside = runtime.enter();
            channel(config)?
        };
        let mut client = Grpc::new(channel)
            .max_encoding_message_size(REQUEST_LIMIT)
            .max_decoding_message_size(RESPONSE_LIMIT)
            .accept_compressed(CompressionEncoding::Gzip);
        if config.gzip {
            client = client.send_compressed(CompressionEncoding::Gzip);
        }
        let mut headers = HeaderMap::new();
        for (name, value) in &config.headers {
            if let (Ok(name), Ok(value)) =
                (HeaderName::try_from(name), HeaderValue::try_from(value))
            {
                headers.append(name, value);
            }
        }
        Ok(Connection {
            runtime: Some(runtime),
            client,
            metadata: MetadataMap::from_headers(headers),
        })
    }

    /// One call, within `limit`, and given up when the flusher is told to stop.
    fn call(
        &mut self,
        message: Bytes,
        limit: Duration,
        pace: &dyn Pace,
    ) -> Result<Accepted, CallError> {
        let Connection {
            runtime,
            client,
            metadata,
        } = self;
        let Some(runtime) = runtime else {
            return Err(CallError::Broken(Status::internal("no runtime")));
        };
        let mut request = Request::new(message);
        *request.metadata_mut() = metadata.clone();
        request.set_timeout(limit);
        let begin = Instant::now();
        let deadline = begin + limit;
        let call = async {
            let ready = client.ready().await;
            ready.map_err(|error| Status::from_error(Box::new(error)))?;
            let path = PathAndQuery::from_static(METHOD);
            client.unary(request, path, EncodedCodec).await
        };
        runtime.block_on(async {
            let mut call = pin!(call);
            loop {
                let left = deadline
                    .saturating_duration_since(Instant::now())
                    .min(pace.time_left());
                if left.is_zero() {
                    return Err(CallError::Late(begin.elapsed()));
                }
                if let Ok(answer) = tokio::time::timeout(left.min(LOOK_AROUND), &mut call).await {
                    return match answer {
                        Ok(response) => Ok(response.into_inner().accepted()),
                        // The crate's own limit is the same, and may be noticed first.
                        Err(status) if chain(&status).any(|error| error.is::<TimeoutExpired>()) => {
                            Err(CallError::Late(begin.elapsed()))
                        }
                        // What the crate makes a status of says nothing of the server.
                        Err(status) if status.source().is_some() => Err(CallError::Broken(status)),
                        Err(status) => Err(CallError::Refused(status)),
                    };
                }
            }
        })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // Dropping a runtime waits for its threads, and a name that is being looked up can take minutes.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn channel(config: &OtlpConfig) -> Result<Channel, SendError> {
    let proxy = config.proxies.of(&config.endpoint);
    let mut address = config.endpoint.clone();
    // The tunnel would take it for one of TLS.
    let has_port = address.parse::<Uri>().is_ok_and(|uri| uri.port().is_some());
    if proxy.is_some() && !has_port && address.starts_with("http:") {
        address.push_str(":80");
    }
    let endpoint = Endpoint::from_shared(address)
        .and_then(|endpoint| endpoint.user_agent(USER_AGENT))
        .map_err(|error| unusable(reasons(&error)))?;
    let endpoint = with_tls(endpoint, config)?;
    match proxy {
        Some(proxy) => Ok(endpoint.connect_with_connector_lazy(tunnel(proxy)?)),
        None => Ok(endpoint.connect_lazy()),
    }
}

/// Connects through a proxy, which is asked for a tunnel.
fn tunnel(proxy: &str) -> Result<Tunnel<HttpConnector>, SendError> {
    let address: Uri = without_credentials(proxy)
        .parse()
        .map_err(|_| unusable("no address of a proxy"))?;
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let tunnel = Tunnel::new(address, connector);
    match credentials(proxy).map(HeaderValue::try_from) {
        Some(Ok(credentials)) => Ok(tunnel.with_auth(credentials)),
        Some(Err(_)) => Err(unusable("no credentials for a proxy")),
        None => Ok(tunnel),
    }
}

fn with_tls(endpoint: Endpoint, config: &OtlpConfig) -> Result<Endpoint, SendError> {
    if endpoint.uri().scheme_str() != Some("https") {
        return Ok(endpoint);
    }
    let pem = Pem::read(&config.tls)?;
    let mut tls = match &pem.trusted {
        Some(certificates) => {
            ClientTlsConfig::new().ca_certificate(Certificate::from_pem(certificates))
        }
        None => ClientTlsConfig::new().with_webpki_roots(),
    };
    if let Some((certificate, key)) = pem.identity {
        tls = tls.identity(Identity::from_pem(certificate, key));
    }
    let endpoint = endpoint.tls_config(tls);
    endpoint.map_err(|error| unusable_file(format!("TLS: {}", reasons(&error))))
}

/// What the server says of a call, and which of it may be repeated, as OTLP has it.
fn refusal(status: &Status, hint_for: impl Fn(Symptom) -> Hint) -> SendError {
    let mut reason = format!("gRPC {:?}", status.code());
    let said = one_line(status.message());
    if !said.is_empty() {
        reason.push_str(": ");
        reason.push_str(&said);
    }
    let delay = retry_delay(status.details());
    if delay.is_none() && is_about_size(status) {
        let error = ExportError::too_large(reason);
        return SendError::Final(error.with_hint(Some(hint_for(Symptom::TooLarge))));
    }
    let symptom = match status.code() {
        Code::Unauthenticated | Code::PermissionDenied => Some(Symptom::Forbidden),
        // The crate's words where a server of HTTP/2 that is none of gRPC answers.
        _ if said.contains("mapped from HTTP status") => Some(Symptom::OtherProtocol),
        Code::Unimplemented => Some(Symptom::WebPage),
        _ => None,
    };
    let refusal = ExportError::because(Failure::Rejected, reason).with_hint(symptom.map(hint_for));
    match status.code() {
        Code::Cancelled
        | Code::DeadlineExceeded
        | Code::Aborted
        | Code::OutOfRange
        | Code::Unavailable
        | Code::DataLoss => SendError::Retryable(refusal, delay),
        Code::ResourceExhausted if delay.is_some() => SendError::Retryable(refusal, delay),
        _ => SendError::Final(refusal),
    }
}

/// What a connection looked like that could not be made, or broke.
fn connection_symptom(error: &(dyn Error + 'static), has_answered: bool) -> Option<Symptom> {
    let said = |words: &str| chain(error).any(|error| error.to_string().contains(words));
    if said("tunnel error") {
        return Some(Symptom::Proxy);
    }
    if said("dns error") {
        return Some(Symptom::UnknownHost);
    }
    let io_errors = chain(error).filter_map(|error| error.downcast_ref());
    let symptoms: Vec<Symptom> = io_errors.filter_map(io_symptom).collect();
    // The last one is the root of it.
    match symptoms.last() {
        Some(Symptom::OtherProtocol) | None
            if !has_answered && (said("http2 error") || !symptoms.is_empty()) =>
        {
            Some(Symptom::OtherProtocol)
        }
        Some(Symptom::OtherProtocol) | None => None,
        Some(symptom) => Some(*symptom),
    }
}

/// Whether the server refused a message for its size. gRPC has no status of its own for that, so each library's words for
/// it count: "received message larger than max" (Go, C, JavaScript), "message exceeds maximum size" (Java, .NET),
/// "message length too large" (Rust, as OUT_OF_RANGE).
fn is_about_size(status: &Status) -> bool {
    let said = status.message().to_ascii_lowercase();
    let says = |words: &str| said.contains(words);
    matches!(status.code(), Code::ResourceExhausted | Code::OutOfRange)
        && says("message")
        && (says("larger than max") || says("too large") || (says("exceeds") && says("size")))
}

fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}

/// What an error and those behind it say, many of which repeat each other.
fn reasons(error: &(dyn Error + 'static)) -> String {
    let mut all = String::new();
    for error in chain(error) {
        let text = one_line(&error.to_string());
        if all.contains(&text) {
            continue;
        }
        if !all.is_empty() {
            all.push_str(": ");
        }
        all.push_str(&text);
    }
    all
}

/// `google.rpc.Status`, as much of it as tells when to come back.
#[derive(Message)]
struct RpcStatus {
    #[prost(message, repeated, tag = "3")]
    details: Vec<Any>,
}

#[derive(Message)]
struct Any {
    #[prost(string, tag = "1")]
    type_url: String,
    #[prost(bytes = "vec", tag = "2")]
    value: Vec<u8>,
}

#[derive(Message)]
struct RetryInfo {
    #[prost(message, optional, tag = "1")]
    retry_delay: Option<ProtoDuration>,
}

#[derive(Message)]
struct ProtoDuration {
    #[prost(int64, tag = "1")]
    seconds: i64,
    #[prost(int32, tag = "2")]
    nanos: i32,
}

/// When the server wants to see the request again, from its `RetryInfo`.
fn retry_delay(details: &[u8]) -> Option<Duration> {
    let details = RpcStatus::decode(details).ok()?.details;
    let is_info = |any: &&Any| any.type_url.ends_with("/google.rpc.RetryInfo");
    let info = RetryInfo::decode(details.iter().find(is_info)?.value.as_slice()).ok()?;
    let delay = info.retry_delay.unwrap_or_default();
    let seconds = u64::try_from(delay.seconds).unwrap_or(0);
    Some(Duration::new(
        seconds,
        u32::try_from(delay.nanos).unwrap_or(0),
    ))
}

/// Sends what is encoded already.
struct EncodedCodec;

impl Codec for EncodedCodec {
    type Encode = Bytes;
    type Decode = Decoded;
    type Encoder = EncodedCodec;
    type Decoder = EncodedCodec;

    fn encoder(&mut self) -> Self::Encoder {
        EncodedCodec
    }

    fn decoder(&mut self) -> Self::Decoder {
        EncodedCodec
    }
}

impl Encoder for EncodedCodec {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put(item);
        Ok(())
    }
}

/// An answer, or why it cannot be read. The latter is no error of the call's: it has succeeded where its status says so.
struct Decoded(Result<ExportTraceServiceResponse, String>);

impl Decoded {
    fn accepted(self) -> Accepted {
        match self.0 {
            Ok(response) => accepted(response),
            Err(error) => unreadable(&format!("an answer that cannot be read: {error}")),
        }
    }
}

impl Decoder for EncodedCodec {
    type Item = Decoded;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Self::Item>, Status> {
        let bytes = buffer.copy_to_bytes(buffer.remaining());
        let response = ExportTraceServiceResponse::decode(bytes);
        Ok(Some(Decoded(response.map_err(|error| error.to_string()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(type_url: &str, delay: Option<ProtoDuration>) -> Bytes {
        let info = RetryInfo { retry_delay: delay };
        let any = Any {
            type_url: type_url.to_owned(),
            value: info.encode_to_vec(),
        };
        RpcStatus { details: vec![any] }.encode_to_vec().into()
    }

    fn classify(status: &Status) -> SendError {
        refusal(status, |symptom| {
            hint(symptom, Service::OtlpGrpc, "http://localhost:4317")
        })
    }

    #[test]
    fn only_some_codes_may_be_repeated() {
        let repeatable = [1, 4, 10, 11, 14, 15];
        for code in 1..17 {
            let status = Status::new(Code::from(code), "no");
            let is_repeatable = matches!(classify(&status), SendError::Retryable(_, None));
            assert_eq!(is_repeatable, repeatable.contains(&code), "{code}");
        }
    }

    #[test]
    fn a_message_that_is_too_large_is_told_from_an_exhausted_quota() {
        let retry_info = details(
            "type.googleapis.com/google.rpc.RetryInfo",
            Some(ProtoDuration {
                seconds: 1,
                nanos: 0,
            }),
        );
        let go = "grpc: received message larger than max (5000432 vs. 4194304)";
        for (code, message, details, is_too_large) in [
            (Code::ResourceExhausted, go, Bytes::new(), true),
            (
                Code::ResourceExhausted,
                "gRPC message exceeds maximum size 4194304: 5000432",
                Bytes::new(),
                true,
            ),
            (
                Code::ResourceExhausted,
                "Received message exceeds the maximum configured message size.",
                Bytes::new(),
                true,
            ),
            (
                Code::OutOfRange,
                "Error, decoded message length too large: found 5000432 bytes, the limit is: 4194304 bytes",
                Bytes::new(),
                true,
            ),
            (Code::ResourceExhausted, go, retry_info, false),
            (
                Code::ResourceExhausted,
                "quota exceeded",
                Bytes::new(),
                false,
            ),
            (Code::OutOfRange, "behind the end", Bytes::new(), false),
            (Code::Unavailable, go, Bytes::new(), false),
        ] {
            let status = Status::with_details(code, message, details);
            let (SendError::Final(error) | SendError::Retryable(error, _)) = classify(&status);
            assert_eq!(error.is_too_large(), is_too_large, "{status:?}");
        }
    }

    #[test]
    fn exhausted_resources_only_with_a_time_to_come_back() {
        let delay = ProtoDuration {
            seconds: 2,
            nanos: 500_000_000,
        };
        let url = "type.googleapis.com/google.rpc.RetryInfo";
        let status = |details| Status::with_details(Code::ResourceExhausted, "full", details);
        let wanted = Duration::from_millis(2500);
        match classify(&status(details(url, Some(delay)))) {
            SendError::Retryable(_, Some(pause)) => assert_eq!(pause, wanted),
            other => panic!("{other:?}"),
        }
        let other = details("type.googleapis.com/google.rpc.DebugInfo", None);
        for details in [other, Bytes::from_static(b"\xff\xff")] {
            match classify(&status(details)) {
                SendError::Final(error) => assert!(!error.is_too_large()),
                other => panic!("{other:?}"),
            }
        }
    }
}
