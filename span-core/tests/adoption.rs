//! What a killed process has left is exported once, however many processes it takes.

#![cfg(all(feature = "otlp-http", feature = "file"))]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::common::v1::any_value::Value;
use span_core::{Config, Engine, ExporterKind, Failure, RecorderConfig, SpanId, Stats, spans_left};
use support::collector::{Collector, Reply};
use support::{Directory, PATIENCE, engine_with, run, start};

/// Where the process that is killed leaves its file.
const PLACE: &str = "SPAN_CORE_ADOPTION";
/// How many spans it leaves, one of which is open, and how many are exported at a time.
const LEFT: u64 = 301;
const BATCH: u64 = 20;

/// Memory in the place of a mapping, and the file that it is written to in the end.
static MAPPED: OnceLock<(File, &'static [AtomicU64])> = OnceLock::new();

fn map(file: &File, bytes: usize) -> io::Result<&'static [AtomicU64]> {
    let words: Vec<_> = (0..bytes / 8).map(|_| AtomicU64::new(0)).collect();
    let words: &[_] = words.leak();
    let _ = MAPPED.set((file.try_clone()?, words));
    Ok(words)
}

fn engine(directory: &Path, endpoint: &str, change: impl FnOnce(&mut Config)) -> Engine {
    engine_with(&[ExporterKind::Otlp], |config| {
        config.export.otlp.endpoint = endpoint.to_owned();
        config.batch_size = BATCH as usize;
        // None of the own spans is exported before the process ends.
        config.schedule_delay = Duration::from_secs(3600);
        config.map_shared = Some(map);
        config.recorder = RecorderConfig {
            is_on: true,
            path: Some(directory.to_owned()),
            max_size: 1 << 20,
        };
        change(config);
    })
}

#[test]
#[ignore = "it is run as a process of its own, which dies"]
fn dies() {
    let directory = std::env::var_os(PLACE).unwrap();
    let mut engine = engine(
        Path::new(&directory),
        &Collector::refusing_endpoint(),
        |config| {
            config.batch_size = 1000;
        },
    );
    start(&mut engine, 1000);
    run(&mut engine, LEFT as i64 - 1);
    let (file, words) = MAPPED.get().unwrap();
    let words = words.iter().map(|word| word.load(Ordering::Relaxed));
    let bytes: Vec<_> = words.flat_map(u64::to_le_bytes).collect();
    file.write_all_at(&bytes, 0).unwrap();
    std::process::exit(0);
}

/// A directory with what a process has left that was killed.
fn estate() -> Directory {
    let directory = Directory::new();
    leave_in(&directory);
    directory
}

fn leave_in(directory: &Directory) {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--ignored", "--exact", "dies"]);
    let died = child.env(PLACE, directory.path()).output().unwrap();
    assert!(died.status.success(), "{died:?}");
}

/// A process that has one span of its own, and ends once `is_over`.
fn adopt(
    directory: &Path,
    collector: &Collector,
    time: Duration,
    is_over: impl Fn(&Engine) -> bool,
) -> Stats {
    adopt_with(directory, &collector.endpoint(), |_| {}, time, is_over)
}

fn adopt_with(
    directory: &Path,
    endpoint: &str,
    change: impl FnOnce(&mut Config),
    time: Duration,
    is_over: impl Fn(&Engine) -> bool,
) -> Stats {
    let mut engine = engine(directory, endpoint, change);
    run(&mut engine, 1);
    let begin = Instant::now();
    while !is_over(&engine) {
        assert!(begin.elapsed() < PATIENCE, "{:?}", engine.stats());
        std::thread::sleep(Duration::from_millis(2));
    }
    engine.shutdown(time);
    let stats = engine.stats();
    let failed = stats.failed.total() + stats.dropped_shutdown;
    assert_eq!(
        stats.started + stats.adopted,
        stats.exported + failed,
        "{stats:?}"
    );
    stats
}

/// How many files are left.
fn files(directory: &Path) -> usize {
    let services = std::fs::read_dir(directory).unwrap();
    services
        .map(|service| std::fs::read_dir(service.unwrap().path()).unwrap().count())
        .sum()
}

