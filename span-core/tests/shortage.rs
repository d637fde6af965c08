//! A shortage of threads, descriptors, memory, names or room on the disk is taken away and given back: nothing is lost by it,
//! and the same exporter works again.
//!
//! The engine runs in a process of its own, as a user of its own: limits are for processes and users.

#![cfg(all(
    feature = "otlp-http",
    feature = "otlp-grpc",
    feature = "jaeger",
    feature = "zipkin",
    feature = "file"
))]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::fmt::Debug;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream, UdpSocket};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use span_core::{ExporterKind, OtlpProtocol};
use support::collector::{Collector, Reply};
use support::grpc_collector::GrpcCollector;
use support::{Directory, PATIENCE, engine_with, run};

/// Used by this test only, so that its processes can be counted.
const USER: u32 = 64_321;
/// So many at once, that their line fits into no gap that a full disk has left.
const SPANS: u64 = 20;
const TRYING: Duration = Duration::from_millis(1_500);

/// The other process: an engine that does what its standard input says, and answers each line with one.
#[test]
#[ignore = "the other tests start it"]
fn the_process_that_runs_short() {
    let variable = |name| std::env::var(name).unwrap_or_default();
    let kind = match variable("EXPORTER").as_str() {
        "jaeger" => ExporterKind::Jaeger,
        "zipkin" => ExporterKind::Zipkin,
        "file" => ExporterKind::File,
        _ => ExporterKind::Otlp,
    };
    let mut engine = engine_with(&[kind], |config| {
        let endpoint = variable("ENDPOINT");
        if variable("EXPORTER") == "grpc" {
            config.export.otlp.protocol = OtlpProtocol::Grpc;
        }
        config.export.jaeger.agent_port = endpoint.parse().unwrap_or(1);
        config.export.file.path = variable("DIRECTORY").into();
        config.export.file.path.push("traces.jsonl");
        config.export.otlp.endpoint.clone_from(&endpoint);
        config.export.zipkin.endpoint = endpoint;
    });
    let ballast = Path::new(&variable("DIRECTORY")).join("ballast");
    for line in io::stdin().lines() {
        let answer = match line.unwrap().as_str() {
            "export" => {
                run(&mut engine, SPANS as i64);
                engine.flush(TRYING).to_string()
            }
            "flush" => engine.flush(PATIENCE).to_string(),
            // Threads that have ended may leave their stacks to the next ones.
            "occupy" => {
                for _ in 0..4 {
                    thread::spawn(thread::park);
                }
                String::new()
            }
            "fill" => {
                let mut file = fs::File::create(&ballast).unwrap();
                while file.write_all(&[0; 512]).is_ok() {}
                String::new()
            }
            "free" => fs::remove_file(&ballast).map(|()| String::new()).unwrap(),
            _ => String::new(),
        };
        let stats = engine.stats();
        println!(
            "\nanswer {answer} exported {} failed {} retried {}",
            stats.exported,
            stats.failed.total(),
            stats.retries > 0
        );
    }
}

struct Other {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Other {
    /// Starts it, in a mount namespace of its own where `mount` makes it one.
    fn start(exporter: &str, endpoint: &str, directory: &Path, mount: &str) -> Self {
        let program = std::env::current_exe().unwrap();
        let program = program.to_str().unwrap();
        let arguments = "--ignored --exact the_process_that_runs_short --nocapture";
        let mut command = if mount.is_empty() {
            // Where it is built may not be open to everybody.
            let copy = directory.join("program");
            fs::copy(program, &copy).unwrap();
            let mut command = Command::new(copy);
            command.uid(USER).args(arguments.split(' '));
            command
        } else {
            let mut command = Command::new("unshare");
            let script = format!("{mount} && exec {program} {arguments}");
            command.args(["-m", "sh", "-c", &script]);
            command
        };
        let command = command
            .env("EXPORTER", exporter)
            .env("ENDPOINT", endpoint)
            .env("DIRECTORY", directory)
            .env("GLIBC_TUNABLES", "glibc.pthread.stack_cache_size=0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = loop {
            match command.spawn() {
                // A child that another test has forked has the copy open for writing until it executes its own program.
                Err(error) if error.kind() == io::ErrorKind::ExecutableFileBusy => {
                    thread::sleep(Duration::from_millis(10));
                }
                process => break process.unwrap(),
            }
        };
        Other {
            input: process.stdin.take().unwrap(),
            output: BufReader::new(process.stdout.take().unwrap()),
            process,
        }
    }

