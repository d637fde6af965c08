//! Every setting: its ini entry, its default, what it sets, and its environment variables.
//!
//! Must not know how a setting is found and shown.

use super::draft::Draft;
use super::end_hook::parse_end_hook;
use super::setting::{Display, Privacy, Setting, Variable};
use crate::zend::ini_entry::process_entry;
use crate::zend::log::parse_sink;
use ext_php_rs::zend::{IniEntryDef, IniEntryDefs};
use span_core::settings::*;
use span_core::{
    DEFAULT_EXPORTER, DEFAULT_PROTOCOL, LogLevel, OtlpProtocol, Proxies, SpanName, parse_exporters,
    parse_gzip, parse_log_level, parse_metrics, parse_propagators, parse_protocol, parse_sampler,
};
use std::path::PathBuf;
use std::time::Duration;

/// Makes the table. An entry is `name = default => (field) <- parser, environment variables;`. A variable that is read
/// in a way of its own names its parser too, and before it the default in its own words; where there is `draft` instead of a
/// field, the parser sets it by itself.
/// `secret` in front keeps the value out of every output, `address` what may be a key in it. Behind a second `=>` is a [`Display`],
/// where readers are not shown the text as it was read.
macro_rules! settings {
    ($(
        $($privacy:ident)? $name:literal = $default:expr => $field:tt <- $parser:expr
        $(, $variable:literal $(or $own_default:literal)? $(<- $own_parser:expr)?)* $(=> $display:expr)?;
    )*) => {
        const TABLE: &[Setting] = &[$(
            Setting {
                ini: $name,
                default: $default,
                apply: settings!(@apply $field, $parser),
                environment: &[$(
                    Variable {
                        name: $variable,
                        apply: settings!(@apply $field, $parser $(, $own_parser)?),
                        default: settings!(@default $default $(, $own_default)?),
                    },
                )*],
                privacy: settings!(@privacy $($privacy)?),
                display: settings!(@display $($display)?),
            },
        )*];
    };
    (@apply $field:tt, $parser:expr, $own_parser:expr) => {
        settings!(@apply $field, $own_parser)
    };
    (@apply draft, $reader:expr) => { $reader };
    (@apply ($($field:ident).+), $parser:expr) => {
        |draft: &mut Draft, text: &str| {
            draft.$($field).+ = $parser(text)?;
            Ok(())
        }
    };
    (@default $default:expr, $own_default:literal) => { $own_default };
    (@default $default:expr) => { $default };
    (@display $display:expr) => { $display };
    (@display) => { Display::Text };
    (@privacy secret) => { Privacy::Secret };
    (@privacy address) => { Privacy::Address };
    (@privacy) => { Privacy::Open };
}