/// The spans that are left in the only file.
fn left(directory: &Path) -> Vec<SpanId> {
    let service = std::fs::read_dir(directory).unwrap().next().unwrap();
    let file = std::fs::read_dir(service.unwrap().path()).unwrap().next();
    let spans = spans_left(&std::fs::read(file.unwrap().unwrap().path()).unwrap());
    spans.iter().map(|span| span.span_id).collect()
}

/// The processes whose spans it was sent, but for this one.
fn owners(collector: &Collector) -> HashSet<i64> {
    let requests = collector.requests().into_iter();
    let resources = requests.flat_map(|request| request.decode().resource_spans);
    let attributes = resources.flat_map(|spans| spans.resource.unwrap().attributes);
    let pids = attributes.filter(|attribute| attribute.key == "process.pid");
    let values = pids.filter_map(|pid| pid.value?.value);
    let pids = values.map(|value| match value {
        Value::IntValue(pid) => pid,
        other => panic!("{other:?}"),
    });
    pids.filter(|pid| *pid != i64::from(std::process::id()))
        .collect()
}

/// How often each of the dead process's spans has arrived.
fn arrived(collector: &Collector) -> HashMap<Vec<u8>, usize> {
    let mut times = HashMap::new();
    let pid = std::process::id() as i64;
    for request in collector.requests() {
        for resource in request.decode().resource_spans {
            let is_own = format!("{:?}", resource.resource).contains(&format!("IntValue({pid})"));
            let spans = resource
                .scope_spans
                .into_iter()
                .flat_map(|scope| scope.spans);
            for span in spans.filter(|_| !is_own) {
                *times.entry(span.span_id).or_default() += 1;
            }
        }
    }
    times
}

#[test]
fn a_process_that_ends_in_the_middle_leaves_the_rest_to_the_next_one() {
    let estate = estate();
    let directory = estate.path();
    let collector = Collector::start([Reply::ok()]);
    let mut adopted = 0;
    while adopted < LEFT {
        let stats = adopt(directory, &collector, PATIENCE, |engine| {
            engine.stats().adopted > 0
        });
        assert_eq!(stats.adopted_twice_possible, 0);
        adopted += stats.adopted;
    }
    assert_eq!((adopted, files(directory)), (LEFT, 0));
    let arrived = arrived(&collector);
    assert_eq!(arrived.len() as u64, LEFT);
    assert!(arrived.values().all(|times| *times == 1));
}

/// Two batches are taken, and the process ends before the third one is. Returns how many spans the next process counts as possibly
/// exported twice, of those that are left.
fn cut_short(third: Reply) -> u64 {
    let estate = estate();
    let directory = estate.path();
    let all = left(directory);
    let collector = Collector::start([Reply::ok(), Reply::ok(), third]);
    let limit = Duration::from_millis(200);
    let is_over = |_: &Engine| collector.requests().len() == 3;
    let stats = adopt(directory, &collector, limit, is_over);
    assert_eq!((stats.adopted, files(directory)), (2 * BATCH, 1));
    // The same spans in the same order.
    assert_eq!(left(directory), all[2 * BATCH as usize..]);

    let collector = Collector::start([Reply::ok()]);
    let is_over = |_: &Engine| files(directory) == 1;
    let stats = adopt(directory, &collector, PATIENCE, is_over);
    assert_eq!(stats.adopted, LEFT - 2 * BATCH);
    let arrived = arrived(&collector);
    assert_eq!(arrived.len() as u64, stats.adopted);
    assert!(arrived.values().all(|times| *times == 1));
    stats.adopted_twice_possible
}

#[test]
fn a_batch_that_is_not_answered_for_comes_once_more_and_is_counted() {
    assert_eq!(cut_short(Reply::Hang), BATCH);
}

#[test]
fn a_batch_that_is_refused_for_now_is_left_to_the_next_process() {
    assert_eq!(cut_short(Reply::status(503)), 0);
}

