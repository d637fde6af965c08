//! The collector of the benchmarks: takes every request, answers 200 with an empty body, and keeps the connection.
//!
//! Prints its address; ends when its standard input does. It costs as little as a collector can, because it shares the
//! machine with what is measured. `benches/support.php` compiles it with rustc alone.

use std::io::{BufRead, BufReader, Read, Write, stdin};
use std::net::{TcpListener, TcpStream};

fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    println!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || serve(stream));
        }
    });
    let _ = stdin().read(&mut [0]);
}

fn serve(stream: TcpStream) -> Option<()> {
    let mut reader = BufReader::with_capacity(1 << 20, stream.try_clone().ok()?);
    let mut writer = stream;
    let mut line = String::new();
    loop {
        let mut length = 0;
        loop {
            line.clear();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().ok()?;
            }
        }
        while length > 0 {
            let read = reader.fill_buf().ok()?.len().min(length);
            if read == 0 {
                return None;
            }
            reader.consume(read);
            length -= read;
        }
        let answer =
            b"HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n";
        writer.write_all(answer).ok()?;
    }
}
