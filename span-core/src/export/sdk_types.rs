//! The parts that the data models of two releases of `opentelemetry` share: the one that `opentelemetry-jaeger` is built on,
//! and the one that the tests of the OTLP encoders compare with.
//!
//! Owns the copying of ids, kinds, statuses and events. Must not know what is done with them.

/// Defines the functions for the release with this name.
macro_rules! sdk_types {
    ($release:ident) => {
        fn trace_id(id: crate::model::ids::TraceId) -> $release::trace::TraceId {
            $release::trace::TraceId::from_bytes(id.0.to_be_bytes())
        }

        fn span_id(id: crate::model::ids::SpanId) -> $release::trace::SpanId {
            $release::trace::SpanId::from_bytes(id.0.to_be_bytes())
        }

        /// Without its trace state, for which the crates' rules are not the specification's.
        fn span_context(
            trace: crate::model::ids::TraceId,
            span: crate::model::ids::SpanId,
            flags: crate::model::context::TraceFlags,
            is_remote: bool,
        ) -> $release::trace::SpanContext {
            $release::trace::SpanContext::new(
                trace_id(trace),
                span_id(span),
                $release::trace::TraceFlags::new(flags.as_u8()),
                is_remote,
                $release::trace::TraceState::NONE,
            )
        }

        fn kind(kind: crate::model::kind::SpanKind) -> $release::trace::SpanKind {
            use crate::model::kind::SpanKind as Ours;
            use $release::trace::SpanKind as Theirs;
            match kind {
                Ours::Internal => Theirs::Internal,
                Ours::Server => Theirs::Server,
                Ours::Client => Theirs::Client,
                Ours::Producer => Theirs::Producer,
                Ours::Consumer => Theirs::Consumer,
            }
        }

        fn status(status: &crate::model::status::SpanStatus) -> $release::trace::Status {
            use crate::model::status::SpanStatus as Ours;
            use $release::trace::Status as Theirs;
            match status {
                Ours::Unset => Theirs::Unset,
                Ours::Ok => Theirs::Ok,
                Ours::Error { description } => Theirs::error(description.clone()),
            }
        }

        fn event(event: &crate::model::finished::FinishedEvent) -> $release::trace::Event {
            $release::trace::Event::new(
                event.name.clone(),
                event.time,
                key_values(&event.attributes),
                event.dropped_attributes,
            )
        }

        fn link(
            link: &crate::model::finished::FinishedLink,
            is_remote: bool,
        ) -> $release::trace::Link {
            let context = &link.context;
            let context = span_context(context.trace_id, context.span_id, context.flags, is_remote);
            $release::trace::Link::new(
                context,
                key_values(&link.attributes),
                link.dropped_attributes,
            )
        }

        fn key_values(
            attributes: &[crate::model::attribute::Attribute],
        ) -> Vec<$release::KeyValue> {
            let pairs = attributes.iter();
            pairs
                .map(|(key, attribute)| $release::KeyValue::new(key.clone(), value(attribute)))
                .collect()
        }
    };
}

pub(crate) use sdk_types;
