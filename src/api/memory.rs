//! `TracedCoroutine\MemoryExporter`: what the exporter `memory` holds, for tests.

use super::inspect::{list, return_table};
use crate::runtime;
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use ext_php_rs::boxed::ZBox;
use ext_php_rs::error::Result;
use ext_php_rs::types::{ZendHashTable, Zval};
use span_core::{
    Attribute, AttributeValue, FinishedEvent, FinishedLink, FinishedSpan, SpanKind, SpanStatus,
};
use std::time::{SystemTime, UNIX_EPOCH};

/// `getSpans(): array`: the finished spans, in the order in which they finished.
pub fn get_spans(_call: &CallFrame<'_>, result: &mut Zval) {
    runtime::finish_gone();
    let spans = with_engine(|engine| engine.memory_spans()).unwrap_or_default();
    return_table(result, list(&spans, span_table));
}

/// `reset(): int`: drops the finished spans and everything open or current, and returns how much of the latter there was.
pub fn reset(_call: &CallFrame<'_>, result: &mut Zval) {
    let left_open = with_engine(|engine| engine.reset_memory()).unwrap_or(0);
    result.set_long(i64::try_from(left_open).unwrap_or(i64::MAX));
}

fn span_table(span: &FinishedSpan) -> Result<ZBox<ZendHashTable>> {
    let mut table = ZendHashTable::new();
    table.insert("name", span.name.as_str())?;
    table.insert("kind", kind_name(span.kind))?;
    table.insert("trace_id", span.trace_id.to_hex())?;
    table.insert("span_id", span.span_id.to_hex())?;
    table.insert("parent_span_id", span.parent_span_id.map(|id| id.to_hex()))?;
    table.insert("start_time_unix_nano", unix_nanos(span.start_time))?;
    table.insert("end_time_unix_nano", unix_nanos(span.end_time))?;
    table.insert("attributes", attributes_table(&span.attributes)?)?;
    table.insert("events", list(&span.events, event_table)?)?;
    table.insert("links", list(&span.links, link_table)?)?;
    table.insert("trace_state", span.trace_state.as_deref().unwrap_or(""))?;
    table.insert("dropped", dropped_table(span)?)?;
    table.insert("status", status_table(&span.status)?)?;
    Ok(table)
}

fn event_table(event: &FinishedEvent) -> Result<ZBox<ZendHashTable>> {
    let mut table = ZendHashTable::new();
    table.insert("name", event.name.as_str())?;
    table.insert("time_unix_nano", unix_nanos(event.time))?;
    table.insert("attributes", attributes_table(&event.attributes)?)?;
    Ok(table)
}

fn link_table(link: &FinishedLink) -> Result<ZBox<ZendHashTable>> {
    let mut table = ZendHashTable::new();
    table.insert("trace_id", link.context.trace_id.to_hex())?;
    table.insert("span_id", link.context.span_id.to_hex())?;
    table.insert("attributes", attributes_table(&link.attributes)?)?;
    Ok(table)
}

/// How much the span's limits left out.
fn dropped_table(span: &FinishedSpan) -> Result<ZBox<ZendHashTable>> {
    let mut table = ZendHashTable::new();
    table.insert("attributes", span.dropped_attributes)?;
    table.insert("events", span.dropped_events)?;
    table.insert("links", span.dropped_links)?;
    Ok(table)
}

fn kind_name(kind: SpanKind) -> &'static str {
    match kind {
        SpanKind::Internal => "internal",
        SpanKind::Server => "server",
        SpanKind::Client => "client",
        SpanKind::Producer => "producer",
        SpanKind::Consumer => "consumer",
    }
}

fn status_table(status: &SpanStatus) -> Result<ZBox<ZendHashTable>> {
    let (code, description) = match status {
        SpanStatus::Unset => ("unset", ""),
        SpanStatus::Ok => ("ok", ""),
        SpanStatus::Error { description } => ("error", description.as_str()),
    };
    let mut table = ZendHashTable::new();
    table.insert("code", code)?;
    table.insert("description", description)?;
    Ok(table)
}

fn attributes_table(attributes: &[Attribute]) -> Result<ZBox<ZendHashTable>> {
    let mut table = ZendHashTable::new();
    for (key, value) in attributes {
        let key = key.as_ref();
        match value {
            AttributeValue::String(value) => table.insert(key, &**value)?,
            AttributeValue::Int(value) => table.insert(key, *value)?,
            AttributeValue::Float(value) => table.insert(key, *value)?,
            AttributeValue::Bool(value) => table.insert(key, *value)?,
            AttributeValue::Strings(values) => table.insert(key, values.clone())?,
            AttributeValue::Ints(values) => table.insert(key, values.clone())?,
            AttributeValue::Floats(values) => table.insert(key, values.clone())?,
            AttributeValue::Bools(values) => table.insert(key, values.clone())?,
        }
    }
    Ok(table)
}

fn unix_nanos(time: SystemTime) -> i64 {
    let since_epoch = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_epoch.as_nanos()).unwrap_or(i64::MAX)
}