    fn ask(&mut self, what: &str) -> String {
        writeln!(self.input, "{what}").unwrap();
        let mut line = String::new();
        while !line.starts_with("answer") {
            line.clear();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "it ended");
        }
        line.trim().to_owned()
    }

    fn limit(&self, limit: &str) {
        let pid = self.process.id().to_string();
        let status = Command::new("prlimit")
            .uid(USER)
            .args(["--pid", &pid, limit])
            .status();
        assert!(status.unwrap().success(), "{limit}");
    }

    /// The size of its address space, once threads that are about to end have, in bytes.
    fn address_space(&self) -> u64 {
        let path = format!("/proc/{}/status", self.process.id());
        let size = || {
            let status = fs::read_to_string(&path).unwrap();
            let size = status.lines().find_map(|line| line.strip_prefix("VmSize:"));
            let kilobytes = size.unwrap().trim().trim_end_matches(" kB");
            kilobytes.parse::<u64>().unwrap() * 1024
        };
        let mut before = size();
        loop {
            thread::sleep(Duration::from_millis(100));
            let now = size();
            if now == before {
                return now;
            }
            before = now;
        }
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Why this machine cannot run these tests, if it cannot.
fn is_skipped(program: &str) -> bool {
    let can = fs::metadata("/proc/self").is_ok_and(|own| {
        use std::os::unix::fs::MetadataExt;
        own.uid() == 0
    }) && Command::new(program)
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success());
    if !can {
        eprintln!("skipped: needs root and {program}");
    }
    !can
}

fn open_directory() -> Directory {
    let directory = Directory::new();
    fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o777)).unwrap();
    directory
}

/// Passes connections on, until they are cut.
struct Line {
    port: u16,
    connections: Arc<Mutex<Vec<TcpStream>>>,
}

impl Line {
    fn to(endpoint: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(Mutex::new(Vec::new()));
        let (target, all) = (endpoint.replace("http://", ""), Arc::clone(&connections));
        thread::spawn(move || {
            for near in listener.incoming() {
                let (near, far) = (near.unwrap(), TcpStream::connect(&target).unwrap());
                for (mut from, mut to) in [
                    (near.try_clone().unwrap(), far.try_clone().unwrap()),
                    (far.try_clone().unwrap(), near.try_clone().unwrap()),
                ] {
                    thread::spawn(move || io::copy(&mut from, &mut to));
                }
                all.lock().unwrap().extend([near, far]);
            }
        });
        Line { port, connections }
    }

    fn cut(&self) {
        for connection in self.connections.lock().unwrap().drain(..) {
            let _ = connection.shutdown(Shutdown::Both);
        }
    }
}

/// Has one span exported, takes something away, has another one exported, and gives it back.
fn outlives<T: Debug>(
    other: &mut Other,
    is_warm: bool,
    take: impl FnOnce(&mut Other) -> T,
    give_back: impl FnOnce(&mut Other),
) {
    if is_warm {
        let warm = other.ask("export");
        let expected = format!("answer true exported {SPANS} failed 0 retried false");
        assert_eq!(warm, expected);
    }
    let taken = take(other);
    let short = other.ask("export");
    let before = if is_warm { SPANS } else { 0 };
    assert_eq!(
        short,
        format!("answer false exported {before} failed 0 retried true"),
        "{taken:?}"
    );
    give_back(other);
    let after = other.ask("flush");
    let expected = format!(
        "answer true exported {} failed 0 retried true",
        before + SPANS
    );
    assert_eq!(after, expected, "{taken:?}");
    // And goes on working.
    let later = other.ask("export");
    let expected = format!(
        "answer true exported {} failed 0 retried true",
        before + 2 * SPANS
    );
    assert_eq!(later, expected, "{taken:?}");
}

/// What to limit, and to which limit it goes back.
type Limit<'a> = &'a dyn Fn(&mut Other) -> (String, String);