settings! {
    c"traced_coroutine.enabled" = c"1" => (own.enabled) <- parse_bool,
        "OTEL_SDK_DISABLED" or c"false" <- not_disabled => Display::ValueOfVariable(|draft| u8::from(draft.own.enabled).to_string());
    c"traced_coroutine.service_name" = c"unknown_service:php" => (core.service_name) <- name, "OTEL_SERVICE_NAME";
    c"traced_coroutine.resource_attributes" = c"" => (core.resource_attributes) <- parse_resource_attributes,
        "OTEL_RESOURCE_ATTRIBUTES";

    c"traced_coroutine.exporter" = DEFAULT_EXPORTER => draft <- exporters, "OTEL_TRACES_EXPORTER";
    c"traced_coroutine.otlp.protocol" = DEFAULT_PROTOCOL => (core.otlp.protocol) <- parse_protocol,
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL";
    c"traced_coroutine.otlp.insecure" = c"0" => (otlp_is_insecure) <- parse_bool,
        "OTEL_EXPORTER_OTLP_TRACES_INSECURE" or c"false" <- parse_otel_bool, "OTEL_EXPORTER_OTLP_INSECURE" or c"false" <- parse_otel_bool;
    // Behind the two that it is read by.
    address c"traced_coroutine.otlp.endpoint" = c"" => draft <- base_endpoint,
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT" <- traces_endpoint, "OTEL_EXPORTER_OTLP_ENDPOINT"
        // What it is without a setting depends on the protocol.
        => Display::Value(|draft| without_secrets(&draft.core.otlp.endpoint));
    secret c"traced_coroutine.otlp.headers" = c"" => (core.otlp.headers) <- parse_headers,
        "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS";
    address c"traced_coroutine.otlp.proxy" = c"none" => (core.otlp.proxies) <- proxies;
    c"traced_coroutine.otlp.timeout" = c"10000" => (core.otlp.timeout) <- parse_timeout,
        "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT";
    c"traced_coroutine.otlp.compression" = c"none" => (core.otlp.gzip) <- |text| parse_gzip(unquoted_none(text)),
        "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION";
    c"traced_coroutine.otlp.certificate" = c"" => (core.otlp.tls.certificate) <- |text| optional(text, path),
        "OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", "OTEL_EXPORTER_OTLP_CERTIFICATE";
    c"traced_coroutine.otlp.client_certificate" = c"" =>
        (core.otlp.tls.client_certificate) <- |text| optional(text, path),
        "OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE", "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE";
    c"traced_coroutine.otlp.client_key" = c"" => (core.otlp.tls.client_key) <- |text| optional(text, path),
        "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", "OTEL_EXPORTER_OTLP_CLIENT_KEY";

    c"traced_coroutine.jaeger.agent_host" = c"localhost" => (core.jaeger.agent_host) <- parse_host,
        "OTEL_EXPORTER_JAEGER_AGENT_HOST";
    c"traced_coroutine.jaeger.agent_port" = c"6831" => (core.jaeger.agent_port) <- parse_port,
        "OTEL_EXPORTER_JAEGER_AGENT_PORT";
    address c"traced_coroutine.jaeger.endpoint" = c"" =>
        (core.jaeger.endpoint) <- |text| optional(text, parse_traces_endpoint), "OTEL_EXPORTER_JAEGER_ENDPOINT";
    c"traced_coroutine.jaeger.user" = c"" => (core.jaeger.user) <- |text| optional(text, name),
        "OTEL_EXPORTER_JAEGER_USER";
    secret c"traced_coroutine.jaeger.password" = c"" => (core.jaeger.password) <- |text| optional(text, name),
        "OTEL_EXPORTER_JAEGER_PASSWORD";
    c"traced_coroutine.jaeger.timeout" = c"10000" => (core.jaeger.timeout) <- parse_timeout,
        "OTEL_EXPORTER_JAEGER_TIMEOUT";

    address c"traced_coroutine.zipkin.endpoint" = c"http://localhost:9411/api/v2/spans" =>
        (core.zipkin.endpoint) <- parse_traces_endpoint, "OTEL_EXPORTER_ZIPKIN_ENDPOINT";
    c"traced_coroutine.zipkin.timeout" = c"10000" => (core.zipkin.timeout) <- parse_timeout,
        "OTEL_EXPORTER_ZIPKIN_TIMEOUT";

    c"traced_coroutine.file.path" = c"traces.jsonl" => (core.file.path) <- path
        => Display::Value(|draft| draft.core.file.path.to_string_lossy().into_owned());
    c"traced_coroutine.file.max_size" = c"0" => (core.file.max_size) <- parse_bytes;
    c"traced_coroutine.file.max_files" = c"5" => (core.file.max_files) <- parse_limit;

    c"traced_coroutine.queue_memory" = c"32M" => (core.queue_memory) <- parse_memory;
    c"traced_coroutine.queue_size" = c"" => (core.queue_size) <- |text| optional(text, parse_size),
        "OTEL_BSP_MAX_QUEUE_SIZE" => Display::Unset("no limit by count: queue_memory is the bound");
    c"traced_coroutine.batch_size" = c"512" => (core.batch_size) <- parse_size, "OTEL_BSP_MAX_EXPORT_BATCH_SIZE";
    c"traced_coroutine.schedule_delay" = c"5000" => (core.schedule_delay) <- parse_millis, "OTEL_BSP_SCHEDULE_DELAY";
    c"traced_coroutine.export_timeout" = c"30000" => (core.export_timeout) <- parse_timeout, "OTEL_BSP_EXPORT_TIMEOUT";

    c"traced_coroutine.sampler" = c"parentbased_always_on" => (core.sampler) <- |name| parse_sampler(name, None),
        "OTEL_TRACES_SAMPLER";
    c"traced_coroutine.sampler_arg" = c"1.0" => (sampler_ratio) <- parse_ratio, "OTEL_TRACES_SAMPLER_ARG";
    c"traced_coroutine.keep_errors" = c"0" => (core.keep_errors) <- parse_bool;
    c"traced_coroutine.keep_slower_than" = c"" => (core.keep_slower_than) <- |text| optional(text, parse_seconds);
    c"traced_coroutine.keep_buffer" = c"10000" => (core.keep_buffer) <- parse_size;

    c"traced_coroutine.propagators" = c"tracecontext,baggage" => draft <- propagators, "OTEL_PROPAGATORS";

    c"traced_coroutine.limits.attributes" = c"128" => (core.limits.attributes) <- parse_limit,
        "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "OTEL_ATTRIBUTE_COUNT_LIMIT";
    c"traced_coroutine.limits.events" = c"128" => (core.limits.events) <- parse_limit, "OTEL_SPAN_EVENT_COUNT_LIMIT";
    c"traced_coroutine.limits.links" = c"128" => (core.limits.links) <- parse_limit, "OTEL_SPAN_LINK_COUNT_LIMIT";
    c"traced_coroutine.limits.attributes_per_event" = c"128" => (core.limits.attributes_per_event) <- parse_limit,
        "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT";
    c"traced_coroutine.limits.attributes_per_link" = c"128" => (core.limits.attributes_per_link) <- parse_limit,
        "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT";
    c"traced_coroutine.limits.value_length" = c"" => (core.limits.value_length) <- |text| optional(text, parse_limit),
        "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT";

    c"traced_coroutine.metrics" = c"0" => (metrics.is_wanted) <- parse_metrics;
    c"traced_coroutine.metrics_interval" = c"60000" => (metrics.interval) <- interval, "OTEL_METRIC_EXPORT_INTERVAL";
    address c"traced_coroutine.metrics_endpoint" = c"" => draft <- metrics_endpoint,
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT" <- base_metrics_endpoint;
    c"traced_coroutine.log_level" = c"info" => (core.log_level) <- log_level, "OTEL_LOG_LEVEL";
    c"traced_coroutine.log" = c"php" => (own.log) <- parse_sink;
    c"traced_coroutine.shutdown_timeout" = c"" => (own.shutdown_timeout) <- |text| optional(text, parse_seconds)
        => Display::Unset("5.0, in a Swoole worker what max_wait_time leaves, 2.0 at most");
    c"traced_coroutine.span_name" = c"" => (core.span_name) <- SpanName::parse;
    c"traced_coroutine.end_hook" = c"auto" => (own.end_hook) <- parse_end_hook;
}

