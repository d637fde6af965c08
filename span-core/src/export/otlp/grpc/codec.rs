//! A codec for `tonic` that passes bytes on: the request is encoded already.
//!
//! Owns how an answer is read. Must not know calls.

use bytes::{Buf, BufMut, Bytes};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use prost::Message;
use tonic::Status;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};

use crate::export::exporter::Accepted;
use crate::export::otlp::{accepted, unreadable};

/// Sends what is encoded already.
pub(super) struct EncodedCodec;

impl Codec for EncodedCodec {
    type Encode = Bytes;
    type Decode = Decoded;
    type Encoder = EncodedCodec;
    type Decoder = EncodedCodec;

    fn encoder(&mut self) -> Self::Encoder {
        EncodedCodec
    }

    fn decoder(&mut self) -> Self::Decoder {
        EncodedCodec
    }
}

impl Encoder for EncodedCodec {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put(item);
        Ok(())
    }
}

/// An answer, or why it cannot be read. The latter is no error of the call's: it has succeeded where its status says so.
pub(super) struct Decoded(Result<ExportTraceServiceResponse, String>);

impl Decoded {
    /// How much of the batch the server took.
    pub(super) fn accepted(self) -> Accepted {
        match self.0 {
            Ok(response) => accepted(response),
            Err(error) => unreadable(&format!("an answer that cannot be read: {error}")),
        }
    }
}

impl Decoder for EncodedCodec {
    type Item = Decoded;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Self::Item>, Status> {
        let bytes = buffer.copy_to_bytes(buffer.remaining());
        let response = ExportTraceServiceResponse::decode(bytes);
        Ok(Some(Decoded(response.map_err(|error| error.to_string()))))
    }
}
