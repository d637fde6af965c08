//! Every setting: its ini entry, its environment variables, its default, and what it sets.
//!
//! Read once, at module start. A new setting is one more entry of [`SETTINGS`].

use crate::zend::{ini, log, process};
use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::zend::{IniEntryDef, IniEntryDefs};
use span_core::Config;
use span_core::settings::{self as parse, EndHook};
use std::ffi::CStr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The settings in force in this process.
pub struct Settings {
    pub enabled: bool,
    pub end_hook: EndHook,
    /// How long the end of a process may wait for the last export.
    pub shutdown_timeout: Duration,
    /// What the engine is told.
    pub core: Arc<Config>,
    /// For `php --ri`.
    pub shown: Vec<Shown>,
}

/// One setting as `php --ri` shows it.
pub struct Shown {
    pub name: String,
    pub value: String,
    pub source: String,
}

/// The settings while they are being read.
struct Draft {
    enabled: bool,
    end_hook: EndHook,
    shutdown_timeout: Duration,
    sampler_arg: String,
    core: Config,
}

/// Reads a text into a draft. The error says what is accepted.
type Apply = fn(&mut Draft, &str) -> Result<(), String>;

struct Setting {
    ini: &'static CStr,
    default: &'static CStr,
    apply: Apply,
    /// Environment variables, the first that is not empty wins; each wins over php.ini.
    environment: &'static [(&'static str, Apply)],
    /// Never shown, and never repeated in a warning.
    is_secret: bool,
}

impl Setting {
    const fn new(ini: &'static CStr, default: &'static CStr, apply: Apply) -> Self {
        Self {
            ini,
            default,
            apply,
            environment: &[],
            is_secret: false,
        }
    }

    const fn environment(mut self, environment: &'static [(&'static str, Apply)]) -> Self {
        self.environment = environment;
        self
    }

    const fn secret(mut self) -> Self {
        self.is_secret = true;
        self
    }
}

static SETTINGS: [Setting; SETTING_COUNT] = [
    Setting::new(c"traced_coroutine.enabled", c"1", |draft, text| {
        set(&mut draft.enabled, parse::parse_bool(text))
    })
    .environment(&[("OTEL_SDK_DISABLED", |draft, text| {
        set(
            &mut draft.enabled,
            parse::parse_otel_bool(text).map(|disabled| !disabled),
        )
    })]),
    Setting::new(
        c"traced_coroutine.service_name",
        c"unknown_service:php",
        service_name,
    )
    .environment(&[("OTEL_SERVICE_NAME", service_name)]),
    Setting::new(
        c"traced_coroutine.resource_attributes",
        c"",
        resource_attributes,
    )
    .environment(&[("OTEL_RESOURCE_ATTRIBUTES", resource_attributes)]),
    Setting::new(c"traced_coroutine.exporter", c"otlp", exporters)
        .environment(&[("OTEL_TRACES_EXPORTER", exporters)]),
    Setting::new(
        c"traced_coroutine.otlp.endpoint",
        c"http://localhost:4318",
        base_endpoint,
    )
    .environment(&[
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", |draft, text| {
            set(
                &mut draft.core.otlp.endpoint,
                parse::parse_traces_endpoint(text),
            )
        }),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", base_endpoint),
    ]),
    Setting::new(c"traced_coroutine.otlp.headers", c"", otlp_headers)
        .environment(&[
            ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", otlp_headers),
            ("OTEL_EXPORTER_OTLP_HEADERS", otlp_headers),
        ])
        .secret(),
    Setting::new(c"traced_coroutine.otlp.timeout", c"10000", otlp_timeout).environment(&[
        ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", otlp_timeout),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", otlp_timeout),
    ]),
    Setting::new(
        c"traced_coroutine.file.path",
        c"traces.jsonl",
        |draft, text| {
            if text.is_empty() {
                return Err("expected the path of a file".to_owned());
            }
            draft.core.file_path = PathBuf::from(text);
            Ok(())
        },
    ),
    Setting::new(c"traced_coroutine.queue_size", c"2048", queue_size)
        .environment(&[("OTEL_BSP_MAX_QUEUE_SIZE", queue_size)]),
    Setting::new(c"traced_coroutine.batch_size", c"512", batch_size)
        .environment(&[("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", batch_size)]),
    Setting::new(c"traced_coroutine.schedule_delay", c"5000", schedule_delay)
        .environment(&[("OTEL_BSP_SCHEDULE_DELAY", schedule_delay)]),
    Setting::new(c"traced_coroutine.export_timeout", c"30000", export_timeout)
        .environment(&[("OTEL_BSP_EXPORT_TIMEOUT", export_timeout)]),
    // The ratio is read first: a sampler is made of its name and of what was read.
    Setting::new(c"traced_coroutine.sampler_arg", c"1.0", sampler_arg)
        .environment(&[("OTEL_TRACES_SAMPLER_ARG", sampler_arg)]),
    Setting::new(
        c"traced_coroutine.sampler",
        c"parentbased_always_on",
        sampler,
    )
    .environment(&[("OTEL_TRACES_SAMPLER", sampler)]),
    Setting::new(c"traced_coroutine.keep_errors", c"0", |draft, text| {
        set(&mut draft.core.keep_errors, parse::parse_bool(text))
    }),
    Setting::new(c"traced_coroutine.keep_slower_than", c"", |draft, text| {
        if !text.is_empty() {
            draft.core.keep_slower_than = Some(parse::parse_seconds(text)?);
        }
        Ok(())
    }),
    Setting::new(c"traced_coroutine.keep_buffer", c"10000", |draft, text| {
        set(&mut draft.core.keep_buffer, parse::parse_size(text))
    }),
    Setting::new(
        c"traced_coroutine.propagators",
        c"tracecontext,baggage",
        propagators,
    )
    .environment(&[("OTEL_PROPAGATORS", propagators)]),
    Setting::new(
        c"traced_coroutine.limits.attributes",
        c"128",
        limit_attributes,
    )
    .environment(&[
        ("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", limit_attributes),
        ("OTEL_ATTRIBUTE_COUNT_LIMIT", limit_attributes),
    ]),
    Setting::new(c"traced_coroutine.limits.events", c"128", limit_events)
        .environment(&[("OTEL_SPAN_EVENT_COUNT_LIMIT", limit_events)]),
    Setting::new(c"traced_coroutine.limits.links", c"128", limit_links)
        .environment(&[("OTEL_SPAN_LINK_COUNT_LIMIT", limit_links)]),
    Setting::new(
        c"traced_coroutine.limits.attributes_per_event",
        c"128",
        limit_per_event,
    )
    .environment(&[("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", limit_per_event)]),
    Setting::new(
        c"traced_coroutine.limits.attributes_per_link",
        c"128",
        limit_per_link,
    )
    .environment(&[("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", limit_per_link)]),
    Setting::new(c"traced_coroutine.limits.value_length", c"", limit_length).environment(&[
        ("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", limit_length),
        ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", limit_length),
    ]),
    Setting::new(
        c"traced_coroutine.shutdown_timeout",
        c"5.0",
        |draft, text| set(&mut draft.shutdown_timeout, parse::parse_seconds(text)),
    ),
    Setting::new(
        c"traced_coroutine.span_name",
        c"coroutine",
        |draft, text| {
            if text.is_empty() {
                return Err("expected a name that is not empty".to_owned());
            }
            draft.core.span_name = text.to_owned();
            Ok(())
        },
    ),
    Setting::new(c"traced_coroutine.end_hook", c"auto", |draft, text| {
        set(&mut draft.end_hook, parse::parse_end_hook(text))
    }),
];

