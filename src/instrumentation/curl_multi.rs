//! PHP's curl multi handles: each handle that one works on has a span, from when it is added to when its request is done.

use super::call_span::CallSpan;
use super::curl_handles::CurlHandles;
use super::curl_request::{begin, finish};
use crate::zend::call_frame::CallFrame;
use crate::zend::hooked_function::Original;
use crate::zend::libcurl::{EasyHandle, RESPONSE_CODE};
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use ext_php_rs::types::Zval;

/// `curl_multi_add_handle(CurlMultiHandle $multi_handle, CurlHandle $handle): int`
pub fn add(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let span = PhpObject::argument(call, 1).and_then(|handle| begin(&handle));
    original.call(call, result);
    let (Some(span), Some(handle)) = (span, PhpObject::argument(call, 1)) else {
        return;
    };
    match PhpObject::argument(call, 0).filter(|_| result.long() == Some(0)) {
        Some(multi) => CurlHandles::own().begin_transfer(&multi, &handle, span),
        None => {
            CurlHandles::own().detach(&handle);
            span.fail("_OTHER", String::new());
            span.end();
        }
    }
}

/// `curl_multi_remove_handle(CurlMultiHandle $multi_handle, CurlHandle $handle): int`: the end of a request whose result the
/// program has not read.
#[inline(always)]
pub fn remove(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if CurlHandles::own().has_multis() {
        removed(call);
    }
}

#[inline(never)]
fn removed(call: &CallFrame<'_>) {
    let handle = PhpObject::argument(call, 1);
    if let Some(handle) = handle
        && let Some(span) = CurlHandles::own().end_transfer(&handle)
    {
        let is_answered =
            EasyHandle::of(&handle).is_some_and(|easy| easy.number(RESPONSE_CODE) > 0);
        if !is_answered {
            span.fail("_OTHER", String::new());
        }
        finish(span, &handle, || 0);
    }
}

/// `curl_multi_info_read(CurlMultiHandle $multi_handle, &$queued_messages = null): array|false`
#[inline(always)]
pub fn info_read(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if CurlHandles::own().has_multis() {
        read(result);
    }
}

#[inline(never)]
fn read(result: &Zval) {
    let Some(message) = result.array() else {
        return;
    };
    let handle = message.get("handle").and_then(PhpObject::of);
    let error = message.get("result").and_then(Zval::long).unwrap_or(0);
    if let Some(handle) = handle
        && let Some(span) = CurlHandles::own().end_transfer(&handle)
    {
        finish(span, &handle, || error);
    }
}

/// `curl_multi_close(CurlMultiHandle $multi_handle): void`
#[inline(always)]
pub fn close(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if CurlHandles::own().has_multis()
        && let Some(multi) = PhpObject::argument(call, 0)
    {
        let spans = CurlHandles::own().end_multi(multi.handle());
        spans.into_iter().for_each(CallSpan::end);
    }
}
