//! One setting: where its text comes from, what happens to a bad one, and how it is shown.
//!
//! Must not know which settings there are.

use super::Draft;
use crate::zend::ini;
use crate::zend::log::Sink;
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
    pub(super) environment: &'static [(&'static str, Apply)],
    pub(super) privacy: Privacy,
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
        let (value, source, apply) = self.find();
        let (value, source) = match apply(draft, &value) {
            Ok(()) => (value, source.to_owned()),
            Err(accepted) => {
                let default = self.default.to_string_lossy().into_owned();
                // The table's own defaults are valid.
                let _ = (self.apply)(draft, &default);
                self.warn(&draft.log, &value, source, &accepted);
                (default, format!("default ({source} is not valid)"))
            }
        };
        Shown {
            name: self.name(),
            value: self.privacy.visible(&value),
            source,
        }
    }

    /// The text in force, where it comes from, and how to read it.
    fn find(&self) -> (String, &'static str, Apply) {
        for (variable, apply) in self.environment {
            if let Some(value) = std::env::var_os(variable).filter(|value| !value.is_empty()) {
                return (value.to_string_lossy().into_owned(), variable, *apply);
            }
        }
        let value = ini::value(self.ini).unwrap_or_default();
        let source = if ini::is_configured(self.ini) {
            PHP_INI
        } else {
            "default"
        };
        (value, source, self.apply)
    }

    /// A warning of PHP's, and where the words go elsewhere, a line there: it is where an operator looks.
    fn warn(&self, log: &Sink, value: &str, source: &str, accepted: &str) {
        let refused = match self.privacy {
            Privacy::Secret => "its value (not shown)".to_owned(),
            privacy => format!("\"{}\"", privacy.visible(value)),
        };
        let name = if source == PHP_INI {
            self.name()
        } else {
            format!("{source} ({})", self.name())
        };
        let default = match self.default.to_string_lossy() {
            default if default.is_empty() => String::new(),
            default => format!(" \"{default}\""),
        };
        let warning =
            format!("{name}: {refused} is not valid, {accepted}; using the default{default}");
        ini::warn_at_start(&format!("traced_coroutine: {warning}"));
        log.write(&warning);
    }

    fn name(&self) -> String {
        self.ini.to_string_lossy().into_owned()
    }
}
