//! Rules across settings.
//!
//! Must not know where a setting comes from, nor how it is parsed.

use super::draft::Draft;
use super::instrument::DISABLED;
use super::setting_reader::{Reading, Shown, Source};
use span_core::settings::metrics_beside;

/// OpenTelemetry variables that are not supported and would override all others.
const UNSUPPORTED: [&str; 2] = ["OTEL_CONFIG_FILE", "OTEL_EXPERIMENTAL_CONFIG_FILE"];

/// Applies all of them, when every setting has been read.
pub(super) fn apply(draft: &mut Draft, readings: &mut [Reading], warnings: &mut Vec<String>) {
    for variable in UNSUPPORTED {
        if std::env::var_os(variable).is_some_and(|value| !value.is_empty()) {
            warnings.push(format!(
                "traced_coroutine: {variable} is not supported: the other variables and php.ini are read"
            ));
        }
    }
    disable_instruments(draft);
    name_service(draft, readings);
    fit_batch(draft, readings, warnings);
    place_metrics(draft, warnings);
}

/// The reading of an entry of the table.
fn reading<'a>(readings: &'a mut [Reading], name: &str) -> Option<&'a mut Reading> {
    readings
        .iter_mut()
        .find(|reading| reading.shown.name == name)
}

/// What is not to be instrumented by any tracer is not by this one. `php --ri` shows what is left.
fn disable_instruments(draft: &mut Draft) {
    if let Some(disabled) = std::env::var_os(DISABLED) {
        let disabled = disabled.to_string_lossy();
        draft.own.instrument = draft.own.instrument.without(&disabled);
    }
}

/// The service's name among the resource's attributes stands where nothing more explicit names the service: the
/// environment wins over php.ini, and in both the setting of its own over one attribute of many.
fn name_service(draft: &mut Draft, readings: &mut [Reading]) {
    let mut attributes = draft.core.resource_attributes.iter();
    let is_name = |(key, value): &&(String, String)| key == "service.name" && !value.is_empty();
    let Some((_, name)) = attributes.rfind(is_name) else {
        return;
    };
    let attributes = reading(readings, "traced_coroutine.resource_attributes");
    let Some((source, place)) = attributes.map(|it| (it.source, it.shown.source.clone())) else {
        return;
    };
    if let Some(service) = reading(readings, "traced_coroutine.service_name")
        && source > service.source
    {
        service.shown.value.clone_from(name);
        service.shown.source = format!("service.name in {place}");
        draft.core.service_name.clone_from(name);
    }
}

/// A batch that is larger than the queue would never be full.
fn fit_batch(draft: &mut Draft, readings: &mut [Reading], warnings: &mut Vec<String>) {
    let Some(queue_size) = draft.core.queue_size else {
        return;
    };
    if draft.core.batch_size <= queue_size {
        return;
    }
    draft.core.batch_size = queue_size;
    if let Some(batch) = reading(readings, "traced_coroutine.batch_size") {
        let Shown { name, value, .. } = &mut batch.shown;
        if batch.source != Source::Default {
            warnings.push(format!(
                "traced_coroutine: {name}: \"{value}\" is more than the queue holds; using its \"{queue_size}\""
            ));
        }
        *value = queue_size.to_string();
    }
}

/// Without an address of their own, metrics go where the traces go. They carry the traces' headers, so that no other server may be
/// guessed where that one's address does not say where it takes metrics.
fn place_metrics(draft: &mut Draft, warnings: &mut Vec<String>) {
    let metrics = &mut draft.metrics;
    if !metrics.is_wanted || metrics.endpoint.is_some() {
        return;
    }
    metrics.endpoint = metrics_beside(&draft.core.export.otlp.endpoint);
    if metrics.endpoint.is_none() {
        warnings.push(
            "traced_coroutine: no metrics are sent: the address of the traces does not end in /v1/traces; set \
             traced_coroutine.metrics_endpoint to the one that takes them"
                .to_owned(),
        );
    }
}
