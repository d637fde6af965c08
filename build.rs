//! What the extension must know of the PHP that it is built for, and its link options.

use ext_php_rs_build::{ApiVersion, PHPInfo, find_php};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() -> Result<(), Box<dyn Error>> {
    // PHP unmaps an extension after its shutdown. A flusher that hangs in a collector's socket may outlive its
    // time limit and would then run in unmapped memory, so the library stays mapped until the process ends.
    println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    println!("cargo:rerun-if-changed=build.rs");
    describe_php()
}

/// Says which PHP it is (`php84` is a `cfg` from PHP 8.4 on, `php_zts` with thread safety, `php_debug` for debugging), and has cargo
/// look again when that PHP is replaced.
fn describe_php() -> Result<(), Box<dyn Error>> {
    for variable in ["PHP", "PHP_CONFIG", "PATH"] {
        println!("cargo:rerun-if-env-changed={variable}");
    }
    let php = find_php()?;
    // Headers that are gone, as where each PHP has a folder of its own for them, make cargo look again too.
    for path in [Some(php.clone()), headers()].into_iter().flatten() {
        println!("cargo:rerun-if-changed={}", path.display());
    }
    let info = PHPInfo::get(&php)?;
    let api = info.zend_version()?;
    let version = ApiVersion::try_from(api).ok();
    let Some(version) = version.filter(|version| *version >= ApiVersion::Php82) else {
        let php = php.display();
        return Err(format!("{php} has API number {api}: PHP 8.2 to 8.6 are supported").into());
    };
    ext_php_rs_build::emit_check_cfg();
    ext_php_rs_build::emit_php_cfg_flags(version);
    if info.thread_safety()? {
        println!("cargo:rustc-cfg=php_zts");
    }
    if info.debug()? {
        println!("cargo:rustc-cfg=php_debug");
    }
    println!("cargo:rustc-env=TRACED_COROUTINE_PHP_API={api}");
    println!("cargo:rustc-env=TRACED_COROUTINE_PHP={}", php.display());
    Ok(())
}

/// The header that has PHP's API number, `None` where `php-config` does not say where: ext-php-rs reports that.
fn headers() -> Option<PathBuf> {
    let config = std::env::var("PHP_CONFIG").unwrap_or_else(|_| "php-config".into());
    let output = Command::new(config).arg("--include-dir").output().ok()?;
    let directory = String::from_utf8(output.stdout).ok()?;
    Some(Path::new(directory.trim()).join("Zend/zend_modules.h"))
}
