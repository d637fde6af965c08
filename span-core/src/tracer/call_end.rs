//! How the code inside of a manual span ended.
//!
//! Owns what each end says of the span. Must not know who ran the code.

use super::Engine;
use crate::model::attribute_list::AttributeList;
use crate::model::status::SpanStatus;
use crate::span::end::BodyEnd;
use crate::tracer::span_key::{SpanKey, SpanLocation};

impl Engine {
    /// Records on a span how the code inside of it ended, by the same rules as a coroutine's own span: cancelling and
    /// `exit(0)` are no failures.
    pub fn record_end(&mut self, key: SpanKey, mut end: BodyEnd) {
        end.shorten();
        if self.is_cut_off(key, &end) {
            return;
        }
        let (failure, exception) = match end {
            BodyEnd::Returned | BodyEnd::Abandoned => (None, None),
            BodyEnd::Exit { status: 0, .. } | BodyEnd::Unwound { status: 0, .. } => (None, None),
            BodyEnd::Unwound { status, .. } => {
                let description = format!("exit status {status}");
                (Some((description, "exit".to_owned())), None)
            }
            BodyEnd::Exit { status, error_type } => {
                let description = format!("exit status {status}");
                (Some((description, error_type.to_owned())), None)
            }
            BodyEnd::Cancelled(exception) => (None, Some(exception)),
            BodyEnd::Exception(exception) | BodyEnd::Timeout(exception) => {
                let failure = (exception.description().to_owned(), exception.class.clone());
                (Some(failure), Some(exception))
            }
        };
        if let Some(exception) = exception {
            self.record_exception(key, *exception, AttributeList::default());
        }
        if let Some((description, error_type)) = failure {
            self.set_attribute(key, "error.type", error_type.as_str().into());
            self.set_status(key, SpanStatus::Error { description });
        }
    }

    /// Whether the fatal error that was reported in a call unwinds it. Otherwise the call has got past that.
    fn is_cut_off(&mut self, key: SpanKey, end: &BodyEnd) -> bool {
        let SpanLocation::Manual { coroutine, serial } = key.location else {
            return false;
        };
        let Some(span) = self.manual_spans.get_mut(coroutine, serial) else {
            return false;
        };
        let may_be_fatal = matches!(
            end,
            BodyEnd::Unwound {
                may_be_fatal: true,
                ..
            }
        );
        let fatal = &mut span.evidence().fatal;
        fatal.take_if(|_| !may_be_fatal);
        fatal.is_some()
    }
}
