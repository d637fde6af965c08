//! The settings of the engine that belong to no exporter.
//!
//! Owns their names, their environment variables and their defaults, which are the only ones. Must not know where a text is
//! looked for.

use std::time::Duration;

use super::Config;
use crate::config::log_level::{LogLevel, parse_log_level};
use crate::config::recorder_config::RecorderConfig;
use crate::config::sampler_choice::{Sampler, parse_sampler};
use crate::export::registry::{DEFAULT_EXPORTER, ExporterConfigs, parse_exporters};
use crate::model::code::span_name::SpanName;
use crate::propagation::parse_propagators;
use crate::settings;
use crate::settings::setting::with_defaults;
use crate::settings::{
    Applied, Display, Environment, Setting, optional, parse_bool, parse_limit, parse_max_age,
    parse_memory, parse_millis, parse_name, parse_path, parse_ratio, parse_resource_attributes,
    parse_seconds, parse_size, parse_spool_size, parse_timeout, unquoted_none,
};
use crate::span::clock::monotonic;
use crate::span::limits::SpanLimits;
use crate::spool::config::SpoolConfig;

/// The settings listed before the exporters' own.
pub const SETTINGS_BEFORE_EXPORTERS: &[Setting<Config>] = settings! { Config;
    c"traced_coroutine.service_name" = c"unknown_service:php" => (service_name) <- parse_name, "OTEL_SERVICE_NAME";
    c"traced_coroutine.resource_attributes" = c"" => (resource_attributes) <- parse_resource_attributes,
        "OTEL_RESOURCE_ATTRIBUTES";
    c"traced_coroutine.exporter" = DEFAULT_EXPORTER => whole <- exporters, "OTEL_TRACES_EXPORTER";
};

/// The settings listed after the exporters' own.
pub const SETTINGS_AFTER_EXPORTERS: &[Setting<Config>] = settings! { Config;
    c"traced_coroutine.queue_memory" = c"32M" => (queue_memory) <- parse_memory;
    c"traced_coroutine.queue_size" = c"" => (queue_size) <- |text| optional(text, parse_size),
        "OTEL_BSP_MAX_QUEUE_SIZE" => Display::Unset("no limit by count: queue_memory is the bound");
    c"traced_coroutine.batch_size" = c"512" => (batch_size) <- parse_size, "OTEL_BSP_MAX_EXPORT_BATCH_SIZE";
    c"traced_coroutine.schedule_delay" = c"5000" => (schedule_delay) <- parse_millis, "OTEL_BSP_SCHEDULE_DELAY";
    c"traced_coroutine.recorder" = c"1" => (recorder.is_on) <- parse_bool;
    c"traced_coroutine.recorder.path" = c"" => (recorder.path) <- |text| optional(text, parse_path)
        => Display::Unset("/dev/shm");
    c"traced_coroutine.recorder.max_size" = c"32M" => (recorder.max_size) <- parse_memory;
    c"traced_coroutine.export_timeout" = c"30000" => (export_timeout) <- parse_timeout, "OTEL_BSP_EXPORT_TIMEOUT";

    c"traced_coroutine.spool.path" = c"" => (spool.path) <- |text| optional(text, parse_path);
    c"traced_coroutine.spool.max_size" = c"0" => (spool.max_size) <- parse_spool_size;
    c"traced_coroutine.spool.max_age" = c"86400" => (spool.max_age) <- parse_max_age;

    c"traced_coroutine.sampler" = c"parentbased_always_on" => (sampler) <- parse_sampler, "OTEL_TRACES_SAMPLER";
    // Behind the sampler that it is the ratio of.
    c"traced_coroutine.sampler_arg" = c"1.0" => whole <- sampler_arg, "OTEL_TRACES_SAMPLER_ARG";
    c"traced_coroutine.keep_errors" = c"0" => (keep_errors) <- parse_bool;
    c"traced_coroutine.keep_slower_than" = c"" => (keep_slower_than) <- |text| optional(text, parse_seconds);
    c"traced_coroutine.keep_buffer" = c"10000" => (keep_buffer) <- parse_size;
    c"traced_coroutine.detach_after" = c"" => (detach_after) <- |text| optional(text, parse_seconds)
        => Display::Unset("60.0, for coroutines that are traced by instrument");

    c"traced_coroutine.propagators" = c"tracecontext,baggage" => whole <- propagators, "OTEL_PROPAGATORS";

    c"traced_coroutine.limits.attributes" = c"128" => (limits.attributes) <- parse_limit,
        "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "OTEL_ATTRIBUTE_COUNT_LIMIT";
    c"traced_coroutine.limits.events" = c"128" => (limits.events) <- parse_limit, "OTEL_SPAN_EVENT_COUNT_LIMIT";
    c"traced_coroutine.limits.links" = c"128" => (limits.links) <- parse_limit, "OTEL_SPAN_LINK_COUNT_LIMIT";
    c"traced_coroutine.limits.attributes_per_event" = c"128" => (limits.attributes_per_event) <- parse_limit,
        "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "OTEL_ATTRIBUTE_COUNT_LIMIT";
    c"traced_coroutine.limits.attributes_per_link" = c"128" => (limits.attributes_per_link) <- parse_limit,
        "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "OTEL_ATTRIBUTE_COUNT_LIMIT";
    c"traced_coroutine.limits.value_length" = c"" => (limits.value_length) <- |text| optional(text, parse_limit),
        "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT";

    c"traced_coroutine.span_name" = c"" => (span_name) <- SpanName::parse;
    c"traced_coroutine.log_level" = c"info" => (log_level) <- |text| parse_log_level(unquoted_none(text)),
        "OTEL_LOG_LEVEL";
};

