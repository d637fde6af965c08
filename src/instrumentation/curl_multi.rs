//! PHP's curl multi handles: each handle that one works on has a span, from when it is added to when its request is done.

use super::client_request;
use super::curl_handles::{CurlHandles, EndedTransfer};
use super::curl_request::{begin, finish};
use crate::zend::call_frame::CallFrame;
use crate::zend::hooked_function::Original;
use crate::zend::libcurl::{EasyHandle, RESPONSE_CODE};
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use ext_php_rs::types::Zval;

/// `curl_multi_add_handle(CurlMultiHandle $multi_handle, CurlHandle $handle): int`. Nothing is sent before `curl_multi_exec()`.
pub fn add(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if result.long() == Some(0)
        && let Some(multi) = PhpObject::argument(call, 0)
        && let Some(handle) = PhpObject::argument(call, 1)
        && let Some(span) = begin(&handle)
    {
        // Whichever coroutine reads the multi handle's messages ends it.
        span.outlive_coroutine();
        CurlHandles::own().begin_transfer(&multi, &handle, span);
    }
}

/// `curl_multi_exec(CurlMultiHandle $multi_handle, &$still_running): int`
pub fn exec(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if let Some(multi) = PhpObject::argument(call, 0) {
        CurlHandles::own().multi_runs(multi.handle());
    }
    original.call(call, result);
}

/// `curl_multi_remove_handle(CurlMultiHandle $multi_handle, CurlHandle $handle): int`: the end of a request whose result the
/// program has not read.
#[inline(always)]
pub fn remove(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if CurlHandles::own().has_multis() && result.long() == Some(0) {
        removed(call);
    }
}

#[inline(never)]
fn removed(call: &CallFrame<'_>) {
    if let Some(multi) = PhpObject::argument(call, 0)
        && let Some(handle) = PhpObject::argument(call, 1)
    {
        end(multi.handle(), &handle);
    }
}

/// The end of a request of which the multi handle has not said how it went.
fn end(multi: u32, handle: &PhpObject) {
    let Some(EndedTransfer { span, was_run }) = CurlHandles::own().end_transfer(multi, handle)
    else {
        return;
    };
    let answered = |easy: EasyHandle| easy.number(RESPONSE_CODE) > 0;
    if !was_run || !EasyHandle::of(handle).is_some_and(answered) {
        span.fail("_OTHER", String::new());
    }
    if was_run {
        finish(span, handle, || 0);
    } else {
        client_request::set_method(span, "_OTHER");
        span.end();
    }
}

/// `curl_multi_info_read(CurlMultiHandle $multi_handle, &$queued_messages = null): array|false`
#[inline(always)]
pub fn info_read(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if CurlHandles::own().has_multis() {
        read(call, result);
    }
}

#[inline(never)]
fn read(call: &CallFrame<'_>, result: &Zval) {
    let Some(message) = result.array() else {
        return;
    };
    let handle = message.get("handle").and_then(PhpObject::of);
    let error = message.get("result").and_then(Zval::long).unwrap_or(0);
    if let Some(handle) = handle
        && let Some(multi) = PhpObject::argument(call, 0)
        && let Some(ended) = CurlHandles::own().end_transfer(multi.handle(), &handle)
    {
        finish(ended.span, &handle, || error);
    }
}

/// `curl_multi_close(CurlMultiHandle $multi_handle): void`: before it, because then nothing may hold the handles any more.
#[inline(always)]
pub fn close(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if CurlHandles::own().has_multis()
        && let Some(multi) = PhpObject::argument(call, 0)
    {
        ended(multi.handle());
    }
    original.call(call, result);
}

/// An object that is watched has ended: a multi handle, or another one.
#[inline(never)]
pub fn ended(multi: u32) {
    let own = CurlHandles::own();
    for handle in own.handles_of(multi) {
        end(multi, &handle);
    }
    own.forget_multi(multi);
}

/// The request of PHP's ends, and nothing works on a multi handle any more that the program still holds.
pub fn end_request() {
    for multi in CurlHandles::own().multis() {
        ended(multi);
    }
}

/// A handle is about to end, because the multi handle that works on it does.
pub fn handle_ending(handle: &PhpObject) {
    if let Some(multi) = CurlHandles::own().multi_of(handle) {
        end(multi, handle);
    }
}
