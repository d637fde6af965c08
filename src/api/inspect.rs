//! `TracedCoroutine::flush()`, `stats()` and `active()`: what became of the spans.

use crate::runtime;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use crate::zend::php_log;
use crate::zend::throw::{Php, throw_bad_value};
use ext_php_rs::boxed::ZBox;
use ext_php_rs::error::Result;
use ext_php_rs::types::{ZendHashTable, Zval};
use span_core::{ActiveSpan, ExporterStats, Failures, Stats};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Longest time that a method waits, in seconds: a day.
const MAX_TIMEOUT: f64 = 86_400.0;
const DEFAULT_TIMEOUT: f64 = 5.0;

/// `flush(float $timeout = 5.0): bool`: true if all that was finished before is delivered within `$timeout` seconds.
pub fn flush(call: &CallFrame<'_>, result: &mut Zval) {
    runtime::finish_gone();
    let Ok(timeout) = read_timeout(call, DEFAULT_TIMEOUT) else {
        return;
    };
    // Where nothing is traced, nothing waits to be delivered.
    let delivered = with_engine(|engine| engine.flush(timeout)).unwrap_or(true);
    php_log::write_waiting();
    result.set_bool(delivered);
}

/// The only argument of a method that waits.
pub(super) fn read_timeout(call: &CallFrame<'_>, default: f64) -> Php<Duration> {
    let given = call.arguments(0, 1)?.optional_float(0)?;
    let seconds = given.unwrap_or(default);
    if (0.0..=MAX_TIMEOUT).contains(&seconds) {
        return Ok(Duration::from_secs_f64(seconds));
    }
    throw_bad_value(1, "must be between 0 and 86400 (seconds)")
}

/// `stats(): array`: counters that add up, `started = exported + dropped + failed + open + queued + spooled + held`.
pub fn stats(_call: &CallFrame<'_>, result: &mut Zval) {
    runtime::finish_gone();
    let (stats, exporters) = with_engine(|engine| {
        engine.detach_overdue();
        engine.stats_by_exporter()
    })
    .unwrap_or_default();
    return_table(result, stats_table(&stats, &exporters));
}

/// The counters as `php --ri` shows them: those that `stats()` has at the top, and the sums of the others.
pub(super) fn counter_rows() -> Vec<[String; 2]> {
    let (stats, exporters) = with_engine(|engine| engine.stats_by_exporter()).unwrap_or_default();
    let row = |name: &str, value: String| [name.to_owned(), value];
    let mut rows = Vec::new();
    for (name, value) in singles(&stats) {
        rows.push(row(name, value.to_string()));
    }
    for (name, value) in dropped(&stats) {
        rows.push(row(&format!("dropped.{name}"), value.to_string()));
    }
    for (failure, value) in stats.failed.iter() {
        rows.push(row(
            &format!("failed.{}", failure.name()),
            value.to_string(),
        ));
    }
    for exporter in exporters {
        let (exported, failed) = (exporter.exported, exporter.failed.total());
        let error = exporter.last_error.map(|(_, error)| format!(": {error}"));
        let sent = match exporter.sent {
            0 => String::new(),
            sent => format!("{sent} sent, "),
        };
        let spooled = match exporter.spooled {
            0 => String::new(),
            spooled => format!("{spooled} spooled, "),
        };
        let text = format!(
            "{exported} exported, {sent}{spooled}{failed} failed{}",
            error.unwrap_or_default()
        );
        rows.push(row(&format!("exporters.{}", exporter.name), text));
    }
    rows
}

/// `active(): array`: the open spans.
pub fn active(_call: &CallFrame<'_>, result: &mut Zval) {
    runtime::finish_gone();
    let spans = with_engine(|engine| {
        engine.detach_overdue();
        engine.active()
    })
    .unwrap_or_default();
    return_table(result, list(&spans, active_table));
}

/// Sets the result. Building a table fails only where a key is not valid, and ours are literals.
pub(super) fn return_table(result: &mut Zval, table: Result<ZBox<ZendHashTable>>) {
    match table {
        Ok(table) => result.set_hashtable(table),
        Err(_) => result.set_null(),
    }
}

/// A PHP list of the results of `make` for each item.
pub(super) fn list<T>(
    items: &[T],
    make: impl Fn(&T) -> Result<ZBox<ZendHashTable>>,
) -> Result<ZBox<ZendHashTable>> {
    let mut table = ZendHashTable::new();
    for item in items {
        table.push(make(item)?)?;
    }
    Ok(table)
}

