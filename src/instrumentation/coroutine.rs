//! Swoole's coroutines: each that is started inside a trace is traced as by `TracedCoroutine::create()`.

use super::call_span::is_idle;
use super::hook::Hook;
use super::later;
use crate::runtime;
use crate::zend::call_frame::CallFrame;
use crate::zend::hooked_function::Original;
use crate::zend::swoole::Swoole;
use ext_php_rs::types::Zval;

/// `Swoole\Coroutine\go()`, `run()` and what else of Swoole's library makes coroutines is PHP code, which calls one of these.
/// OpenSwoole's `Coroutine::run()` is not.
pub static HOOKS: &[Hook] = &[
    hook!(Some("swoole\\coroutine"), "create" => create, unless is_idle),
    hook!(None, "go" => create, unless is_idle),
    hook!(None, "swoole_coroutine_create" => create, unless is_idle),
    hook!(Some("swoole\\timer"), "after" => later::set_timer, unless is_idle),
    hook!(Some("swoole\\timer"), "tick" => later::set_timer, unless is_idle),
    hook!(None, "swoole_timer_after" => later::set_timer, unless is_idle),
    hook!(None, "swoole_timer_tick" => later::set_timer, unless is_idle),
    hook!(Some("swoole\\coroutine\\scheduler"), "add" => later::add_task, unless is_idle),
    hook!(Some("swoole\\coroutine\\scheduler"), "parallel" => later::add_tasks, unless is_idle),
    hook!(Some("openswoole\\coroutine"), "run" => later::add_task, unless is_idle),
    hook!(Some("openswoole\\timer"), "after" => later::set_timer, unless is_idle),
    hook!(Some("openswoole\\timer"), "tick" => later::set_timer, unless is_idle),
    hook!(None, "openswoole_timer_after" => later::set_timer, unless is_idle),
    hook!(None, "openswoole_timer_tick" => later::set_timer, unless is_idle),
    hook!(Some("openswoole\\coroutine\\scheduler"), "add" => later::add_task, unless is_idle),
    hook!(Some("openswoole\\coroutine\\scheduler"), "parallel" => later::add_tasks, unless is_idle),
];

/// The hooks are in: what this thread's runtime itself creates passes them by.
pub fn installed() {
    if let Some(create) = HOOKS[0].slot.unhooked() {
        Swoole::bypass_hook(create);
    }
}

/// `go(callable $func, mixed ...$param): int|false`, by whichever of its names.
fn create(original: Original, call: &CallFrame<'_>, result: &mut Zval) {
    runtime::create_hooked(original, call, result);
}
