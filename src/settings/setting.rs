//! One setting: where its text comes from, what happens to a bad one, and how it is shown.
//!
//! Must not know which settings there are.

use super::Draft;
use crate::zend::ini;
use span_core::settings::without_secrets;
use std::ffi::CStr;

/// Reads a text into a draft. The error says what is accepted.
pub(super) type Apply = fn(&mut Draft, &str) -> Result<(), String>;

/// An entry of the table.
pub(super) struct Setting {
    /// The name of its ini entry.
    pub(super) ini: &'static CStr,
    pub(super) default: &'static CStr,
    pub(super) apply: Apply,
    /// Environment variables, the first that is not empty wins; each wins over php.ini.
    pub(super) environment: &'static [Variable],
    pub(super) privacy: Privacy,
}

/// An environment variable that a setting may come from.
pub(super) struct Variable {
    pub(super) name: &'static str,
    pub(super) apply: Apply,
    /// The default as this variable would have it.
    pub(super) default: &'static CStr,
}

/// The text in force.
struct Found {
    value: String,
    source: &'static str,
    apply: Apply,
    /// The default in the source's own words.
    default: &'static CStr,
}

/// How much of a setting's text may be shown and repeated in a warning.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Privacy {
    Open,
    /// What is not a key in it.
    Address,
    Secret,
}

impl Privacy {
    fn visible(self, text: &str) -> String {
        match self {
            Privacy::Secret if !text.is_empty() => "(not shown)".to_owned(),
            Privacy::Address => without_secrets(text),
            Privacy::Open | Privacy::Secret => text.to_owned(),
        }
    }
}

/// One setting as `php --ri` shows it.
pub struct Shown {
    pub name: String,
    pub value: String,
    pub source: String,
}

const PHP_INI: &str = "php.ini";

impl Setting {
    /// Reads the text in force into `draft`, or warns and reads the default.
    pub(super) fn read_into(&self, draft: &mut Draft) -> Shown {
        let found = self.find();
        let (value, source) = match (found.apply)(draft, &found.value) {
            Ok(()) => {
                if let Some(accepted) = draft.refused_in_part.take() {
                    self.warn(&found, &accepted, "using the rest of it");
                }
                (found.value, found.source.to_owned())
            }
            Err(accepted) => {
                let default = self.default.to_string_lossy().into_owned();
                // The table's own defaults are valid.
                let _ = (self.apply)(draft, &default);
                let instead = match found.default.to_string_lossy() {
                    default if default.is_empty() => "using the default".to_owned(),
                    default => format!("using the default \"{default}\""),
                };
                self.warn(&found, &accepted, &instead);
                (default, format!("default ({} is not valid)", found.source))
            }
        };
        Shown {
            name: self.name(),
            value: self.privacy.visible(&value),
            source,
        }
    }

    /// The text in force, where it comes from, and how to read it.
    fn find(&self) -> Found {
        for variable in self.environment {
            let value = std::env::var_os(variable.name).filter(|value| !value.is_empty());
            if let Some(value) = value {
                return Found {
                    value: value.to_string_lossy().into_owned(),
                    source: variable.name,
                    apply: variable.apply,
                    default: variable.default,
                };
            }
        }
        let source = if ini::is_configured(self.ini) {
            PHP_INI
        } else {
            "default"
        };
        Found {
            value: ini::value(self.ini).unwrap_or_default(),
            source,
            apply: self.apply,
            default: self.default,
        }
    }

    fn warn(&self, found: &Found, accepted: &str, instead: &str) {
        let refused = match self.privacy {
            Privacy::Secret => "its value (not shown)".to_owned(),
            privacy => format!("\"{}\"", privacy.visible(&found.value)),
        };
        let name = if found.source == PHP_INI {
            self.name()
        } else {
            format!("{} ({})", found.source, self.name())
        };
        ini::warn_at_start(&format!(
            "traced_coroutine: {name}: {refused} is not valid, {accepted}; {instead}"
        ));
    }

    fn name(&self) -> String {
        self.ini.to_string_lossy().into_owned()
    }
}
