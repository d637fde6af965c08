//! The meaning of a failed call, and whether it may be repeated.
//!
//! Owns what OTLP says about gRPC's statuses, and what a broken connection looked like. Must not know how a call is made.

use std::error::Error;
use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::export::error::{ExportError, one_line};
use crate::export::failure::Failure;
use crate::export::hint::{Hint, Symptom};
use crate::export::retry::SendError;
use crate::export::tls::io_symptom;

/// The error for a call that the server refused; OTLP says which may be repeated.
pub(super) fn refusal(status: &Status, hint_for: impl Fn(Symptom) -> Hint) -> SendError {
    let mut reason = format!("gRPC {:?}", status.code());
    let said = one_line(status.message());
    if !said.is_empty() {
        reason.push_str(": ");
        reason.push_str(&said);
    }
    let delay = retry_delay(status);
    if delay.is_none() && is_about_size(status) {
        let error = ExportError::too_large(reason);
        return SendError::Final(error.with_hint(Some(hint_for(Symptom::TooLarge))));
    }
    let symptom = match status.code() {
        Code::Unauthenticated | Code::PermissionDenied => Some(Symptom::Forbidden),
        // The crate's words where a server of HTTP/2 that is none of gRPC answers.
        _ if said.contains("mapped from HTTP status") => Some(Symptom::OtherProtocol),
        Code::Unimplemented => Some(Symptom::WebPage),
        _ => None,
    };
    let refusal = ExportError::because(Failure::Rejected, reason).with_hint(symptom.map(hint_for));
    match status.code() {
        Code::Cancelled
        | Code::DeadlineExceeded
        | Code::Aborted
        | Code::OutOfRange
        | Code::Unavailable
        | Code::DataLoss => SendError::Retryable(refusal, delay),
        Code::ResourceExhausted if delay.is_some() => SendError::Retryable(refusal, delay),
        _ => SendError::Final(refusal),
    }
}

/// The symptom of a connection that could not be made, or broke.
pub(super) fn connection_symptom(
    error: &(dyn Error + 'static),
    has_answered: bool,
) -> Option<Symptom> {
    let said = |words: &str| chain(error).any(|error| error.to_string().contains(words));
    if said("tunnel error") {
        return Some(Symptom::Proxy);
    }
    if said("dns error") {
        return Some(Symptom::UnknownHost);
    }
    // The crate's words for what the server has said: so it speaks HTTP/2.
    let has_answered = has_answered || said("error received");
    let io_errors = chain(error).filter_map(|error| error.downcast_ref());
    let symptoms: Vec<Symptom> = io_errors.filter_map(io_symptom).collect();
    // The last one is the root of it.
    match symptoms.last() {
        Some(Symptom::OtherProtocol) | None
            if !has_answered && (said("http2 error") || !symptoms.is_empty()) =>
        {
            Some(Symptom::OtherProtocol)
        }
        Some(Symptom::OtherProtocol) | None => None,
        Some(symptom) => Some(*symptom),
    }
}

/// Whether the server refused a message for its size. gRPC has no status of its own for that, so each library's words for
/// it count: "received message larger than max" (Go, C, JavaScript), "message exceeds maximum size" (Java, .NET),
/// "message length too large" (Rust, as OUT_OF_RANGE).
fn is_about_size(status: &Status) -> bool {
    let said = status.message().to_ascii_lowercase();
    let says = |words: &str| said.contains(words);
    matches!(status.code(), Code::ResourceExhausted | Code::OutOfRange)
        && says("message")
        && (says("larger than max") || says("too large") || (says("exceeds") && says("size")))
}

/// An error and those behind it.
pub(super) fn chain<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}

/// The messages of an error and its sources, each once: many repeat their source's.
pub(super) fn reasons(error: &(dyn Error + 'static)) -> String {
    let mut all = String::new();
    for error in chain(error) {
        let text = one_line(&error.to_string());
        if all.contains(&text) {
            continue;
        }
        if !all.is_empty() {
            all.push_str(": ");
        }
        all.push_str(&text);
    }
    all
}

/// When the server wants to see the request again, from its `RetryInfo`. One without a delay is for at once.
fn retry_delay(status: &Status) -> Option<Duration> {
    let info = status.get_details_retry_info()?;
    Some(info.retry_delay.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use tonic_types::ErrorDetails;

    use super::*;
    use crate::export::hint::hint;
    use crate::export::otlp::services::GRPC;

    /// A status that says when to come back.
    fn with_delay(code: Code, message: &str, delay: Duration) -> Status {
        let details = ErrorDetails::with_retry_info(Some(delay));
        Status::with_error_details(code, message, details)
    }

    fn classify(status: &Status) -> SendError {
        refusal(status, |symptom| {
            hint(symptom, &GRPC, "http://localhost:4317")
        })
    }

    #[test]
    fn only_some_codes_may_be_repeated() {
        let repeatable = [1, 4, 10, 11, 14, 15];
        for code in 1..17 {
            let status = Status::new(Code::from(code), "no");
            let is_repeatable = matches!(classify(&status), SendError::Retryable(_, None));
            assert_eq!(is_repeatable, repeatable.contains(&code), "{code}");
        }
    }

    #[test]
    fn a_message_that_is_too_large_is_told_from_an_exhausted_quota() {
        let go = "grpc: received message larger than max (5000432 vs. 4194304)";
        for (code, message, is_too_large) in [
            (Code::ResourceExhausted, go, true),
            (
                Code::ResourceExhausted,
                "gRPC message exceeds maximum size 4194304: 5000432",
                true,
            ),
            (
                Code::ResourceExhausted,
                "Received message exceeds the maximum configured message size.",
                true,
            ),
            (
                Code::OutOfRange,
                "Error, decoded message length too large: found 5000432 bytes, the limit is: 4194304 bytes",
                true,
            ),
            (Code::ResourceExhausted, "quota exceeded", false),
            (Code::OutOfRange, "behind the end", false),
            (Code::Unavailable, go, false),
        ] {
            assert_is_too_large(&Status::new(code, message), is_too_large);
        }
        let quota = with_delay(Code::ResourceExhausted, go, Duration::from_secs(1));
        assert_is_too_large(&quota, false);
    }

    fn assert_is_too_large(status: &Status, expected: bool) {
        let (SendError::Final(error) | SendError::Retryable(error, _)) = classify(status);
        assert_eq!(error.is_too_large(), expected, "{status:?}");
    }

    #[test]
    fn exhausted_resources_only_with_a_time_to_come_back() {
        let wanted = Duration::from_millis(2500);
        match classify(&with_delay(Code::ResourceExhausted, "full", wanted)) {
            SendError::Retryable(_, Some(pause)) => assert_eq!(pause, wanted),
            other => panic!("{other:?}"),
        }
        let status = |details| Status::with_details(Code::ResourceExhausted, "full", details);
        let debug_info = ErrorDetails::with_debug_info(Vec::new(), "no room");
        let other = Status::with_error_details(Code::ResourceExhausted, "full", debug_info);
        for status in [other, status(Bytes::from_static(b"\xff\xff"))] {
            match classify(&status) {
                SendError::Final(error) => assert!(!error.is_too_large()),
                other => panic!("{other:?}"),
            }
        }
    }
}
