//! The only folder with `unsafe`: everything that touches the Zend Engine, Swoole's C API or the C library.
//!
//! Its exports are safe to call from PHP's own thread between a request's start and its end. It knows no span:
//! it hands over callables, frames, exceptions and process facts, and `runtime/` decides what they mean.
//!
//! PHP leaves a frame by `longjmp` when it bails out. So no function here keeps a value with a destructor on the
//! stack while PHP code runs, and none holds a lock or a borrow across such a call.
#![allow(unsafe_code)]

pub mod arguments;
pub mod array_slots;
pub mod c_heap;
pub mod call;
pub mod call_frame;
pub mod callable;
pub mod class;
pub mod clock_source;
pub mod closure;
pub mod code_location;
pub mod content;
pub mod curl_list;
pub mod curl_objects;
pub mod data_class;
pub mod descriptors;
pub mod engine_hooks;
pub mod enums;
pub mod exception;
pub mod exception_text;
pub mod fiber;
mod fiber_key;
mod former_handlers;
#[cfg(php84)]
pub mod gc_fiber;
pub mod globals;
pub mod header_table;
pub mod hook_object;
pub mod hooked_function;
pub mod http_opening;
mod http_watch;
pub mod http_wrapper;
pub mod info_table;
pub mod ini;
pub mod ini_entry;
mod internal_call;
pub mod libcurl;
mod memory_limit;
mod module;
mod module_static;
pub mod object;
pub mod object_watch;
pub mod offers;
pub mod pdo_statement;
pub mod php_log;
pub mod php_object;
pub mod php_process;
pub mod php_thread;
pub mod post_startup;
pub mod process_slot;
pub mod property_slot;
pub mod question;
pub mod registered_callable;
pub mod server_settings;
mod settle;
pub mod settled;
pub mod shared_file;
pub mod shared_table;
pub mod string_list;
pub mod succession;
pub mod swoole;
mod swoole_api;
pub mod swoole_exit;
pub mod swoole_hooks;
mod swoole_objects;
pub mod swoole_worker;
pub mod throw;
#[cfg(php_zts)]
mod tsrm;
pub mod typed;
pub mod uncaught;
pub mod value;