/// Takes threads, descriptors and memory for them away from an exporter that has to connect anew.
fn outlives_shortages(exporter: &str, endpoint: &str, cut: impl Fn()) {
    if is_skipped("prlimit") {
        return;
    }
    let limits: [Limit; 3] = [
        &|_| ("--nproc=1:".into(), "--nproc=10000:".to_owned()),
        &|_| ("--nofile=3:".into(), "--nofile=1000:".to_owned()),
        // The allocator has what is small, and a stack for a thread finds no room, also after a connection has been freed.
        &|other| {
            other.ask("occupy");
            let size = other.address_space();
            (
                format!("--as={}:", size - (8 << 20)),
                format!("--as={}:", size + (1 << 32)),
            )
        },
    ];
    for limit in limits {
        let directory = open_directory();
        let mut other = Other::start(exporter, endpoint, directory.path(), "");
        let (given, taken) = (Mutex::new(String::new()), &limit);
        outlives(
            &mut other,
            true,
            |other| {
                cut();
                let (less, more) = taken(other);
                other.limit(&less);
                *given.lock().unwrap() = more;
                less
            },
            |other| other.limit(&given.lock().unwrap()),
        );
    }
}

/// It keeps no connection, so each request needs what a connection takes.
fn closing_collector() -> Collector {
    Collector::start([Reply::Http(200, "Connection: close\r\n", Vec::new())])
}

/// An address with a name, which takes a thread to look up.
fn by_name(endpoint: &str) -> String {
    endpoint.replace("127.0.0.1", "localhost")
}

#[test]
fn otlp_over_http_outlives_shortages() {
    let collector = closing_collector();
    outlives_shortages("http", &by_name(&collector.endpoint()), || {});
}

#[test]
fn otlp_over_grpc_outlives_shortages() {
    let collector = GrpcCollector::start([], None, None);
    let line = Line::to(&collector.endpoint);
    let endpoint = format!("http://127.0.0.1:{}", line.port);
    outlives_shortages("grpc", &by_name(&endpoint), || line.cut());
}

#[test]
fn zipkin_outlives_shortages() {
    let collector = closing_collector();
    outlives_shortages("zipkin", &by_name(&collector.endpoint()), || {});
}

#[test]
fn jaegers_agent_and_files_outlive_a_shortage_of_descriptors() {
    if is_skipped("prlimit") {
        return;
    }
    let agent = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = agent.local_addr().unwrap().port().to_string();
    for exporter in ["jaeger", "file"] {
        let directory = open_directory();
        let mut other = Other::start(exporter, &port, directory.path(), "");
        other.ask("hello");
        outlives(
            &mut other,
            false,
            |other| other.limit("--nofile=3:"),
            |other| other.limit("--nofile=1000:"),
        );
    }
}

#[test]
fn a_name_that_is_not_there_yet_is_found_later() {
    if is_skipped("unshare") {
        return;
    }
    let http = closing_collector();
    let grpc = GrpcCollector::start([], None, None);
    for (exporter, endpoint) in [("http", http.endpoint()), ("grpc", grpc.endpoint.clone())] {
        let directory = open_directory();
        let hosts = directory.path().join("hosts");
        fs::write(&hosts, "127.0.0.1 localhost\n").unwrap();
        let mount = format!("mount --bind {} /etc/hosts", hosts.display());
        let endpoint = endpoint.replace("127.0.0.1", "collector.invalid");
        let mut other = Other::start(exporter, &endpoint, directory.path(), &mount);
        outlives(
            &mut other,
            false,
            |_| exporter,
            |_| fs::write(&hosts, "127.0.0.1 localhost collector.invalid\n").unwrap(),
        );
    }
}

#[test]
fn a_full_disk_that_is_freed_loses_nothing() {
    if is_skipped("unshare") {
        return;
    }
    let directory = open_directory();
    let mount = format!(
        "mount -t tmpfs -o size=64k tmpfs {}",
        directory.path().display()
    );
    let mut other = Other::start("file", "", directory.path(), &mount);
    outlives(
        &mut other,
        true,
        |other| other.ask("fill"),
        |other| {
            other.ask("free");
        },
    );
}
