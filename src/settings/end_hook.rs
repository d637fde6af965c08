//! The setting `end_hook`: which hook reports the end of a coroutine.
//!
//! Must not know what this Swoole offers: that is the runtime's.

/// Which hook closes a coroutine's span.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum EndHook {
    /// The stop hook where the runtime has one, else the defer.
    #[default]
    Auto,
    /// The runtime's native hook at a coroutine's end.
    Stop,
    /// A defer, registered first so that it runs last.
    Defer,
}

/// `auto`, `stop` or `defer`.
pub(super) fn parse_end_hook(text: &str) -> Result<EndHook, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "auto" => Ok(EndHook::Auto),
        "stop" => Ok(EndHook::Stop),
        "defer" => Ok(EndHook::Defer),
        _ => Err("expected auto, stop or defer".to_owned()),
    }
}
