//! `traced_coroutine`: each coroutine a span that is closed exactly once, whatever ends it.
//!
//! In the order that a coroutine goes through:
//!
//! - [`api`]: what PHP sees; checks arguments, knows no runtime's details.
//! - [`instrumentation`]: what is traced without a word in the program, by hooks in PHP's internal functions.
//! - [`runtime`]: starts the trampoline as the coroutine's body, on Swoole or on PHP's Fibers, and sees its end.
//! - [`state`]: this thread's engine (`span-core`), borrowed only between calls into PHP.
//! - [`guard`]: keeps panics from PHP, at each entry from it.
//! - [`thread`]: all that belongs to one of PHP's threads, in one struct.
//! - [`settings`]: php.ini and the environment, read once, at module start. Nothing else reads either.
//! - [`lifecycle`]: the starts and ends of module and request.
//! - [`zend`]: the only folder with `unsafe`.
#![deny(unsafe_code)]

#[macro_use]
mod handler;
mod api;
mod guard;
mod instrumentation;
mod lifecycle;
mod runtime;
mod settings;
mod state;
mod thread;
mod zend;
