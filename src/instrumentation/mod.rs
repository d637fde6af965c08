//! Instrumentation: what is traced without a word in the program, because a hook stands in a function of PHP's or of an
//! extension's.
//!
//! Owns the list of libraries with their hooks, and when hooks come and go. A library is a file with a table of hooks, its name
//! in `settings`, and a line in the list below. Must not know how a hook gets into a function (`zend::hooked_function` does).
//!
//! A hook is called in the place of its function and calls that itself, with the frame of the same call. Between what it does
//! before and after it keeps nothing that must be dropped: the function may not return, and may switch to another coroutine.

/// A hook in a method (`Some(class)`) or a function (`None`), with names in lower case, and the function of ours that it calls:
/// `fn(Original, &CallFrame, &mut Zval)`. With `unless` PHP's function alone is called where the condition, `fn(&CallFrame) -> bool`,
/// holds, which must call nothing: then the hook costs a few instructions beside the condition.
macro_rules! hook {
    ($class:expr, $function:literal => $run:path) => {{
        static SLOT: $crate::zend::hooked_function::HookSlot =
            $crate::zend::hooked_function::HookSlot::new();
        hook!(@ $class, $function, SLOT, |original, call, result| {
            $crate::guard::guarded(|| $run(original, call, result));
        })
    }};
    ($class:expr, $function:literal => $run:path, unless $is_passed_by:path) => {{
        static SLOT: $crate::zend::hooked_function::HookSlot =
            $crate::zend::hooked_function::HookSlot::new();
        // Apart, because what it needs of the stack would otherwise be prepared for each call.
        #[inline(never)]
        fn run(
            original: $crate::zend::hooked_function::Original,
            call: &$crate::zend::call_frame::CallFrame<'_>,
            result: &mut ext_php_rs::types::Zval,
        ) {
            if $crate::runtime::is_traced() {
                $crate::guard::guarded(|| $run(original, call, result));
            } else {
                original.call(call, result);
            }
        }
        hook!(@ $class, $function, SLOT, |original, call, result| {
            if $is_passed_by(call) {
                original.call(call, result);
            } else {
                run(original, call, result);
            }
        })
    }};
    (@ $class:expr, $function:literal, $slot:ident, |$original:ident, $call:ident, $result:ident| $work:block) => {{
        extern "C" fn handler(
            execute_data: &mut ext_php_rs::zend::ExecuteData,
            $result: &mut ext_php_rs::types::Zval,
        ) {
            let $call = &$crate::zend::call_frame::CallFrame::of(execute_data);
            if let Some($original) = $slot.original($call) {
                $work
            } else {
                $slot.pass_by($call, $result, $function, handler);
            }
        }
        $crate::instrumentation::hook::Hook {
            class: $class,
            function: $function,
            slot: &$slot,
            handler,
        }
    }};
}

mod batch_text;
mod call_span;
mod callback;
mod client_request;
mod connections;
mod coroutine;
mod coroutine_client;
mod coroutine_http2_client;
mod coroutine_http_client;
mod coroutine_server;
mod curl;
mod curl_error;
mod curl_handles;
mod curl_multi;
mod curl_request;
mod database_span;
mod databases;
mod exchanges;
mod held_span;
mod hook;
mod http_request;
mod http_server;
mod http_stream;
mod later;
mod memcached;
mod memcached_methods;
mod messages;
mod mysqli;
mod mysqli_call;
mod mysqli_statement;
mod pdo;
mod pending_requests;
mod redis;
mod redis_arguments;
mod redis_batch;
mod redis_collecting;
mod redis_error;
mod redis_methods;
mod responses;
mod server_events;
mod server_hooks;
mod server_ports;
mod task_calls;
mod task_checks;
mod task_ids;
mod websocket;

pub use callback::register;
pub use connections::Connections;
pub use curl_handles::CurlHandles;
pub use databases::Databases;
pub use exchanges::Exchanges;
pub use pending_requests::PendingRequests;
pub use server_ports::ServerPorts;
pub use task_ids::Tasks;

use crate::guard::guarded;
use crate::settings::{Library, Settings};
use crate::zend::object_watch;
use hook::Hook;
use std::sync::atomic::{AtomicBool, Ordering};

/// Of each library, whether its hooks are in their functions.
static IS_INSTALLED: [AtomicBool; Library::ALL.len()] = none();

/// Of each library, whether its hooks are on in this process.
static IS_ON: [AtomicBool; Library::ALL.len()] = none();

const fn none() -> [AtomicBool; Library::ALL.len()] {
    [const { AtomicBool::new(false) }; Library::ALL.len()]
}

