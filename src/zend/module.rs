//! The module entry that PHP reads when it loads the extension, and PHP's calls at the ends of processes and requests.

use crate::lifecycle;
use crate::thread::THREAD;
use ext_php_rs::builders::{ModuleBuilder, ModuleStartup};
use ext_php_rs::ffi::ZEND_MODULE_API_NO;
use ext_php_rs::zend::{ModuleEntry, StaticModuleEntry};
use std::ffi::c_int;
use std::panic::catch_unwind;

// The bindings are made once; cargo does not make them anew when another PHP stands under the same path.
const _: () = assert!(
    matches!(u32::from_str_radix(env!("TRACED_COROUTINE_PHP_API"), 10), Ok(api) if api == ZEND_MODULE_API_NO),
    concat!(
        "the bindings are of PHP's headers with another API number than that of ",
        env!("TRACED_COROUTINE_PHP"),
        ", which is ",
        env!("TRACED_COROUTINE_PHP_API"),
        ": cargo clean --release -p ext-php-rs, and have PHP_CONFIG name the php-config of that PHP"
    )
);

const SUCCESS: c_int = 0;
const FAILURE: c_int = -1;

/// The function that PHP looks up in the shared library.
#[unsafe(no_mangle)]
pub extern "C" fn get_module() -> *mut ModuleEntry {
    static MODULE: StaticModuleEntry = StaticModuleEntry::new();
    MODULE.get_or_init(|| {
        let built: Result<(ModuleEntry, ModuleStartup, _), _> =
            ModuleBuilder::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
                .startup_function(module_startup)
                .shutdown_function(module_shutdown)
                .request_startup_function(request_startup)
                .request_shutdown_function(request_shutdown)
                .post_deactivate_function(post_deactivate)
                .info_function(module_info)
                .try_into();
        // Fails only for functions declared twice, and there are none.
        let (mut entry, _startup, owned) = built.expect("a module without functions is valid");
        THREAD.declare_in(&mut entry);
        (entry, owned)
    })
}

/// Runs one of PHP's calls; a panic must not unwind into PHP.
fn guarded(call: impl FnOnce() -> bool + std::panic::UnwindSafe) -> c_int {
    match catch_unwind(call) {
        Ok(true) => SUCCESS,
        Ok(false) | Err(_) => FAILURE,
    }
}

unsafe extern "C" fn module_startup(_kind: c_int, module_number: c_int) -> c_int {
    guarded(|| lifecycle::module_start(module_number).is_ok())
}

unsafe extern "C" fn module_shutdown(_kind: c_int, module_number: c_int) -> c_int {
    guarded(|| {
        lifecycle::module_end(module_number);
        true
    })
}

unsafe extern "C" fn request_startup(_kind: c_int, _module_number: c_int) -> c_int {
    guarded(|| {
        lifecycle::request_start();
        true
    })
}

unsafe extern "C" fn request_shutdown(_kind: c_int, _module_number: c_int) -> c_int {
    guarded(|| {
        lifecycle::request_end();
        true
    })
}

unsafe extern "C" fn post_deactivate() -> c_int {
    guarded(|| {
        lifecycle::request_gone();
        true
    })
}

unsafe extern "C" fn module_info(_module: *mut ModuleEntry) {
    guarded(|| {
        crate::api::info::print();
        true
    });
}
