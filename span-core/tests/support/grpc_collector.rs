//! A gRPC collector on a loopback socket that answers as it is told, on `tonic`'s server.
//!
//! Must not know what is tested.

use std::collections::VecDeque;
use std::future;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::codec::CompressionEncoding;
use tonic::metadata::MetadataMap;
use tonic::transport::{Certificate, Server, ServerTlsConfig};
use tonic::{Request, Response, Status};

use super::tls::Identity;

/// What it answers; `None` is never.
pub type Reply = Option<Result<ExportTraceServiceResponse, Status>>;

/// What arrived.
pub struct Call {
    pub metadata: MetadataMap,
    pub request: ExportTraceServiceRequest,
}

#[derive(Clone)]
struct Shared {
    replies: Arc<Mutex<VecDeque<Reply>>>,
    calls: Arc<Mutex<Vec<Call>>>,
}

/// The collector. Its thread ends with the test's process.
pub struct GrpcCollector {
    shared: Shared,
    pub endpoint: String,
}

impl GrpcCollector {
    /// Listens; answers with each of `replies` in turn and with full successes ever after. Over TLS as `identity`,
    /// which wants the certificate of `client` if there is one.
    pub fn start(
        replies: impl IntoIterator<Item = Reply>,
        identity: Option<&Identity>,
        client: Option<&Identity>,
    ) -> Self {
        let mut server = Server::builder();
        if let Some(identity) = identity {
            let read = |path| std::fs::read(path).unwrap();
            let mut tls = ServerTlsConfig::new().identity(tonic::transport::Identity::from_pem(
                read(&identity.certificate),
                read(&identity.key),
            ));
            if let Some(client) = client {
                tls = tls.client_ca_root(Certificate::from_pem(read(&client.certificate)));
            }
            server = server.tls_config(tls).unwrap();
        }
        let scheme = if identity.is_some() { "https" } else { "http" };
        Self::serve(server, scheme, replies)
    }

    /// Closes each connection that is so old.
    pub fn start_closing_after(age: Duration) -> Self {
        Self::serve(Server::builder().max_connection_age(age), "http", [])
    }

    fn serve(mut server: Server, scheme: &str, replies: impl IntoIterator<Item = Reply>) -> Self {
        let shared = Shared {
            replies: Arc::new(Mutex::new(replies.into_iter().collect())),
            calls: Arc::default(),
        };
        let service =
            TraceServiceServer::new(shared.clone()).accept_compressed(CompressionEncoding::Gzip);
        let router = server.add_service(service);
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let endpoint = format!("{scheme}://{}", listener.local_addr().unwrap());
        thread::spawn(move || {
            let incoming = TcpListenerStream::new(listener);
            runtime.block_on(router.serve_with_incoming(incoming))
        });
        GrpcCollector { shared, endpoint }
    }

    /// What arrived since this was asked last.
    pub fn calls(&self) -> Vec<Call> {
        std::mem::take(&mut self.shared.calls.lock().unwrap())
    }
}

#[tonic::async_trait]
impl TraceService for Shared {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        self.calls.lock().unwrap().push(Call { metadata, request });
        let reply = self.replies.lock().unwrap().pop_front();
        match reply.unwrap_or_else(|| Some(Ok(ExportTraceServiceResponse::default()))) {
            Some(answer) => answer.map(Response::new),
            None => future::pending().await,
        }
    }
}
