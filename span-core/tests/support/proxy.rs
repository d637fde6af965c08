//! An HTTP proxy on a loopback socket: tunnels, and requests with a whole address. Every name leads to this machine.
//!
//! Must not know what is tested.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// The proxy. Its threads end with the test's process.
pub struct Proxy {
    pub address: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// Listens; refuses everything with `refusal`, a status line, if there is one.
    pub fn start(refusal: Option<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&heads);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, heads) = (stream.unwrap(), Arc::clone(&shared));
                thread::spawn(move || {
                    let _ = serve(stream, &heads, refusal);
                });
            }
        });
        Proxy { address, heads }
    }

    /// The first lines and headers of what it was asked since this was asked last.
    pub fn heads(&self) -> Vec<String> {
        std::mem::take(&mut self.heads.lock().unwrap())
    }
}

fn serve(near: TcpStream, heads: &Mutex<Vec<String>>, refusal: Option<&str>) -> io::Result<()> {
    let mut reader = BufReader::new(near.try_clone()?);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head)? == 0 {
            return Ok(());
        }
    }
    heads.lock().unwrap().push(head.clone());
    let mut near = near;
    if let Some(refusal) = refusal {
        write!(
            near,
            "HTTP/1.1 {refusal}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )?;
        return near.shutdown(Shutdown::Both);
    }
    let (method, rest) = head.split_once(' ').unwrap();
    let target = rest.split_once(' ').unwrap().0;
    let port = |authority: &str| {
        authority
            .rsplit_once(':')
            .unwrap()
            .1
            .parse::<u16>()
            .unwrap()
    };
    let far = if method == "CONNECT" {
        let far = TcpStream::connect(("127.0.0.1", port(target)))?;
        write!(near, "HTTP/1.1 200 OK\r\n\r\n")?;
        far
    } else {
        // A client that does not send a whole address took this for the receiver.
        let (authority, path) = target
            .strip_prefix("http://")
            .unwrap()
            .split_once('/')
            .unwrap();
        let mut far = TcpStream::connect(("127.0.0.1", port(authority)))?;
        let head = head.replacen(target, &format!("/{path}"), 1);
        let lines = head.split_inclusive("\r\n");
        let kept: String = lines
            .filter(|line| !line.to_ascii_lowercase().starts_with("proxy-authorization"))
            .collect();
        far.write_all(kept.as_bytes())?;
        far
    };
    let (mut back, mut forth) = (far.try_clone()?, far);
    let mut answers = near;
    thread::spawn(move || io::copy(&mut back, &mut answers));
    io::copy(&mut reader, &mut forth)?;
    forth.shutdown(Shutdown::Write)
}