fn exporters(config: &mut Config, text: &str, _: Environment<'_>) -> Applied {
    let exporters = parse_exporters(unquoted_none(text))?;
    config.exporters = exporters.entries;
    Ok(exporters.refused)
}

fn propagators(config: &mut Config, text: &str, _: Environment<'_>) -> Applied {
    let propagators = parse_propagators(unquoted_none(text))?;
    config.propagators = propagators.entries;
    Ok(propagators.refused)
}

fn sampler_arg(config: &mut Config, text: &str, _: Environment<'_>) -> Applied {
    config.sampler.set_ratio(parse_ratio(text)?);
    Ok(None)
}

impl Default for Config {
    /// A field with a setting has that setting's default. The others suit a program without PHP.
    fn default() -> Self {
        let unset = Config {
            service_name: String::new(),
            resource_attributes: Vec::new(),
            php_version: String::new(),
            exporters: Vec::new(),
            export: ExporterConfigs::default(),
            queue_size: None,
            queue_memory: 0,
            batch_size: 0,
            schedule_delay: Duration::ZERO,
            export_timeout: Duration::ZERO,
            spool: SpoolConfig::default(),
            span_name: SpanName::default(),
            sampler: Sampler::default(),
            keep_errors: false,
            keep_slower_than: None,
            keep_buffer: 0,
            detach_after: None,
            is_instrumented: false,
            traces_orphans: false,
            limits: SpanLimits {
                attributes: 0,
                events: 0,
                links: 0,
                attributes_per_event: 0,
                attributes_per_link: 0,
                value_length: None,
            },
            propagators: Vec::new(),
            metrics: None,
            recorder: RecorderConfig::default(),
            map_shared: None,
            spawn: |builder, body| builder.spawn(body),
            give_memory_back: || {},
            guard: || {},
            clock: monotonic,
            log: |_| {},
            log_level: LogLevel::None,
        };
        let unset = with_defaults(unset, SETTINGS_BEFORE_EXPORTERS);
        with_defaults(unset, SETTINGS_AFTER_EXPORTERS)
    }
}

impl Default for SpanLimits {
    fn default() -> Self {
        Config::default().limits
    }
}
