//! PHP's curl functions, those that Swoole's runtime puts in their place included: each request is a span of kind CLIENT.
//!
//! Must not know what a span says.

use super::call_span::is_idle;
use super::curl_handles::CurlHandles;
use super::curl_multi as multi;
use super::curl_request::{FAILED_INIT, begin, finish};
use super::hook::Hook;
use crate::guard::guarded;
use crate::zend::array_slots::at_index;
use crate::zend::call_frame::{CallFrame, to_int};
use crate::zend::curl_objects::{self, Listeners};
use crate::zend::exception;
use crate::zend::hooked_function::Original;
use crate::zend::libcurl::{self, EasyHandle};
use crate::zend::php_object::PhpObject;
use crate::zend::php_thread::PerThread;
use crate::zend::swoole::Swoole;
use crate::zend::swoole_hooks;
use crate::zend::typed;
use ext_php_rs::types::Zval;

/// `CURLOPT_HTTPHEADER`.
const HTTPHEADER: i64 = 10023;
/// `CURLOPT_PORT`.
const PORT: i64 = 3;

/// Those of multi handles, too.
pub static HOOKS: &[Hook] = &[
    hook!(None, "curl_exec" => exec, unless is_idle),
    hook!(None, "curl_setopt" => set_option, unless is_other_option),
    hook!(None, "curl_setopt_array" => set_options, unless are_other_options),
    hook!(None, "curl_copy_handle" => copy, unless knows_none),
    hook!(None, "curl_reset" => reset, unless knows_none),
    hook!(None, "curl_multi_add_handle" => multi::add, unless is_idle),
    hook!(None, "curl_multi_exec" => multi::exec, unless knows_no_multi),
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
    curl_objects::set_listeners(LISTENERS);
    if Swoole::locate().is_some() {
        swoole_hooks::around_runtime_hooks(
            || HOOKS.iter().for_each(Hook::lift),
            || HOOKS.iter().for_each(Hook::put_back),
        );
    }
}

static LISTENERS: Listeners = Listeners {
    copied: |from, to| {
        guarded(|| CurlHandles::own().copied(&from, &to));
    },
    ending: |handle| {
        guarded(|| multi::handle_ending(&handle));
    },
    ended: |handle| {
        guarded(|| CurlHandles::own().forget(handle));
    },
};

/// The hooks were taken away. Called at module end.
pub fn uninstalled() {
    curl_objects::forget();
}

/// Whether nothing is known of any handle.
#[inline(always)]
fn knows_none(_: &CallFrame<'_>) -> bool {
    CurlHandles::own().is_empty()
}

/// Whether no multi handle has worked on anything.
#[inline(always)]
fn knows_no_multi(_: &CallFrame<'_>) -> bool {
    !CurlHandles::own().has_multis()
}

/// Whether the option is a number, and neither a list of headers nor the port.
#[inline(always)]
fn is_other_option(call: &CallFrame<'_>) -> bool {
    let option = call.with_slot(1, typed::int).flatten();
    option.is_some_and(|option| option != HTTPHEADER && option != PORT)
}

/// Whether none of the options is a list of headers or the port.
#[inline(always)]
fn are_other_options(call: &CallFrame<'_>) -> bool {
    let are_other =
        |options: &Zval| among(options, HTTPHEADER).is_none() && among(options, PORT).is_none();
    call.with_slot(1, are_other) == Some(true)
}

#[inline(always)]
fn among(options: &Zval, option: i64) -> Option<&Zval> {
    typed::array(options).and_then(|options| at_index(options, option))
}

/// `curl_exec(CurlHandle $handle): string|bool`
fn exec(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    let span = PhpObject::argument(call, 0).and_then(|handle| {
        let span = begin(&handle)?;
        CurlHandles::own().begin_execution(&handle);
        Some(span)
    });
    original.call(call, result);
    if let (Some(span), Some(handle)) = (span, PhpObject::argument(call, 0)) {
        CurlHandles::own().end_execution(&handle);
        finish(span, &handle, || match result.is_false() {
            true => match EasyHandle::of(&handle).map_or(0, |easy| easy.error()) {
                // libcurl was not asked: Swoole refuses a handle that was made before its hooks were there.
                0 => FAILED_INIT,
                error => error,
            },
            false => 0,
        });
    }
}

/// `curl_setopt(CurlHandle $handle, int $option, mixed $value): bool`
fn set_option(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    if typed::is_true(result) {
        match call.int(1) {
            Some(HTTPHEADER) => call.with_argument(2, |headers| note_headers(call, headers)),
            Some(PORT) => call.with_argument(2, |port| note_port(call, port)),
            _ => None,
        };
    }
}

/// `curl_setopt_array(CurlHandle $handle, array $options): bool`
fn set_options(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    call.with_argument(1, |options| {
        let headers = among(options, HTTPHEADER);
        if !typed::is_true(result) {
            // Where an option is refused, those before it are set.
            if let Some(handle) = PhpObject::argument(call, 0).filter(|_| headers.is_some()) {
                CurlHandles::own().set_perhaps(&handle);
            }
            return;
        }
        if let Some(headers) = headers {
            note_headers(call, headers);
        }
        if let Some(port) = among(options, PORT) {
            note_port(call, port);
        }
    });
}

fn note_headers(call: &CallFrame<'_>, headers: &Zval) {
    if let Some(handle) = PhpObject::argument(call, 0) {
        CurlHandles::own().set_headers(&handle, headers);
    }
}

fn note_port(call: &CallFrame<'_>, port: &Zval) {
    let port = to_int(port).and_then(|port| u16::try_from(port).ok());
    if let Some(handle) = PhpObject::argument(call, 0) {
        CurlHandles::own().set_port(&handle, port.unwrap_or(0));
    }
}

/// `curl_copy_handle(CurlHandle $handle): CurlHandle|false`
fn copy(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    // The result is an object only if the argument is a curl handle.
    if let (Some(from), Some(to)) = (PhpObject::argument(call, 0), PhpObject::of(result)) {
        CurlHandles::own().copied(&from, &to);
    }
}

/// `curl_reset(CurlHandle $handle): void`
fn reset(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    original.call(call, result);
    // PHP throws where it refuses, also what is no curl handle.
    if exception::pending().is_none()
        && let Some(handle) = PhpObject::argument(call, 0)
    {
        CurlHandles::own().reset(&handle);
    }
}