pub(super) static SETTINGS: &[Setting] = TABLE;

pub(super) static INI_ENTRIES: IniEntryDefs<{ TABLE.len() + 1 }> = {
    let mut entries = [const { IniEntryDef::end() }; TABLE.len() + 1];
    let mut index = 0;
    while index < TABLE.len() {
        // Per process and not per request: the engine and its thread are built from them once.
        entries[index] = process_entry(TABLE[index].ini, TABLE[index].default);
        index += 1;
    }
    IniEntryDefs::new(entries)
};

/// The default endpoint depends on the protocol.
fn base_endpoint(draft: &mut Draft, text: &str) -> Result<(), String> {
    let otlp = &mut draft.core.otlp;
    otlp.endpoint = match (otlp.protocol, text) {
        (OtlpProtocol::Grpc, "") => parse_grpc_endpoint("http://localhost:4317", true)?,
        (OtlpProtocol::Grpc, _) => parse_grpc_endpoint(text, draft.otlp_is_insecure)?,
        (_, "") => parse_base_endpoint("http://localhost:4318")?,
        _ => parse_base_endpoint(text)?,
    };
    Ok(())
}

fn traces_endpoint(draft: &mut Draft, text: &str) -> Result<(), String> {
    let otlp = &mut draft.core.otlp;
    otlp.endpoint = match otlp.protocol {
        OtlpProtocol::Grpc => parse_grpc_endpoint(text, draft.otlp_is_insecure)?,
        OtlpProtocol::HttpProtobuf | OtlpProtocol::HttpJson => parse_traces_endpoint(text)?,
    };
    Ok(())
}

fn not_disabled(text: &str) -> Result<bool, String> {
    parse_otel_bool(text).map(|is_disabled| !is_disabled)
}

fn name(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Err("expected a name that is not empty".to_owned());
    }
    Ok(text.to_owned())
}

/// Of a file. A relative one counts from where the process starts: it may go elsewhere before the file is used.
fn path(text: &str) -> Result<PathBuf, String> {
    std::path::absolute(text).map_err(|_| "expected the path of a file".to_owned())
}

/// `None` for an empty text.
fn optional<T>(text: &str, parse: fn(&str) -> Result<T, String>) -> Result<Option<T>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    parse(text).map(Some)
}

fn exporters(draft: &mut Draft, text: &str) -> Result<(), String> {
    let exporters = parse_exporters(unquoted_none(text))?;
    draft.core.exporters = exporters.entries;
    draft.refused_in_part = exporters.refused;
    Ok(())
}

fn metrics_endpoint(draft: &mut Draft, text: &str) -> Result<(), String> {
    draft.metrics.endpoint = optional(text, parse_traces_endpoint)?;
    Ok(())
}

/// That of a gRPC server is none for metrics, and one that is no address is told of with the address of traces.
fn base_metrics_endpoint(draft: &mut Draft, text: &str) -> Result<(), String> {
    if draft.core.otlp.protocol != OtlpProtocol::Grpc {
        draft.metrics.endpoint = parse_base_metrics_endpoint(text).ok();
    }
    Ok(())
}

fn interval(text: &str) -> Result<Duration, String> {
    let interval = parse_millis(text).ok();
    let interval = interval.filter(|interval| !interval.is_zero());
    interval.ok_or_else(|| "expected a whole number of milliseconds, 1 or more".to_owned())
}

fn log_level(text: &str) -> Result<LogLevel, String> {
    parse_log_level(unquoted_none(text))
}

fn propagators(draft: &mut Draft, text: &str) -> Result<(), String> {
    let propagators = parse_propagators(unquoted_none(text))?;
    draft.core.propagators = propagators.entries;
    draft.refused_in_part = propagators.refused;
    Ok(())
}

/// The environment is read here and not by the clients, on whose thread it may change meanwhile.
fn proxies(text: &str) -> Result<Proxies, String> {
    match unquoted_none(text).trim().to_ascii_lowercase().as_str() {
        "none" => Ok(Proxies::default()),
        "env" => Proxies::from_environment(|name| std::env::var(name).ok()),
        _ => Proxies::all(text),
    }
}

/// PHP's ini parser makes an empty text of an unquoted `none`; an empty environment variable never comes here.
fn unquoted_none(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}
