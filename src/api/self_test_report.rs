//! `TracedCoroutine::selfTest()`: why nothing arrives.
//!
//! Must not know how a span is sent: that is `span_core::self_test`.

use super::inspect::{list_of_texts, read_timeout, return_table};
use crate::runtime;
use crate::settings::{self, EndHook, Settings};
use crate::zend::call_frame::CallFrame;
use crate::zend::php_process::extension_version;
use ext_php_rs::boxed::ZBox;
use ext_php_rs::error::Result;
use ext_php_rs::types::{ZendHashTable, Zval};
use span_core::{Probe, SelfTest, self_test};

/// How long the exporters may take, in seconds.
const DEFAULT_TIMEOUT: f64 = 2.0;

/// `selfTest(float $timeout = 2.0): array`: sends one marked span through each exporter now, and says what became of it.
///
/// It needs no engine, so it works where tracing is off, and no queue: the span counts nowhere.
pub fn run(call: &CallFrame<'_>, result: &mut Zval) {
    let Ok(timeout) = read_timeout(call, DEFAULT_TIMEOUT) else {
        return;
    };
    let Some(settings) = settings::in_force() else {
        return result.set_null();
    };
    let found = self_test(&settings.core, timeout);
    return_table(result, report(&settings, &found));
}

fn report(settings: &Settings, found: &SelfTest) -> Result<ZBox<ZendHashTable>> {
    let mut exporters = ZendHashTable::new();
    for probe in &found.probes {
        exporters.insert(probe.exporter, probe_table(probe)?)?;
    }
    let [runtime, hook] = runtime::description().unwrap_or_default();
    let swoole = [c"swoole", c"openswoole"].map(extension_version);
    let swoole = swoole.into_iter().find(|version| !version.is_empty());
    let swoole = swoole.unwrap_or_else(|| "not loaded".to_owned());
    let (_, tracing_source) = settings.shown("traced_coroutine.enabled");
    let mut table = ZendHashTable::new();
    table.insert("exporters", exporters)?;
    table.insert("trace_id", found.trace_id.to_hex())?;
    let is_on = settings.own.enabled && runtime::refusal().is_none();
    table.insert("tracing", if is_on { "on" } else { "off" })?;
    table.insert("tracing_source", tracing_source)?;
    table.insert(
        "instrument",
        settings.shown("traced_coroutine.instrument").0,
    )?;
    table.insert("sampler", settings.shown("traced_coroutine.sampler").0)?;
    table.insert("swoole", swoole)?;
    table.insert("runtime", runtime)?;
    table.insert("end_hook", hook.as_str())?;
    table.insert("end_hook_reason", end_hook_reason(settings, &hook))?;
    table.insert("log", settings.own.log.describe())?;
    table.insert("notes", list_of_texts(&notes(settings))?)?;
    Ok(table)
}

fn probe_table(probe: &Probe) -> Result<ZBox<ZendHashTable>> {
    let seconds = (probe.took.as_secs_f64() * 10_000.0).round() / 10_000.0;
    let mut table = ZendHashTable::new();
    table.insert("endpoint", probe.endpoint.as_str())?;
    table.insert("delivered", delivered(probe))?;
    table.insert("seconds", seconds)?;
    table.insert("answer", probe.answer.as_str())?;
    table.insert("cause", probe.cause.as_deref())?;
    table.insert("remedy", probe.remedy.as_deref())?;
    Ok(table)
}

/// A word, because `print_r()` shows false and null alike: not at all.
fn delivered(probe: &Probe) -> &'static str {
    match probe.delivered {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unconfirmed",
    }
}

fn end_hook_reason(settings: &Settings, hook: &str) -> String {
    let (wanted, source) = settings.shown("traced_coroutine.end_hook");
    let has_taken_stop = hook.starts_with("stop");
    let why = match settings.own.end_hook {
        _ if !settings.own.enabled => "tracing is off",
        _ if runtime::refusal().is_some() => "nothing is traced",
        _ if !hook.starts_with("stop") && !hook.starts_with("defer") => {
            "this runtime has one way only"
        }
        EndHook::Defer => "as set",
        EndHook::Stop if has_taken_stop => "as set",
        EndHook::Auto if has_taken_stop => "this Swoole has the hook",
        EndHook::Auto | EndHook::Stop => "this Swoole exports no coroutine-stop hook",
    };
    format!("{why} (traced_coroutine.end_hook={wanted}, {source})")
}

/// Other reasons why spans may not arrive, beside the exporters.
fn notes(settings: &Settings) -> Vec<String> {
    let mut notes = Vec::new();
    if !settings.own.enabled {
        let (_, source) = settings.shown("traced_coroutine.enabled");
        notes.push(format!(
            "tracing is off, by {source}: the program's own spans are not recorded"
        ));
    }
    if let Some(why) = runtime::refusal() {
        notes.push(format!("nothing is traced: {why}"));
    }
    let (sampler, _) = settings.shown("traced_coroutine.sampler");
    if !settings.core.keep_errors && !sampler.ends_with("always_on") {
        let ratio = match sampler.contains("ratio") {
            true => format!(" of {}", settings.shown("traced_coroutine.sampler_arg").0),
            false => String::new(),
        };
        notes.push(format!("the sampler {sampler}{ratio} does not want every trace: stats()['not_sampled'] counts the spans"));
    }
    if !settings.core.exporters.iter().any(|kind| kind.sends()) {
        notes.push("no exporter sends anything: set traced_coroutine.exporter".to_owned());
    }
    if settings.own.log.is_silent() {
        notes.push("failures are not logged, because log_errors is 0: set traced_coroutine.log=stderr, or to the path of a file".to_owned());
    }
    notes
}
