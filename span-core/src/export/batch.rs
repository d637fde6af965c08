//! A batch of finished spans in the forms that exporters ask for.
//!
//! Owns which form is made when. Must not know how one is made, nor what an exporter does with it.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};

use crate::export::error::{ExportError, one_line};
use crate::export::otlp::encode::{EncodableSpan, encode};
#[cfg(any(feature = "otlp-http", feature = "file"))]
use crate::export::otlp::json;
use crate::export::resource::Resource;
use crate::model::finished::FinishedSpan;
use crate::span::finish::Converter;
use crate::span::record::Record;

/// A span from the queue. Nearly all stay records, because they can be encoded as OTLP without any allocation.
enum Item {
    Record(Record),
    Finished(Box<FinishedSpan>),
}

/// A batch. Forms that cost something are made on demand, and once for all exporters.
pub(crate) struct Batch<'a> {
    /// Moved out when [`Batch::spans`] is first called.
    items: RefCell<Vec<Item>>,
    len: usize,
    /// There is one where there are records.
    converter: Option<Converter>,
    spans: OnceCell<Cow<'a, [FinishedSpan]>>,
    resource: &'a Resource,
    #[cfg(any(feature = "otlp-http", feature = "file"))]
    json: OnceCell<Result<Vec<u8>, String>>,
    buffer: Cell<Vec<u8>>,
    protobuf: OnceCell<Vec<u8>>,
}

impl<'a> Batch<'a> {
    /// A batch of spans that are plain data already.
    pub(crate) fn new(spans: Vec<FinishedSpan>, resource: &'a Resource) -> Self {
        let len = spans.len();
        Batch {
            spans: OnceCell::from(Cow::Owned(spans)),
            len,
            ..Batch::of_items(Vec::new(), None, resource, Vec::new())
        }
    }

    /// A batch of what comes from the queue. Its protobuf form is written into `buffer`: see [`Batch::into_buffer`].
    pub(crate) fn of_records(
        records: impl Iterator<Item = Record>,
        converter: Converter,
        resource: &'a Resource,
        buffer: Vec<u8>,
    ) -> Self {
        let items = records.map(|record| {
            if converter.can_borrow(&record) {
                Item::Record(record)
            } else {
                Item::Finished(Box::new(converter.convert(record)))
            }
        });
        Batch::of_items(items.collect(), Some(converter), resource, buffer)
    }

    fn of_items(
        items: Vec<Item>,
        converter: Option<Converter>,
        resource: &'a Resource,
        buffer: Vec<u8>,
    ) -> Self {
        Batch {
            len: items.len(),
            items: RefCell::new(items),
            converter,
            spans: OnceCell::new(),
            resource,
            #[cfg(any(feature = "otlp-http", feature = "file"))]
            json: OnceCell::new(),
            buffer: Cell::new(buffer),
            protobuf: OnceCell::new(),
        }
    }

    /// How many spans there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The spans as they are.
    pub(crate) fn spans(&self) -> &[FinishedSpan] {
        self.spans.get_or_init(|| {
            let items = self.items.take().into_iter();
            items.filter_map(|item| self.finish(item)).collect()
        })
    }

    /// Which span it is, where it is but one.
    pub(crate) fn name_one(&self) -> String {
        let [span] = self.spans() else {
            return format!("{} spans", self.len);
        };
        format!(
            "the span \"{}\" ({}, in trace {})",
            one_line(&span.name),
            span.span_id.to_hex(),
            span.trace_id.to_hex()
        )
    }

    /// Its two halves, for a destination that does not take all at once. `None` where there is but one span.
    pub(crate) fn halves(&self) -> Option<[Batch<'_>; 2]> {
        if self.len < 2 {
            return None;
        }
        let (first, second) = self.spans().split_at(self.len / 2);
        Some([first, second].map(|spans| Batch {
            len: spans.len(),
            spans: OnceCell::from(Cow::Borrowed(spans)),
            ..Batch::of_items(Vec::new(), None, self.resource, Vec::new())
        }))
    }

    fn finish(&self, item: Item) -> Option<FinishedSpan> {
        match item {
            Item::Record(record) => self.converter.map(|converter| converter.convert(record)),
            Item::Finished(span) => Some(*span),
        }
    }

    /// Which process they come from.
    #[cfg(any(feature = "jaeger", feature = "zipkin", test))]
    pub(crate) fn resource(&self) -> &Resource {
        self.resource
    }

    /// The batch as OTLP has it in JSON.
    #[cfg(any(feature = "otlp-http", feature = "file"))]
    pub(crate) fn json(&self) -> Result<&[u8], ExportError> {
        let json = self.json.get_or_init(|| {
            let json = json::encode(self.spans(), self.resource);
            json.map_err(|error| error.to_string())
        });
        let json = json.as_ref();
        json.map(Vec::as_slice).map_err(ExportError::new)
    }

    /// The batch as OTLP has it in protobuf, over HTTP and over gRPC.
    pub(crate) fn protobuf(&self) -> &[u8] {
        self.protobuf.get_or_init(|| {
            let buffer = self.buffer.take();
            match self.spans.get() {
                Some(spans) => {
                    let spans = spans.iter().map(EncodableSpan::Finished);
                    encode(spans, self.len, self.resource.envelope(), buffer)
                }
                None => {
                    let items = self.items.borrow();
                    let spans = items.iter().filter_map(|item| self.encodable(item));
                    encode(spans, self.len, self.resource.envelope(), buffer)
                }
            }
        })
    }

    fn encodable<'i>(&self, item: &'i Item) -> Option<EncodableSpan<'i>> {
        match item {
            Item::Record(record) => Some(EncodableSpan::Record(record, self.converter?)),
            Item::Finished(span) => Some(EncodableSpan::Finished(span)),
        }
    }

    /// The buffer that the batch was made with, for the next one.
    pub(crate) fn into_buffer(self) -> Vec<u8> {
        self.protobuf
            .into_inner()
            .unwrap_or(self.buffer.into_inner())
    }
}
