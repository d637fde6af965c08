//! PHP's curl functions, those that Swoole's runtime puts in their place included: each request is a span of kind CLIENT.
//!
//! Must not know what a span says.

use super::call_span::may_have_span;
use super::curl_handles::{self, CurlHandles};
use super::curl_multi as multi;
use super::curl_request::{begin, finish};
use super::hook::Hook;
use crate::zend::call_frame::CallFrame;
use crate::zend::curl_clone;
use crate::zend::exception;
use crate::zend::hooked_function::Original;
use crate::zend::libcurl::{self, EasyHandle};
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::swoole::Swoole;
use crate::zend::swoole_hooks;
use ext_php_rs::types::Zval;

/// `CURLOPT_HTTPHEADER`.
const HTTPHEADER: i64 = 10023;

/// Those of multi handles, too.
pub static HOOKS: &[Hook] = &[
    hook!(None, "curl_exec" => exec),
    hook!(None, "curl_setopt" => set_option),
    hook!(None, "curl_setopt_array" => set_options),
    hook!(None, "curl_copy_handle" => copy),
    hook!(None, "curl_reset" => reset),
    hook!(None, "curl_multi_add_handle" => multi::add),
    hook!(None, "curl_multi_remove_handle" => multi::remove),
    hook!(None, "curl_multi_info_read" => multi::info_read),
    hook!(None, "curl_multi_close" => multi::close),
];

/// The hooks were put in. Swoole replaces the functions' handlers and puts them back, whenever its runtime hooks change, and
/// without a look at what is there: so these are taken away meanwhile.
pub fn installed() {
    if !libcurl::find() {
        return HOOKS.iter().for_each(Hook::uninstall);
    }
    if Swoole::locate().is_some() {
        swoole_hooks::around_runtime_hooks(
            || HOOKS.iter().for_each(Hook::lift),
            || HOOKS.iter().for_each(Hook::put_back),
        );
    }
}

/// The hooks were taken away. Called at module end.
pub fn uninstalled() {
    curl_clone::forget();
}

/// `curl_exec(CurlHandle $handle): string|bool`
#[inline(always)]
fn exec(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if !may_have_span() {
        return original.call(call, result);
    }
    exec_traced(original, call, result);
}

#[inline(never)]
fn exec_traced(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let span = PhpObject::argument(call, 0).and_then(|handle| begin(&handle));
    original.call(call, result);
    if let (Some(span), Some(handle)) = (span, PhpObject::argument(call, 0)) {
        CurlHandles::own().detach(&handle);
        finish(span, &handle, || match result.is_false() {
            true => EasyHandle::of(&handle).map_or(0, |easy| easy.error()),
            false => 0,
        });
    }
}

/// `curl_setopt(CurlHandle $handle, int $option, mixed $value): bool`
#[inline(always)]
fn set_option(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let option = call.with_argument(1, Zval::long).flatten();
    if option.is_some_and(|option| option != HTTPHEADER) {
        return original.call(call, result);
    }
    set_headers(original, call, result);
}

#[inline(never)]
fn set_headers(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if call.int(1) == Some(HTTPHEADER)
        && result.is_true()
        && let Some(handle) = handle(call)
    {
        call.with_argument(2, |headers| {
            CurlHandles::own().set_headers(&handle, headers)
        });
    }
}

/// `curl_setopt_array(CurlHandle $handle, array $options): bool`
#[inline(always)]
fn set_options(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    call.with_argument(1, |options| {
        let headers = options.array()?.get(HTTPHEADER)?;
        let handle = handle(call)?;
        // Where an option is refused, those before it are set.
        if result.is_true() {
            CurlHandles::own().set_headers(&handle, headers.dereference());
        } else {
            CurlHandles::own().set_perhaps(&handle);
        }
        Some(())
    });
}

/// `curl_copy_handle(CurlHandle $handle): CurlHandle|false`
#[inline(always)]
fn copy(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if CurlHandles::own().is_empty() {
        return original.call(call, result);
    }
    copy_known(original, call, result);
}

#[inline(never)]
fn copy_known(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    // The result is an object only if the argument is a curl handle.
    if let (Some(from), Some(to)) = (PhpObject::argument(call, 0), PhpObject::of(result)) {
        curl_handles::copied(from, to);
    }
}

/// `curl_reset(CurlHandle $handle): void`
#[inline(always)]
fn reset(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    if CurlHandles::own().is_empty() {
        return original.call(call, result);
    }
    reset_known(original, call, result);
}

#[inline(never)]
fn reset_known(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    // PHP throws where it refuses, also what is no curl handle.
    if exception::pending().is_none()
        && let Some(handle) = PhpObject::argument(call, 0)
    {
        CurlHandles::own().reset(&handle);
    }
}

/// The first argument, if it is a curl handle.
fn handle(call: &CallFrame<'_>) -> Option<PhpObject> {
    PhpObject::argument(call, 0).filter(|object| EasyHandle::of(object).is_some())
}
