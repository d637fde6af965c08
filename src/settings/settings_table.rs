//! The table of all settings: the extension's own, and those that the engine and its exporters declare beside their use.
//!
//! Must not know how a setting is found and shown.

use super::draft::Draft;
use super::end_hook::parse_end_hook;
use super::instrument::parse_instruments;
use super::server::{parse_header_names, parse_methods, parse_paths};
use super::setting_reader::Entry;
use crate::zend::ini_entry::process_entry;
use crate::zend::php_log::parse_sink;
use ext_php_rs::zend::{IniEntryDef, IniEntryDefs};
use span_core::settings::{
    Applied, Display, Environment, NotApplied, Setting, optional, parse_base_metrics_endpoint,
    parse_bool, parse_millis, parse_otel_bool, parse_seconds, parse_traces_endpoint,
    without_secrets,
};
use span_core::{
    EXPORTER_SETTINGS, OtlpProtocol, SETTINGS_AFTER_EXPORTERS, SETTINGS_BEFORE_EXPORTERS,
    parse_metrics, settings,
};
use std::time::Duration;

/// Those that stand before the engine's.
const FIRST: &[Setting<Draft>] = settings! { Draft;
    c"traced_coroutine.enabled" = c"1" => (own.enabled) <- parse_bool,
        "OTEL_SDK_DISABLED" or c"false" <- not_disabled
        => Display::ValueOfVariable(|draft| u8::from(draft.own.enabled).to_string());
};

/// Those that stand behind them.
const LAST: &[Setting<Draft>] = settings! { Draft;
    c"traced_coroutine.metrics" = c"0" => (metrics.is_wanted) <- parse_metrics;
    c"traced_coroutine.metrics_interval" = c"60000" => (metrics.interval) <- interval, "OTEL_METRIC_EXPORT_INTERVAL";
    address c"traced_coroutine.metrics_endpoint" = c"" => whole <- metrics_endpoint,
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT" <- base_metrics_endpoint
        => Display::ValueOfVariable(|draft| without_secrets(draft.metrics.endpoint.as_deref().unwrap_or_default()));
    c"traced_coroutine.log" = c"php" => (own.log) <- parse_sink;
    c"traced_coroutine.shutdown_timeout" = c"" => (own.shutdown_timeout) <- |text| optional(text, parse_seconds)
        => Display::Unset("5.0, in a Swoole worker what max_wait_time leaves, 2.0 at most");
    c"traced_coroutine.end_hook" = c"auto" => (own.end_hook) <- parse_end_hook;
    c"traced_coroutine.instrument" = c"none" => whole <- instrument, "TRACED_COROUTINE_INSTRUMENT";
    c"traced_coroutine.instrument_orphans" = c"0" => (own.instrument_orphans) <- parse_bool;
    // The methods of RFC 9110, PATCH and QUERY.
    c"traced_coroutine.http.known_methods" = c"CONNECT,DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT,QUERY,TRACE"
        => (own.known_methods) <- parse_methods, "OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS";
    c"traced_coroutine.server.request_headers" = c"" => (own.server.request_headers) <- parse_header_names,
        "OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS";
    c"traced_coroutine.server.response_headers" = c"" => (own.server.response_headers) <- parse_header_names,
        "OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_RESPONSE_HEADERS";
    c"traced_coroutine.server.excluded_paths" = c"" => (own.server.excluded_paths) <- parse_paths;
    c"traced_coroutine.server.forwarded" = c"0" => (own.server.forwarded) <- parse_bool;
};

const COUNT: usize = FIRST.len()
    + SETTINGS_BEFORE_EXPORTERS.len()
    + EXPORTER_SETTINGS.len()
    + SETTINGS_AFTER_EXPORTERS.len()
    + LAST.len();

/// All of them, in the order in which they are read and shown.
pub(super) static SETTINGS: [Entry; COUNT] = {
    let mut all = [Entry::Own(&FIRST[0]); COUNT];
    let mut end = 0;
    let mut index = 0;
    while index < FIRST.len() {
        all[end] = Entry::Own(&FIRST[index]);
        (index, end) = (index + 1, end + 1);
    }
    index = 0;
    while index < SETTINGS_BEFORE_EXPORTERS.len() {
        all[end] = Entry::Core(&SETTINGS_BEFORE_EXPORTERS[index]);
        (index, end) = (index + 1, end + 1);
    }
    index = 0;
    while index < EXPORTER_SETTINGS.len() {
        if let Some(setting) = EXPORTER_SETTINGS[index] {
            all[end] = Entry::Exporter(setting);
        }
        (index, end) = (index + 1, end + 1);
    }
    index = 0;
    while index < SETTINGS_AFTER_EXPORTERS.len() {
        all[end] = Entry::Core(&SETTINGS_AFTER_EXPORTERS[index]);
        (index, end) = (index + 1, end + 1);
    }
    index = 0;
    while index < LAST.len() {
        all[end] = Entry::Own(&LAST[index]);
        (index, end) = (index + 1, end + 1);
    }
    all
};

pub(super) static INI_ENTRIES: IniEntryDefs<{ COUNT + 1 }> = {
    let mut entries = [const { IniEntryDef::end() }; COUNT + 1];
    let mut index = 0;
    while index < COUNT {
        // Per process and not per request: the engine and its thread are built from them once.
        entries[index] = process_entry(SETTINGS[index].ini(), SETTINGS[index].default());
        index += 1;
    }
    IniEntryDefs::new(entries)
};

fn not_disabled(text: &str) -> Result<bool, String> {
    parse_otel_bool(text).map(|is_disabled| !is_disabled)
}

fn instrument(draft: &mut Draft, text: &str, _: Environment<'_>) -> Applied {
    let (instruments, refused) = parse_instruments(text)?;
    draft.own.instrument = instruments;
    Ok(refused)
}

fn metrics_endpoint(draft: &mut Draft, text: &str, _: Environment<'_>) -> Applied {
    draft.metrics.endpoint = optional(text, parse_traces_endpoint)?;
    Ok(None)
}

/// A gRPC server's endpoint takes no metrics here. An invalid address is left to the traces' endpoint to report.
fn base_metrics_endpoint(draft: &mut Draft, text: &str, _: Environment<'_>) -> Applied {
    if draft.core.export.otlp.protocol == OtlpProtocol::Grpc {
        return Err(NotApplied::SaysNothing);
    }
    let endpoint = parse_base_metrics_endpoint(text).map_err(|_| NotApplied::SaysNothing)?;
    draft.metrics.endpoint = Some(endpoint);
    Ok(None)
}

fn interval(text: &str) -> Result<Duration, String> {
    let interval = parse_millis(text).ok();
    let interval = interval.filter(|interval| !interval.is_zero());
    interval.ok_or_else(|| "expected a whole number of milliseconds, 1 or more".to_owned())
}
