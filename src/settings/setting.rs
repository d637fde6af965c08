//! One setting: where its text comes from, what happens to a bad one, and how it is shown.
//!
//! Must not know which settings there are.

use super::draft::Draft;
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
    /// Environment variables, the first that is not empty and valid wins; each wins over php.ini.
    pub(super) environment: &'static [Variable],
    pub(super) privacy: Privacy,
    pub(super) display: Display,
}

/// What is shown in the place of the text that a setting was read from.
pub(super) enum Display {
    /// That text itself.
    Text,
    /// Where it is empty, a description of what holds.
    Unset(&'static str),
    /// What it has become.
    Value(fn(&Draft) -> String),
    /// Where it is an environment variable's, what it has become: the variable says it in another way.
    ValueOfVariable(fn(&Draft) -> String),
}

/// An environment variable that a setting may come from.
pub(super) struct Variable {
    pub(super) name: &'static str,
    pub(super) apply: Apply,
    /// The default as this variable would have it.
    pub(super) default: &'static CStr,
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

/// Where a text comes from, the least explicit first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    Default,
    Ini,
    Environment,
}

/// A setting that has been read.
pub(super) struct Reading {
    pub(super) source: Source,
    pub(super) shown: Shown,
}

/// A text that is there for a setting, and how to read it.
struct Candidate {
    source: Source,
    /// The environment variable or the kind of ini file.
    place: &'static str,
    text: String,
    apply: Apply,
    /// The default in its own words.
    default: &'static CStr,
}

impl Setting {
    /// Reads the most explicit of the texts that are valid into `draft`, and adds a warning for each that is not.
    pub(super) fn read_into(&self, draft: &mut Draft, warnings: &mut Vec<String>) -> Reading {
        let mut refused: Vec<(Candidate, String)> = Vec::new();
        for candidate in self.candidates() {
            match (candidate.apply)(draft, &candidate.text) {
                Ok(()) => {
                    if let Some(accepted) = draft.refused_in_part.take() {
                        warnings.push(self.warning(&candidate, &accepted, "the rest of it"));
                    }
                    return self.reading(&candidate, &refused, warnings);
                }
                Err(accepted) => refused.push((candidate, accepted)),
            }
        }
        let default = self.default_candidate();
        // The table's own defaults are valid.
        let _ = (default.apply)(draft, &default.text);
        self.reading(&default, &refused, warnings)
    }

    /// The setting for a reader of `php --ri`, when all are read.
    pub(super) fn shown(&self, reading: Reading, draft: &Draft) -> Shown {
        let Reading { source, mut shown } = reading;
        match self.display {
            Display::Unset(description) if shown.value.is_empty() => {
                description.clone_into(&mut shown.value);
            }
            Display::ValueOfVariable(value) if source == Source::Environment => {
                shown.value = value(draft);
            }
            Display::Value(value) => shown.value = value(draft),
            Display::Text | Display::Unset(_) | Display::ValueOfVariable(_) => {}
        }
        shown
    }

    /// The text of its ini entry, whoever has set it.
    pub(super) fn text(&self) -> String {
        ini::value(self.ini).unwrap_or_default()
    }

    pub(super) fn name(&self) -> String {
        self.ini.to_string_lossy().into_owned()
    }

    /// The texts in force, the most explicit first, but for the default.
    fn candidates(&self) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for variable in self.environment {
            let value = std::env::var_os(variable.name).filter(|value| !value.is_empty());
            if let Some(value) = value {
                candidates.push(Candidate {
                    source: Source::Environment,
                    place: variable.name,
                    text: value.to_string_lossy().into_owned(),
                    apply: variable.apply,
                    default: variable.default,
                });
            }
        }
        let text = self.text();
        let configured = ini::configured(self.ini);
        let place = match &configured {
            Some(configured) if *configured == text => Some("php.ini"),
            None if text.as_bytes() == self.default.to_bytes() => None,
            _ => Some("php_admin_value"),
        };
        candidates.extend(place.map(|place| Candidate {
            source: Source::Ini,
            place,
            text,
            apply: self.apply,
            default: self.default,
        }));
        candidates
    }

    fn default_candidate(&self) -> Candidate {
        Candidate {
            source: Source::Default,
            place: "default",
            text: self.default.to_string_lossy().into_owned(),
            apply: self.apply,
            default: self.default,
        }
    }

    fn reading(
        &self,
        used: &Candidate,
        refused: &[(Candidate, String)],
        warnings: &mut Vec<String>,
    ) -> Reading {
        let mut source = used.place.to_owned();
        for (candidate, accepted) in refused {
            let instead = match used.source {
                Source::Default if candidate.default.is_empty() => "the default".to_owned(),
                Source::Default => {
                    format!("the default \"{}\"", candidate.default.to_string_lossy())
                }
                Source::Ini | Source::Environment => format!("that of {}", used.place),
            };
            warnings.push(self.warning(candidate, accepted, &instead));
            source.push_str(&format!(" ({} is not valid)", candidate.place));
        }
        Reading {
            source: used.source,
            shown: Shown {
                name: self.name(),
                value: self.privacy.visible(&used.text),
                source,
            },
        }
    }

    fn warning(&self, refused: &Candidate, accepted: &str, instead: &str) -> String {
        let value = match self.privacy {
            Privacy::Secret => "its value (not shown)".to_owned(),
            privacy => format!("\"{}\"", privacy.visible(&refused.text)),
        };
        let name = match refused.source {
            Source::Environment => format!("{} ({})", refused.place, self.name()),
            Source::Ini | Source::Default => self.name(),
        };
        format!("traced_coroutine: {name}: {value} is not valid, {accepted}; using {instead}")
    }
}
