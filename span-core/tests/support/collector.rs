//! A collector on a loopback socket that answers as it is told.
//!
//! Owns just enough HTTP for that. Must not know what is tested.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTracePartialSuccess, ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::PATIENCE;

/// What the collector does with a request once it has read it.
#[derive(Clone)]
pub enum Reply {
    /// Answers with this status, these header lines and this body.
    Http(u16, &'static str, Vec<u8>),
    /// A success to a body of at most so many bytes, else 413.
    UpTo(usize),
    /// Answers so and closes the connection before the whole body is out.
    Truncated(u16, &'static str, Vec<u8>),
    /// Answers with this status, after a while.
    Late(Duration, u16),
    /// Closes the connection without a word.
    Disconnect,
    /// Never answers.
    Hang,
}

impl Reply {
    pub fn ok() -> Reply {
        Reply::Http(200, "", Vec::new())
    }

    pub fn status(status: u16) -> Reply {
        Reply::Http(status, "", Vec::new())
    }

    pub fn partial_success(rejected_spans: i64, message: &str) -> Reply {
        let response = ExportTraceServiceResponse {
            partial_success: Some(ExportTracePartialSuccess {
                rejected_spans,
                error_message: message.to_owned(),
            }),
        };
        Reply::Http(200, "", response.encode_to_vec())
    }
}

/// A request as it arrived.
#[derive(Clone)]
pub struct Request {
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Whether it was answered with a success.
    pub is_taken: bool,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub fn decode(&self) -> ExportTraceServiceRequest {
        ExportTraceServiceRequest::decode(self.body.as_slice()).unwrap()
    }

    pub fn spans(&self) -> Vec<Span> {
        let resources = self.decode().resource_spans.into_iter();
        let scopes = resources.flat_map(|resource| resource.scope_spans);
        scopes.flat_map(|scope| scope.spans).collect()
    }
}

struct Shared {
    replies: Mutex<VecDeque<Reply>>,
    requests: Mutex<Vec<Request>>,
    arrived: Condvar,
    connections: AtomicUsize,
}

/// The collector. Its thread ends with the test's process.
pub struct Collector {
    shared: Arc<Shared>,
    address: String,
    scheme: &'static str,
}

impl Collector {
    /// Listens; answers with each of `replies` in turn and with the last one for ever after.
    pub fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        Collector::listen(replies, None)
    }

    /// The same over TLS.
    pub fn start_tls(replies: impl IntoIterator<Item = Reply>, tls: Arc<ServerConfig>) -> Self {
        Collector::listen(replies, Some(tls))
    }

    fn listen(replies: impl IntoIterator<Item = Reply>, tls: Option<Arc<ServerConfig>>) -> Self {
        let scheme = if tls.is_some() { "https" } else { "http" };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let shared = Arc::new(Shared {
            replies: Mutex::new(replies.into_iter().collect()),
            requests: Mutex::default(),
            arrived: Condvar::new(),
            connections: AtomicUsize::new(0),
        });
        let server = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                server.connections.fetch_add(1, Ordering::SeqCst);
                let server = Arc::clone(&server);
                let tls = tls.clone();
                thread::spawn(move || match tls {
                    None => serve(&server, stream.unwrap()),
                    Some(tls) => {
                        let connection = ServerConnection::new(tls).unwrap();
                        serve(&server, StreamOwned::new(connection, stream.unwrap()));
                    }
                });
            }
        });
        Collector {
            shared,
            address,
            scheme,
        }
    }

    /// An address that refuses connections.
    pub fn refusing_endpoint() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/v1/traces", listener.local_addr().unwrap())
    }

    pub fn endpoint(&self) -> String {
        format!("{}://{}/v1/traces", self.scheme, self.address)
    }

    /// Answers with `reply` from now on.
    pub fn reply_with(&self, reply: Reply) {
        *self.shared.replies.lock().unwrap() = VecDeque::from([reply]);
    }

    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap().clone()
    }

    /// Those that it has taken.
    pub fn taken(&self) -> Vec<Request> {
        let mut requests = self.requests();
        requests.retain(|request| request.is_taken);
        requests
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// Waits until `count` requests have arrived.
    pub fn wait_for(&self, count: usize) {
        let requests = self.shared.requests.lock().unwrap();
        let waited = self
            .shared
            .arrived
            .wait_timeout_while(requests, PATIENCE, |requests| requests.len() < count);
        assert!(waited.unwrap().0.len() >= count, "nothing arrived");
    }
}

fn serve(shared: &Shared, stream: impl Read + Write) {
    let mut reader = BufReader::new(stream);
    while let Some(mut request) = read_request(&mut reader) {
        let mut replies = shared.replies.lock().unwrap();
        let reply = match replies.len() {
            0 | 1 => replies.front().cloned().unwrap(),
            _ => replies.pop_front().unwrap(),
        };
        drop(replies);
        let reply = match reply {
            Reply::UpTo(limit) if request.body.len() <= limit => Reply::ok(),
            Reply::UpTo(_) => Reply::status(413),
            reply => reply,
        };
        let (delay, reply) = match reply {
            Reply::Late(delay, status) => (delay, Reply::status(status)),
            reply => (Duration::ZERO, reply),
        };
        request.is_taken = matches!(reply, Reply::Http(200..=299, ..));
        shared.requests.lock().unwrap().push(request);
        shared.arrived.notify_all();
        thread::sleep(delay);
        match reply {
            Reply::Http(status, headers, body) => {
                let length = body.len();
                let head =
                    format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {length}\r\n\r\n");
                let writer = reader.get_mut();
                writer.write_all(head.as_bytes()).unwrap();
                writer.write_all(&body).unwrap();
                writer.flush().unwrap();
            }
            Reply::UpTo(_) | Reply::Late(..) => unreachable!("decided above"),
            Reply::Truncated(status, headers, body) => {
                let length = body.len() + 1;
                let head =
                    format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {length}\r\n\r\n");
                let writer = reader.get_mut();
                writer.write_all(head.as_bytes()).unwrap();
                writer.write_all(&body).unwrap();
                writer.flush().unwrap();
                return;
            }
            Reply::Disconnect => return,
            Reply::Hang => thread::sleep(Duration::from_secs(3600)),
        }
    }
}

fn read_request(reader: &mut impl BufRead) -> Option<Request> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let headers: Vec<(String, String)> = lines[1..]
        .iter()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut request = Request {
        line: lines.swap_remove(0),
        headers,
        body: Vec::new(),
        is_taken: false,
    };
    let length = request.header("content-length")?.parse().ok()?;
    request.body.resize(length, 0);
    reader.read_exact(&mut request.body).ok()?;
    Some(request)
}