/// Whether what has no parent is traced, too.
static TRACES_ORPHANS: AtomicBool = AtomicBool::new(false);

fn traces_orphans() -> bool {
    TRACES_ORPHANS.load(Ordering::Relaxed)
}

/// A library's hooks.
fn hooks(library: Library) -> &'static [Hook] {
    match library {
        Library::Coroutine => coroutine::HOOKS,
        Library::Server => server_hooks::HOOKS,
        Library::Http => coroutine_http_client::HOOKS,
        Library::Curl => curl::HOOKS,
        Library::Stream => http_stream::HOOKS,
        Library::Pdo => pdo::HOOKS,
        Library::Mysqli => mysqli::HOOKS,
        Library::Redis => redis_methods::HOOKS,
        Library::Memcached => memcached_methods::HOOKS,
    }
}

/// Puts the hooks of the libraries that the settings name into their functions, and leaves them off. Called before OPcache keeps
/// anything of the program, where processes are forked later that share what it keeps: all of them have the same hooks then,
/// and each switches on what its own settings name.
pub fn prepare(settings: &Settings) {
    let libraries = Library::ALL.iter();
    libraries
        .filter(|library| is_wanted(settings, **library))
        .for_each(|library| put_in(*library));
}

/// Switches the hooks of the libraries on that the settings name, and off those of others, and forgets what is left of an earlier
/// request. Called at request start, when all extensions are loaded. The first time is that of the main thread, before there are
/// others; all have the same functions. Settings change where a process is forked off.
pub fn install(settings: &Settings) {
    curl_handles::forget_earlier();
    pending_requests::forget_earlier();
    object_watch::forget_earlier();
    TRACES_ORPHANS.store(settings.own.instrument_orphans, Ordering::Relaxed);
    for library in Library::ALL {
        let is_on = is_wanted(settings, *library);
        if IS_ON[*library as usize].swap(is_on, Ordering::Relaxed) != is_on {
            switch(*library, is_on);
        }
    }
    coroutine::installed();
}

fn is_wanted(settings: &Settings, library: Library) -> bool {
    settings.own.enabled && settings.own.instrument.has(library)
}

fn put_in(library: Library) {
    if !IS_INSTALLED[library as usize].swap(true, Ordering::Relaxed) {
        hooks(library).iter().for_each(Hook::install);
    }
}

fn switch(library: Library, is_on: bool) {
    if is_on {
        put_in(library);
        object_watch::listen(|handle| {
            guarded(|| object_ended(handle));
        });
    }
    hooks(library).iter().for_each(|hook| hook.switch(is_on));
    match (library, is_on) {
        (Library::Curl, true) => curl::installed(),
        (Library::Stream, true) => http_stream::install(),
        (Library::Stream, false) => http_stream::uninstall(),
        _ => {}
    }
}

/// An object that is watched has ended.
fn object_ended(handle: u32) {
    databases::ended(handle);
    curl_multi::ended(handle);
    pending_requests::ended(handle);
    responses::ended(handle);
}

/// Takes the hooks away. Called at module end.
pub fn uninstall() {
    for library in Library::ALL {
        IS_ON[*library as usize].store(false, Ordering::Relaxed);
        if IS_INSTALLED[*library as usize].swap(false, Ordering::Relaxed) {
            hooks(*library).iter().for_each(Hook::uninstall);
        }
    }
    curl::uninstalled();
    http_stream::uninstall();
    http_request::forget();
    responses::forget();
}

/// Ends the spans whose work is over. Called at the end of a request, before all open spans are closed.
pub fn end_request() {
    curl_multi::end_request();
    pending_requests::end_request();
    databases::end_request();
}

/// Forgets what belongs to a request. Called at its end.
pub fn forget_request() {
    exchanges::forget_request();
    connections::forget_request();
    server_ports::forget_request();
    databases::forget_request();
}

/// Each library with `on`, `off` or `not loaded`, for `php --ri`.
pub fn states(settings: &Settings) -> Vec<[String; 2]> {
    let libraries = Library::ALL.iter();
    libraries
        .map(|library| {
            let mut hooks = hooks(*library).iter();
            // What needs no hook in a function is part of PHP.
            let is_loaded = hooks.len() == 0 || hooks.any(Hook::has_function);
            let state = if !is_loaded {
                "not loaded"
            } else if is_wanted(settings, *library) {
                "on"
            } else {
                "off"
            };
            [library.name().to_owned(), state.to_owned()]
        })
        .collect()
}
