//! A setting: its name, its default, how a text of it is read, and what may be shown of it.
//!
//! Owns the shape of an entry, whatever it sets. Must not know which settings there are, nor where a text is looked for.

use std::ffi::CStr;

use super::without_secrets;

/// Reads an environment variable, for the few values that are said to be in others.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The result of reading a text. A list of which some entries were left out was read, and says what is accepted instead of those.
pub type Applied = Result<Option<String>, NotApplied>;

/// Why a text sets nothing.
#[derive(PartialEq, Eq, Debug)]
pub enum NotApplied {
    /// It is not valid: what is accepted instead.
    Refused(String),
    /// A variable of several settings does not say this one. Where its text is not valid, another setting refuses it.
    SaysNothing,
}

impl From<String> for NotApplied {
    fn from(accepted: String) -> Self {
        Self::Refused(accepted)
    }
}

/// Reads a text into what is being set.
pub type Apply<T> = fn(&mut T, &str, Environment<'_>) -> Applied;

/// A setting of `T`. [`settings!`](crate::settings!) writes them.
pub struct Setting<T: 'static> {
    /// The name of its entry in a php.ini.
    pub name: &'static CStr,
    /// Its default there, which is valid.
    pub default: &'static CStr,
    /// How such a text is read.
    pub apply: Apply<T>,
    /// Its environment variables, the most explicit first.
    pub environment: &'static [Variable<T>],
    /// How much of it may be shown.
    pub privacy: Privacy,
    /// How it is shown.
    pub display: Display<T>,
}

/// How a setting is shown.
pub enum Display<T> {
    /// The text that it was read from.
    Text,
    /// Where it is empty, a description of what holds.
    Unset(&'static str),
    /// The value that it has now.
    Value(fn(&T) -> String),
    /// The value that it has now if it comes from an environment variable, which says it in another way.
    ValueOfVariable(fn(&T) -> String),
}

/// The source of a text that is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ShownFrom {
    /// An environment variable.
    Variable,
    /// Its entry in a php.ini, or its default.
    Entry,
}

impl<T> Display<T> {
    /// The text to show for a `text` that was read into `target`.
    pub fn of(&self, text: String, from: ShownFrom, target: &T) -> String {
        match self {
            Display::Unset(description) if text.is_empty() => (*description).to_owned(),
            Display::Value(value) => value(target),
            Display::ValueOfVariable(value) if from == ShownFrom::Variable => value(target),
            Display::Text | Display::Unset(_) | Display::ValueOfVariable(_) => text,
        }
    }
}

/// An environment variable that a setting may come from.
pub struct Variable<T: 'static> {
    /// Its name.
    pub name: &'static str,
    /// How its text is read.
    pub apply: Apply<T>,
    /// The setting's default as this variable would have it.
    pub default: &'static CStr,
}

/// How much of a setting's text may be shown and repeated in a warning.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Privacy {
    /// All of it.
    Open,
    /// An address, without the credentials in it.
    Address,
    /// Nothing.
    Secret,
}

impl Privacy {
    /// The part of `text` that may be shown.
    pub fn visible(self, text: &str) -> String {
        match self {
            Privacy::Secret if !text.is_empty() => "(not shown)".to_owned(),
            Privacy::Address => without_secrets(text),
            Privacy::Open | Privacy::Secret => text.to_owned(),
        }
    }
}

/// `unset` with the defaults of all `settings`, which are the only ones.
pub(crate) fn with_defaults<T>(mut unset: T, settings: &[Setting<T>]) -> T {
    for setting in settings {
        let applied = (setting.apply)(&mut unset, &setting.default.to_string_lossy(), &|_| None);
        debug_assert_eq!(applied, Ok(None), "{:?}", setting.name);
    }
    unset
}

/// Makes a table of settings of one type: `&[Setting<T>]`.
///
/// An entry is `name = default => (field) <- parser, environment variables;`. A variable that is read in a way of its own
/// names its parser too, and before it the default in its own words. Where there is `whole` instead of a field, the parser
/// is an [`Apply`] and sets what it likes. `secret` in front keeps the value out of every output,
/// `address` what may be a key in it. Behind a second `=>` is a [`Display`], where readers are not
/// shown the text as it was read.
#[macro_export]
macro_rules! settings {
    ($target:ty; $(
        $($privacy:ident)? $name:literal = $default:expr => $field:tt <- $parser:expr
        $(, $variable:literal $(or $own_default:literal)? $(<- $own_parser:expr)?)* $(=> $display:expr)?;
    )*) => {
        &[$(
            $crate::settings::Setting::<$target> {
                name: $name,
                default: $default,
                apply: $crate::settings!(@apply $target, $field, $parser),
                environment: &[$(
                    $crate::settings::Variable::<$target> {
                        name: $variable,
                        apply: $crate::settings!(@apply $target, $field, $parser $(, $own_parser)?),
                        default: $crate::settings!(@default $default $(, $own_default)?),
                    },
                )*],
                privacy: $crate::settings!(@privacy $($privacy)?),
                display: $crate::settings!(@display $($display)?),
            },
        )*]
    };
    (@apply $target:ty, $field:tt, $parser:expr, $own_parser:expr) => {
        $crate::settings!(@apply $target, $field, $own_parser)
    };
    (@apply $target:ty, whole, $reader:expr) => { $reader };
    (@apply $target:ty, ($($field:ident).+), $parser:expr) => {
        |target: &mut $target, text: &str, _: $crate::settings::Environment<'_>| {
            target.$($field).+ = $parser(text)?;
            Ok(None)
        }
    };
    (@default $default:expr, $own_default:literal) => { $own_default };
    (@default $default:expr) => { $default };
    (@display $display:expr) => { $display };
    (@display) => { $crate::settings::Display::Text };
    (@privacy secret) => { $crate::settings::Privacy::Secret };
    (@privacy address) => { $crate::settings::Privacy::Address };
    (@privacy) => { $crate::settings::Privacy::Open };
}