const SETTING_COUNT: usize = 27;

static INI_ENTRIES: IniEntryDefs<{ SETTING_COUNT + 1 }> = {
    let mut entries = [const { IniEntryDef::end() }; SETTING_COUNT + 1];
    let mut index = 0;
    while index < SETTING_COUNT {
        // Per process and not per request: the engine and its thread are built from them once.
        entries[index] = IniEntryDef::new(
            SETTINGS[index].ini,
            SETTINGS[index].default,
            IniEntryPermission::System,
        );
        index += 1;
    }
    IniEntryDefs::new(entries)
};

fn set<T>(field: &mut T, parsed: Result<T, String>) -> Result<(), String> {
    *field = parsed?;
    Ok(())
}

fn service_name(draft: &mut Draft, text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("expected a name that is not empty".to_owned());
    }
    draft.core.service_name = text.to_owned();
    Ok(())
}

fn resource_attributes(draft: &mut Draft, text: &str) -> Result<(), String> {
    set(
        &mut draft.core.resource_attributes,
        parse::parse_resource_attributes(text),
    )
}

/// PHP's ini parser makes an empty text of an unquoted `none`; an empty environment variable never comes here.
fn exporters(draft: &mut Draft, text: &str) -> Result<(), String> {
    let text = if text.is_empty() { "none" } else { text };
    set(&mut draft.core.exporters, parse::parse_exporters(text))
}

fn base_endpoint(draft: &mut Draft, text: &str) -> Result<(), String> {
    set(
        &mut draft.core.otlp.endpoint,
        parse::parse_base_endpoint(text),
    )
}

fn otlp_headers(draft: &mut Draft, text: &str) -> Result<(), String> {
    set(&mut draft.core.otlp.headers, parse::parse_headers(text))
}

fn otlp_timeout(draft: &mut Draft, text: &str) -> Result<(), String> {
    set(&mut draft.core.otlp.timeout, parse::parse_millis(text))
}

fn queue_size(draft: &mut Draft, text: &str) -> Result<(), String> {
    set(&mut draft.core.queue_size, parse::parse_size(text))
}

fn batch_size(draft: &mut Draft, text: &str) -> Result<(), String> {
    set(&mut draft.core.batch_size, parse::parse_size(text))
}