/// A PHP list of texts.
pub(super) fn list_of_texts(texts: &[String]) -> Result<ZBox<ZendHashTable>> {
    let mut table = ZendHashTable::new();
    for text in texts {
        table.push(text.as_str())?;
    }
    Ok(table)
}

fn stats_table(stats: &Stats, exporters: &[ExporterStats]) -> Result<ZBox<ZendHashTable>> {
    let [started, finished, exported, rest @ ..] = singles(stats);
    let mut table = counters(&[started, finished, exported])?;
    table.insert("dropped", counters(&dropped(stats))?)?;
    table.insert("failed", failures(&stats.failed)?)?;
    for (name, value) in rest {
        table.insert(name, value)?;
    }
    let mut by_name = ZendHashTable::new();
    for exporter in exporters {
        by_name.insert(exporter.name, exporter_table(exporter)?)?;
    }
    table.insert("exporters", by_name)?;
    Ok(table)
}

/// Counters that stand for themselves.
fn singles(stats: &Stats) -> [(&'static str, u64); 18] {
    [
        ("started", stats.started),
        ("finished", stats.finished),
        ("exported", stats.exported),
        ("open", stats.open),
        ("queued", stats.queued),
        ("spooled", stats.spooled),
        ("held", stats.held),
        ("not_sampled", stats.not_sampled),
        ("ended_with_coroutine", stats.ended_with_coroutine),
        ("detached", stats.detached),
        ("adopted", stats.adopted),
        ("adopted_twice_possible", stats.adopted_twice_possible),
        ("unrecorded", stats.unrecorded),
        ("details_dropped", stats.details_dropped),
        ("scope_misuses", stats.scope_misuses),
        ("export_failures", stats.export_failures),
        ("retries", stats.retries),
        ("internal_errors", stats.internal_errors),
    ]
}

/// Spans that were discarded, by reason.
fn dropped(stats: &Stats) -> [(&'static str, u64); 8] {
    [
        ("queue_full", stats.dropped_queue_full),
        ("too_many_open", stats.dropped_too_many_open),
        ("keep_overflow", stats.keep_overflow),
        ("sampled_out", stats.sampled_out),
        ("shutdown", stats.dropped_shutdown),
        ("reset", stats.dropped_reset),
        ("spool_full", stats.dropped_spool_full),
        ("spool_expired", stats.dropped_spool_expired),
    ]
}

fn exporter_table(exporter: &ExporterStats) -> Result<ZBox<ZendHashTable>> {
    let failure = exporter.last_error.as_ref();
    let mut table = counters(&[("exported", exporter.exported), ("sent", exporter.sent)])?;
    table.insert("failed", failures(&exporter.failed)?)?;
    table.insert("in_flight", exporter.in_flight)?;
    table.insert("spooled", exporter.spooled)?;
    table.insert("dropped", exporter.dropped)?;
    table.insert("last_attempt", exporter.last_attempt.map(unix_seconds))?;
    table.insert("last_success", exporter.last_success.map(unix_seconds))?;
    table.insert("last_failure", failure.map(|(time, _)| unix_seconds(*time)))?;
    table.insert("last_error", failure.map(|(_, error)| error.as_str()))?;
    Ok(table)
}

fn unix_seconds(time: SystemTime) -> f64 {
    time.duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs_f64()
}

fn failures(failures: &Failures) -> Result<ZBox<ZendHashTable>> {
    let named = failures
        .iter()
        .map(|(failure, count)| (failure.name(), count));
    counters(&named.collect::<Vec<_>>())
}

fn counters(counters: &[(&str, u64)]) -> Result<ZBox<ZendHashTable>> {
    let mut table = ZendHashTable::new();
    for (name, value) in counters {
        table.insert(*name, *value)?;
    }
    Ok(table)
}

fn active_table(span: &ActiveSpan) -> Result<ZBox<ZendHashTable>> {
    let mut table = ZendHashTable::new();
    table.insert("coroutine_id", span.coroutine_id.0)?;
    let parent_id = span.coroutine_parent_id.map(|id| id.0);
    table.insert("coroutine_parent_id", parent_id)?;
    table.insert("name", span.name.as_str())?;
    table.insert("age", span.age.as_secs_f64())?;
    table.insert("trace_id", span.context.trace_id.to_hex())?;
    table.insert("span_id", span.context.span_id.to_hex())?;
    table.insert("parent_span_id", span.parent_span_id.map(|id| id.to_hex()))?;
    Ok(table)
}