#[test]
fn what_no_exporter_takes_for_now_waits_in_its_file_and_is_not_told_of_as_lost() {
    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let said = |what: &str| {
        let said = SAID.lock().unwrap();
        said.iter().filter(|line| line.contains(what)).count()
    };
    let estate = estate();
    let directory = estate.path();
    let busy = [429, 502, 503, 504].map(|status| Collector::start([Reply::status(status)]));
    let mut endpoints = busy.iter().map(Collector::endpoint).collect::<Vec<_>>();
    endpoints.push(Collector::refusing_endpoint());
    for endpoint in endpoints {
        SAID.lock().unwrap().clear();
        let change = |config: &mut Config| {
            config.log = |line| SAID.lock().unwrap().push(line.to_owned());
            config.export_timeout = Duration::from_millis(300);
        };
        let is_over = |engine: &Engine| said("stay in") > 0 || engine.stats().adopted > 0;
        let stats = adopt_with(directory, &endpoint, change, PATIENCE, is_over);
        let lines = SAID.lock().unwrap().clone();
        assert_eq!((stats.adopted, files(directory)), (0, 1), "{lines:?}");
        assert_eq!(said("stay in their file"), 1, "{lines:?}");
        // That is its own.
        let lost = (said("1 span lost"), said("lost"));
        assert_eq!(lost, (1, 1), "{lines:?}");
    }
    let collector = Collector::start([Reply::ok()]);
    let is_over = |_: &Engine| files(directory) == 1;
    let stats = adopt(directory, &collector, PATIENCE, is_over);
    assert_eq!((stats.adopted, files(directory)), (LEFT, 0));
    assert_eq!(arrived(&collector).len() as u64, LEFT);
}

#[test]
fn a_batch_that_is_refused_for_good_is_given_up_also_by_a_process_that_ends() {
    let estate = estate();
    let directory = estate.path();
    let all = left(directory);
    let refusal = Reply::Late(Duration::from_millis(300), 400);
    let collector = Collector::start([Reply::ok(), refusal, Reply::ok()]);
    let is_over = |_: &Engine| collector.requests().len() == 2;
    let stats = adopt(directory, &collector, PATIENCE, is_over);
    let rejected = stats.failed[Failure::Rejected];
    assert_eq!((stats.adopted, rejected), (2 * BATCH, BATCH));
    assert_eq!(left(directory), all[2 * BATCH as usize..]);
}

#[test]
fn a_refusal_that_is_heard_when_the_process_has_ended_is_left_to_the_next_one() {
    static HAS_ENDED: AtomicBool = AtomicBool::new(false);
    let estate = estate();
    let directory = estate.path();
    let all = left(directory).len();
    let collector = Collector::start([Reply::Late(Duration::from_millis(600), 400)]);
    let change = |config: &mut Config| {
        config.spawn = |thread, body| {
            thread.spawn(|| {
                body();
                HAS_ENDED.store(true, Ordering::SeqCst);
            })
        };
    };
    let is_over = |_: &Engine| collector.requests().len() == 1;
    let limit = Duration::from_millis(100);
    let stats = adopt_with(directory, &collector.endpoint(), change, limit, is_over);
    assert_eq!(stats.adopted, 0);
    let begin = Instant::now();
    while !HAS_ENDED.load(Ordering::SeqCst) {
        assert!(begin.elapsed() < PATIENCE, "the flusher hangs");
        std::thread::sleep(Duration::from_millis(2));
    }
    assert_eq!(left(directory).len(), all);
}

#[test]
fn a_file_that_no_exporter_takes_does_not_keep_short_processes_from_the_others() {
    let estate = estate();
    leave_in(&estate);
    let collector = Collector::start([Reply::status(503)]);
    let change = |config: &mut Config| config.export_timeout = Duration::from_millis(100);
    // Which one a process begins with is left to chance.
    for _ in 0..64 {
        if owners(&collector).len() == 2 {
            break;
        }
        let before = collector.requests().len();
        let is_over = |_: &Engine| collector.requests().len() > before;
        let endpoint = collector.endpoint();
        let stats = adopt_with(estate.path(), &endpoint, change, PATIENCE, is_over);
        assert_eq!((stats.adopted, files(estate.path())), (0, 2));
    }
    assert_eq!(owners(&collector).len(), 2);
}
