//! `TracedCoroutine\MemoryExporter`: what the exporter `memory` holds, for tests.

use super::inspect::{list, return_table};
use crate::state::with_engine;
use ext_php_rs::boxed::ZBox;
use ext_php_rs::error::Result;
use ext_php_rs::types::{ZendHashTable, Zval};
use ext_php_rs::zend::ExecuteData;
use span_core::{AttributeValue, FinishedEvent, FinishedSpan, SpanStatus};
use std::time::{SystemTime, UNIX_EPOCH};

/// `getSpans(): array`: the finished spans, in the order in which they finished.
pub extern "C" fn get_spans(_execute_data: &mut ExecuteData, result: &mut Zval) {
    let spans = with_engine(|engine| engine.memory_spans()).unwrap_or_default();
    return_table(result, list(&spans, span_table));
}

/// `reset(): void`: forgets them.
pub extern "C" fn reset(_execute_data: &mut ExecuteData, _result: &mut Zval) {
    with_engine(|engine| engine.reset_memory());
}

fn span_table(span: &FinishedSpan) -> Result<ZBox<ZendHashTable>> {
    let mut table = ZendHashTable::new();
    table.insert("name", span.name.as_str())?;
    table.insert("kind", "internal")?;
    table.insert("trace_id", span.trace_id.to_hex())?;
    table.insert("span_id", span.span_id.to_hex())?;
    table.insert("parent_span_id", span.parent_span_id.map(|id| id.to_hex()))?;
    table.insert("start_time", unix_nanos(span.start_time))?;
    table.insert("end_time", unix_nanos(span.end_time))?;
    table.insert("attributes", attributes_table(&span.attributes)?)?;
    table.insert("events", list(&span.events, event_table)?)?;
    table.insert("status", status_table(&span.status)?)?;
    Ok(table)
}

fn event_table(event: &FinishedEvent) -> Result<ZBox<ZendHashTable>> {
    let mut table = ZendHashTable::new();
    table.insert("name", event.name.as_ref())?;
    table.insert("time", unix_nanos(event.time))?;
    table.insert("attributes", attributes_table(&event.attributes)?)?;
    Ok(table)
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

fn attributes_table(attributes: &[(&'static str, AttributeValue)]) -> Result<ZBox<ZendHashTable>> {
    let mut table = ZendHashTable::new();
    for (key, value) in attributes {
        match value {
            AttributeValue::String(value) => table.insert(*key, value.as_str())?,
            AttributeValue::Int(value) => table.insert(*key, *value)?,
            AttributeValue::Float(value) => table.insert(*key, *value)?,
            AttributeValue::Bool(value) => table.insert(*key, *value)?,
        }
    }
    Ok(table)
}

fn unix_nanos(time: SystemTime) -> i64 {
    let since_epoch = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_epoch.as_nanos()).unwrap_or(i64::MAX)
}
