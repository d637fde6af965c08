//! From Thrift's binary protocol to its compact one, in which agents want it.
//!
//! Owns the call that a packet is. Must not know what a span is: it copies what it finds.

use thrift::protocol::{
    TBinaryInputProtocol, TCompactOutputProtocol, TFieldIdentifier, TInputProtocol,
    TMessageIdentifier, TMessageType, TOutputProtocol, TStructIdentifier, TType,
};
use thrift::{Error, ProtocolError, ProtocolErrorKind};

/// The one-way call `emitBatch(batch)`.
pub(super) fn emit_batch(binary_batch: &[u8]) -> thrift::Result<Vec<u8>> {
    let mut packet = Vec::with_capacity(binary_batch.len());
    let mut input = TBinaryInputProtocol::new(binary_batch, true);
    let mut output = TCompactOutputProtocol::new(&mut packet);
    output.write_message_begin(&TMessageIdentifier::new(
        "emitBatch",
        TMessageType::OneWay,
        1,
    ))?;
    output.write_struct_begin(&TStructIdentifier::new("emitBatch_args"))?;
    output.write_field_begin(&TFieldIdentifier::new("batch", TType::Struct, 1))?;
    copy(TType::Struct, &mut input, &mut output)?;
    output.write_field_end()?;
    output.write_field_stop()?;
    output.write_struct_end()?;
    output.write_message_end()?;
    output.flush()?;
    Ok(packet)
}

/// Copies a value of one of the types that Jaeger's definitions use.
fn copy(
    kind: TType,
    input: &mut dyn TInputProtocol,
    output: &mut dyn TOutputProtocol,
) -> thrift::Result<()> {
    match kind {
        TType::Bool => output.write_bool(input.read_bool()?),
        TType::I32 => output.write_i32(input.read_i32()?),
        TType::I64 => output.write_i64(input.read_i64()?),
        TType::Double => output.write_double(input.read_double()?),
        TType::String => output.write_bytes(&input.read_bytes()?),
        TType::List => copy_list(input, output),
        TType::Struct => copy_struct(input, output),
        other => Err(Error::Protocol(ProtocolError::new(
            ProtocolErrorKind::NotImplemented,
            format!("a value of type {other}"),
        ))),
    }
}

fn copy_list(
    input: &mut dyn TInputProtocol,
    output: &mut dyn TOutputProtocol,
) -> thrift::Result<()> {
    let list = input.read_list_begin()?;
    output.write_list_begin(&list)?;
    for _ in 0..list.size {
        copy(list.element_type, input, output)?;
    }
    input.read_list_end()?;
    output.write_list_end()
}

fn copy_struct(
    input: &mut dyn TInputProtocol,
    output: &mut dyn TOutputProtocol,
) -> thrift::Result<()> {
    input.read_struct_begin()?;
    output.write_struct_begin(&TStructIdentifier::new(""))?;
    loop {
        let field = input.read_field_begin()?;
        if field.field_type == TType::Stop {
            break;
        }
        output.write_field_begin(&field)?;
        copy(field.field_type, input, output)?;
        input.read_field_end()?;
        output.write_field_end()?;
    }
    input.read_struct_end()?;
    output.write_field_stop()?;
    output.write_struct_end()
}