fn schedule_delay(draft: &mut Draft, text: &str) -> Result<(), String> {
    set(&mut draft.core.schedule_delay, parse::parse_millis(text))
}

fn export_timeout(draft: &mut Draft, text: &str) -> Result<(), String> {
    set(&mut draft.core.export_timeout, parse::parse_millis(text))
}

fn sampler_arg(draft: &mut Draft, text: &str) -> Result<(), String> {
    parse::parse_ratio(text)?;
    draft.sampler_arg = text.to_owned();
    Ok(())
}

fn sampler(draft: &mut Draft, text: &str) -> Result<(), String> {
    let parsed = parse::parse_sampler(text, Some(&draft.sampler_arg));
    set(&mut draft.core.sampler, parsed)
}

/// As for exporters, an empty text of php.ini is an unquoted `none`.
fn propagators(draft: &mut Draft, text: &str) -> Result<(), String> {
    let text = if text.is_empty() { "none" } else { text };
    set(&mut draft.core.propagators, parse::parse_propagators(text))
}

fn limit_attributes(draft: &mut Draft, text: &str) -> Result<(), String> {
    set(&mut draft.core.limits.attributes, parse::parse_limit(text))
}

fn limit_events(draft: &mut Draft, text: &str) -> Result<(), String> {
    set(&mut draft.core.limits.events, parse::parse_limit(text))
}

fn limit_links(draft: &mut Draft, text: &str) -> Result<(), String> {
    set(&mut draft.core.limits.links, parse::parse_limit(text))
}

fn limit_per_event(draft: &mut Draft, text: &str) -> Result<(), String> {
    set(
        &mut draft.core.limits.attributes_per_event,
        parse::parse_limit(text),
    )
}

fn limit_per_link(draft: &mut Draft, text: &str) -> Result<(), String> {
    set(
        &mut draft.core.limits.attributes_per_link,
        parse::parse_limit(text),
    )
}

fn limit_length(draft: &mut Draft, text: &str) -> Result<(), String> {
    if !text.is_empty() {
        draft.core.limits.value_length = Some(parse::parse_limit(text)?);
    }
    Ok(())
}

/// Registers the ini entries. Called at module start, before [`Settings::read`].
pub fn register(module_number: i32) {
    ini::register(INI_ENTRIES.as_slice(), module_number);
}

impl Settings {
    /// Reads all settings. A bad value is told in one warning, and the default is used.
    pub fn read() -> Self {
        let mut draft = Draft {
            enabled: true,
            end_hook: EndHook::Auto,
            shutdown_timeout: Duration::from_secs(5),
            sampler_arg: "1.0".to_owned(),
            core: Config {
                php_version: process::php_version(),
                spawn: process::spawn_with_signals_blocked,
                log: log::note,
                ..Config::default()
            },
        };
        let shown = SETTINGS
            .iter()
            .map(|setting| setting.read_into(&mut draft))
            .collect();
        Self {
            enabled: draft.enabled,
            end_hook: draft.end_hook,
            shutdown_timeout: draft.shutdown_timeout,
            core: Arc::new(draft.core),
            shown,
        }
    }
}

impl Setting {
    fn read_into(&self, draft: &mut Draft) -> Shown {
        let default = self.default.to_string_lossy();
        let (value, source, apply) = self.find();
        let outcome = apply(draft, &value);
        if let Err(accepted) = &outcome {
            let refused = if self.is_secret {
                "its value (not shown)".to_owned()
            } else {
                format!("\"{value}\"")
            };
            ini::warn_at_start(&format!(
                "traced_coroutine: {}: {refused} is not valid, {accepted}; using the default{}",
                if source == PHP_INI {
                    self.name()
                } else {
                    format!("{source} ({})", self.name())
                },
                if default.is_empty() {
                    String::new()
                } else {
                    format!(" \"{default}\"")
                },
            ));
        }
        let (value, source) = match outcome {
            Ok(()) => (value, source.to_owned()),
            Err(_) => (
                default.into_owned(),
                format!("default ({source} is not valid)"),
            ),
        };
        let value = if self.is_secret && !value.is_empty() {
            "(not shown)".to_owned()
        } else {
            value
        };
        Shown {
            name: self.name(),
            value,
            source,
        }
    }

    /// The text in force, where it comes from, and how to read it.
    fn find(&self) -> (String, &'static str, Apply) {
        for (variable, apply) in self.environment {
            if let Some(value) = std::env::var_os(variable).filter(|value| !value.is_empty()) {
                return (value.to_string_lossy().into_owned(), variable, *apply);
            }
        }
        let value = ini::value(self.ini).unwrap_or_default();
        let source = if ini::is_configured(self.ini) {
            PHP_INI
        } else {
            "default"
        };
        (value, source, self.apply)
    }

    fn name(&self) -> String {
        self.ini.to_string_lossy().into_owned()
    }
}

const PHP_INI: &str = "php.ini";
