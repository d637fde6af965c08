//! OTLP over gRPC.
//!
//! Owns the calls, and the runtime that `tonic` needs: one for this exporter, on the flusher
//! thread, made with the first batch. Must not know back-off (`retry`), nor what a status means (`refusal`).

mod channel;
mod codec;
mod refusal;

use std::borrow::Cow;
use std::error::Error;
use std::pin::pin;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue};
use tokio::runtime::{Builder, Runtime};
use tonic::client::Grpc;
use tonic::codec::CompressionEncoding;
use tonic::metadata::MetadataMap;
use tonic::transport::Channel;
use tonic::{Request, Status, TimeoutExpired};

use super::{PROTOBUF, REQUEST_LIMIT, check_size};
use crate::export::batch::Batch;
use crate::export::error::ExportError;
use crate::export::exporter::{Accepted, EncodedExporter, ExportBudget};
use crate::export::failure::Failure;
use crate::export::halves::{self, Part};
use crate::export::hint::hint;
use crate::export::otlp::config::OtlpConfig;
use crate::export::otlp::services::GRPC;
use crate::export::requests::RESPONSE_LIMIT;
use crate::export::retry::{SendError, guarded, no_answer, with_retries};
use crate::export::tls::is_refused_certificate;
use channel::channel;
use codec::EncodedCodec;
use refusal::{chain, connection_symptom, reasons, refusal};

const METHOD: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
/// How long a call goes on at most before it notices that the flusher must stop.
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

    /// One attempt. Servers close connections that are idle, or old, and a kept one that broke says nothing of the server: then on a new
    /// one.
    fn attempt(
        &mut self,
        message: Bytes,
        limit: Duration,
        budget: &dyn ExportBudget,
    ) -> Result<Accepted, SendError> {
        let deadline = Instant::now() + limit;
        let was_kept = self.connection.is_some();
        let mut answer = self.call(message.clone(), limit, budget)?;
        let left = deadline.saturating_duration_since(Instant::now());
        if was_kept && matches!(answer, Err(CallError::Broken(_))) && !left.is_zero() {
            answer = self.call(message, left, budget)?;
        }
        let answer = answer.map_err(|error| self.classify(error));
        self.has_answered |= answer.is_ok();
        answer
    }

    /// One call. What a panic or a broken connection leaves of the connection and its runtime is thrown away.
    fn call(
        &mut self,
        message: Bytes,
        limit: Duration,
        budget: &dyn ExportBudget,
    ) -> Result<Result<Accepted, CallError>, SendError> {
        let kept = self.connection.take();
        let (connection, answer) = guarded(|| {
            let mut connection = match kept {
                Some(connection) => connection,
                None => Connection::new(&self.config)?,
            };
            let answer = connection.call(message, limit, budget);
            Ok((connection, answer))
        })?;
        if matches!(answer, Ok(_) | Err(CallError::Refused(_))) {
            self.connection = Some(connection);
        }
        Ok(answer)
    }

    fn classify(&self, error: CallError) -> SendError {
        let endpoint = &self.config.endpoint;
        let hint_for = |symptom| hint(symptom, &GRPC, endpoint);
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
                let (reason, symptom) = no_answer(limit, self.has_answered);
                SendError::Final(
                    ExportError::because(Failure::Timeout, reason).with_hint(symptom.map(hint_for)),
                )
            }
        }
    }
}

impl EncodedExporter for GrpcExporter {
    fn destination(&self) -> &str {
        &self.config.endpoint
    }

    fn encoding(&self) -> &'static str {
        PROTOBUF
    }

    fn encode<'b>(&mut self, batch: &'b Batch<'_>) -> Result<Cow<'b, [u8]>, ExportError> {
        check_size(batch.protobuf().len())?;
        Ok(batch.protobuf().into())
    }

    fn halves(&self, request: &[u8]) -> Option<[Part; 2]> {
        halves::of_protobuf(request)
    }

    fn send(&mut self, request: &[u8], budget: &dyn ExportBudget) -> Result<Accepted, ExportError> {
        let message = Bytes::copy_from_slice(request);
        let timeout = self.config.timeout;
        with_retries(budget, |time_left| {
            self.attempt(message.clone(), timeout.min(time_left), budget)
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

    /// One call, within `limit`, and given up when the flusher must stop.
    fn call(
        &mut self,
        message: Bytes,
        limit: Duration,
        budget: &dyn ExportBudget,
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
                    .min(budget.time_left());
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
