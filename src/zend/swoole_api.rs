//! The C API of the extension that has Swoole's coroutines: whether it is one that was checked, and its functions.
//!
//! The functions are found by `dlsym`, so that nothing is linked. Must not know what the hooks are used for.

use super::module_static::FunctionSlot;
use super::php_process::extension_version;
use std::ffi::{CStr, c_int, c_long, c_void};
use std::mem::transmute;

/// `swoole_coroutine_get_id()`: -1 outside of coroutines.
pub(super) type GetId = extern "C" fn() -> c_long;
/// `Coroutine::last_cid`: the thread's own where PHP is thread-safe.
pub(super) type NewestId = *const c_long;
pub(super) type HookFunction = extern "C" fn(*mut c_void);
pub(super) type AddHook = unsafe extern "C" fn(c_int, HookFunction, c_int);

/// An extension with a C API whose hook numbers were checked, as far as `swoole_hooks` uses them. A function may have had another
/// name in some of its releases.
struct Checked {
    module: &'static CStr,
    name: &'static str,
    /// `SWOOLE_API_VERSION_ID`.
    version: c_int,
    version_id: &'static [&'static CStr],
    add_hook: &'static [&'static CStr],
    get_id: &'static [&'static CStr],
    newest_id: &'static [&'static CStr],
}

const SWOOLE: Checked = Checked {
    module: c"swoole",
    name: "Swoole",
    // Of 5.0 to 6.2: it does not tell them apart.
    version: 0x0202_208a,
    version_id: &[c"swoole_api_version_id"],
    add_hook: &[c"swoole_add_hook"],
    // The second one's until 6.0.
    get_id: &[
        c"swoole_coroutine_get_id",
        c"swoole_coroutine_get_current_id",
    ],
    newest_id: &[c"_ZN6swoole9Coroutine8last_cidE"],
};

const OPENSWOOLE: Checked = Checked {
    module: c"openswoole",
    name: "OpenSwoole",
    // Of 22.0 to 26.2.
    version: 0x0202_012a,
    // The second ones until 25.2.
    version_id: &[c"openswoole_api_version_id", c"swoole_api_version_id"],
    add_hook: &[c"openswoole_add_hook", c"swoole_add_hook"],
    get_id: &[
        c"openswoole_coroutine_get_current_id",
        c"swoole_coroutine_get_current_id",
    ],
    newest_id: &[
        c"_ZN10openswoole9Coroutine8last_cidE",
        c"_ZN6swoole9Coroutine8last_cidE",
    ],
};

/// The functions of an API that was checked.
#[derive(Clone, Copy)]
pub(super) struct Functions {
    pub(super) get_id: GetId,
    pub(super) add_hook: AddHook,
}

/// An extension's C API.
#[derive(Clone, Copy)]
pub(super) enum SwooleApi {
    Usable(Functions),
    /// A known extension that exports no such functions. It has the methods of its classes.
    Hidden,
    /// Another version than the one that was checked.
    OtherVersion(c_int),
    /// An extension that is not known.
    OtherExtension,
}

/// The functions of the loaded extension, if its API is usable. It may be unmapped at module end, so they are cleared then.
static GET_ID: FunctionSlot<GetId> = FunctionSlot::new();
static ADD_HOOK: FunctionSlot<AddHook> = FunctionSlot::new();

/// The extension of the coroutines, by its name in PHP's list of modules.
#[derive(Clone, Copy)]
pub(super) struct Extension {
    module: &'static CStr,
    pub(super) api: SwooleApi,
}

impl Extension {
    /// The extension `module`, which stays loaded until [`forget`] is called.
    pub(super) fn find(module: &'static CStr) -> Self {
        let api = find_api(module);
        if let SwooleApi::Usable(functions) = api {
            GET_ID.set(Some(functions.get_id));
            ADD_HOOK.set(Some(functions.add_hook));
        }
        Self { module, api }
    }

    /// Name and version.
    pub(super) fn name(&self) -> String {
        let known = checked(self.module).map(|checked| checked.name.into());
        let name = known.unwrap_or_else(|| self.module.to_string_lossy());
        format!("{name} {}", extension_version(self.module))
            .trim_end()
            .to_owned()
    }

    /// Where it counts the coroutines of this thread, unless it hides that.
    pub(super) fn newest_id(&self) -> Option<NewestId> {
        match self.api {
            SwooleApi::Usable(_) => Some(symbol(checked(self.module)?.newest_id)?.cast()),
            _ => None,
        }
    }

    /// Why its coroutines cannot be traced.
    pub(super) fn refusal(&self) -> Option<String> {
        match self.api {
            SwooleApi::Usable(_) | SwooleApi::Hidden => None,
            SwooleApi::OtherVersion(id) => Some(format!(
                "{} has a C API of a version that is not known here, {id:#x}",
                self.name()
            )),
            SwooleApi::OtherExtension => Some(format!(
                "the coroutines are those of {}, which is not known here",
                self.name()
            )),
        }
    }

    /// Whether the hook after a fork also reports the child that becomes a daemon. It does since Swoole 6.2.
    pub(super) fn reports_daemons(&self) -> bool {
        let version = extension_version(self.module);
        let mut parts = version.split('.').map_while(|part| part.parse().ok());
        let minor: Option<(u32, u32)> = parts.next().zip(parts.next());
        self.module == SWOOLE.module && minor >= Some((6, 2))
    }
}

/// The functions, where an API that was checked has been found.
pub(super) fn functions() -> Option<Functions> {
    Some(Functions {
        get_id: GET_ID.get()?,
        add_hook: ADD_HOOK.get()?,
    })
}

/// Forgets the functions. Called at module end.
pub(super) fn forget() {
    GET_ID.set(None);
    ADD_HOOK.set(None);
}

fn checked(module: &CStr) -> Option<&'static Checked> {
    [&SWOOLE, &OPENSWOOLE]
        .into_iter()
        .find(|checked| checked.module == module)
}

fn find_api(module: &CStr) -> SwooleApi {
    let Some(checked) = checked(module) else {
        return SwooleApi::OtherExtension;
    };
    match version(checked) {
        Some(version) if version != checked.version => SwooleApi::OtherVersion(version),
        Some(_) => functions_of(checked).map_or(SwooleApi::Hidden, SwooleApi::Usable),
        None => SwooleApi::Hidden,
    }
}

fn version(checked: &Checked) -> Option<c_int> {
    let address = symbol(checked.version_id)?;
    // SAFETY: the signature is that of swoole_api.h, in all versions of the API.
    let version_id = unsafe { transmute::<*mut c_void, extern "C" fn() -> c_int>(address) };
    Some(version_id())
}

fn functions_of(checked: &Checked) -> Option<Functions> {
    let get_id = symbol(checked.get_id)?;
    let add_hook = symbol(checked.add_hook)?;
    // SAFETY: the signatures are those of swoole_coroutine_api.h and swoole_api.h in the version that was checked.
    Some(unsafe {
        Functions {
            get_id: transmute::<*mut c_void, GetId>(get_id),
            add_hook: transmute::<*mut c_void, AddHook>(add_hook),
        }
    })
}

/// The first of these names that a loaded library has.
fn symbol(names: &[&CStr]) -> Option<*mut c_void> {
    names.iter().find_map(|name| {
        // SAFETY: looks a name up among the loaded libraries; PHP loads extensions with RTLD_GLOBAL.
        let address = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
        (!address.is_null()).then_some(address)
    })
}
