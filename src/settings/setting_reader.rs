//! One setting: where its text comes from, what happens to a bad one, and how it is shown.
//!
//! Must not know which settings there are.

use super::draft::Draft;
use crate::zend::ini;
use span_core::settings::{Apply, NotApplied, Privacy, Setting, ShownFrom};
use span_core::{Config, ExporterSetting, ReadSetting};
use std::ffi::CStr;

/// A setting, by what it sets.
#[derive(Clone, Copy)]
pub(super) enum Entry {
    Own(&'static Setting<Draft>),
    Core(&'static Setting<Config>),
    Exporter(ExporterSetting),
}

impl Entry {
    /// The name of its ini entry.
    pub(super) const fn ini(&self) -> &'static CStr {
        match self {
            Self::Own(setting) => setting.name,
            Self::Core(setting) => setting.name,
            Self::Exporter(setting) => setting.name(),
        }
    }

    /// Its default there.
    pub(super) const fn default(&self) -> &'static CStr {
        match self {
            Self::Own(setting) => setting.default,
            Self::Core(setting) => setting.default,
            Self::Exporter(setting) => setting.default(),
        }
    }

    pub(super) fn name(&self) -> String {
        self.ini().to_string_lossy().into_owned()
    }

    /// The text of its ini entry, from any source.
    pub(super) fn text(&self) -> String {
        ini::value(self.ini()).unwrap_or_default()
    }

    /// The setting for a reader of `php --ri`, when all are read.
    pub(super) fn shown(&self, reading: Reading, draft: &Draft) -> Shown {
        let Reading { source, mut shown } = reading;
        let from = match source {
            Source::Environment => ShownFrom::Variable,
            Source::Default | Source::Ini => ShownFrom::Entry,
        };
        shown.value = match self {
            Self::Own(setting) => setting.display.of(shown.value, from, draft),
            Self::Core(setting) => setting.display.of(shown.value, from, &draft.core),
            Self::Exporter(setting) => setting.display(shown.value, from, &draft.core.export),
        };
        shown
    }

    /// Reads the most explicit of the texts that are valid into `draft`, and adds a warning for each that is not.
    pub(super) fn read_into(&self, draft: &mut Draft, warnings: &mut Vec<String>) -> Reading {
        let reader = Reader { warnings };
        match self {
            Self::Own(setting) => reader.read(setting, draft),
            Self::Core(setting) => reader.read(setting, &mut draft.core),
            Self::Exporter(setting) => setting.read(&mut draft.core.export, reader),
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

/// A text found for a setting, and how to parse it.
struct Candidate<T> {
    source: Source,
    /// The environment variable or the kind of ini file.
    place: &'static str,
    text: String,
    apply: Apply<T>,
    /// The default as the source itself spells it.
    default: &'static CStr,
}

/// Reads settings, and takes down what is wrong with them.
struct Reader<'a> {
    warnings: &'a mut Vec<String>,
}

impl ReadSetting for Reader<'_> {
    type Reading = Reading;

    fn read<T>(self, setting: &'static Setting<T>, target: &mut T) -> Reading {
        let mut refused = Vec::new();
        let environment = |name: &str| std::env::var(name).ok();
        for candidate in candidates(setting) {
            match (candidate.apply)(target, &candidate.text, &environment) {
                Ok(refused_in_part) => {
                    let is_in_part = refused_in_part.is_some();
                    if let Some(accepted) = refused_in_part {
                        let warning = warning(setting, &candidate, &accepted, "the rest of it");
                        self.warnings.push(warning);
                    }
                    let mut reading = self.reading(setting, &candidate, &refused);
                    if is_in_part {
                        reading.shown.source.push_str(" (in part not valid)");
                    }
                    return reading;
                }
                Err(NotApplied::Refused(accepted)) => refused.push((candidate, accepted)),
                Err(NotApplied::SaysNothing) => {}
            }
        }
        let default = default_candidate(setting);
        // The tables' own defaults are valid.
        let _ = (default.apply)(target, &default.text, &environment);
        self.reading(setting, &default, &refused)
    }
}

impl Reader<'_> {
    fn reading<T>(
        self,
        setting: &Setting<T>,
        used: &Candidate<T>,
        refused: &[(Candidate<T>, String)],
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
            // A variable that several settings read is reported for the first of them.
            let begin = format!("traced_coroutine: {} (", candidate.place);
            if !self.warnings.iter().any(|it| it.starts_with(&begin)) {
                let warning = warning(setting, candidate, accepted, &instead);
                self.warnings.push(warning);
            }
            source.push_str(&format!(" ({} is not valid)", candidate.place));
        }
        Reading {
            source: used.source,
            shown: Shown {
                name: setting.name.to_string_lossy().into_owned(),
                value: setting.privacy.visible(&used.text),
                source,
            },
        }
    }
}

/// The texts in force, the most explicit first, but for the default.
fn candidates<T>(setting: &Setting<T>) -> Vec<Candidate<T>> {
    let mut candidates = Vec::new();
    for variable in setting.environment {
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
    let text = ini::value(setting.name).unwrap_or_default();
    let configured = ini::configured(setting.name);
    let place = match &configured {
        Some(configured) if *configured == text => Some("php.ini"),
        None if text.as_bytes() == setting.default.to_bytes() => None,
        _ => Some("php_admin_value"),
    };
    candidates.extend(place.map(|place| Candidate {
        source: Source::Ini,
        place,
        text,
        apply: setting.apply,
        default: setting.default,
    }));
    candidates
}

fn default_candidate<T>(setting: &Setting<T>) -> Candidate<T> {
    Candidate {
        source: Source::Default,
        place: "default",
        text: setting.default.to_string_lossy().into_owned(),
        apply: setting.apply,
        default: setting.default,
    }
}

fn warning<T>(
    setting: &Setting<T>,
    refused: &Candidate<T>,
    accepted: &str,
    instead: &str,
) -> String {
    let value = match setting.privacy {
        Privacy::Secret => "its value (not shown)".to_owned(),
        privacy => format!("\"{}\"", privacy.visible(&refused.text)),
    };
    let name = setting.name.to_string_lossy();
    let name = match refused.source {
        Source::Environment => format!("{} ({name})", refused.place),
        Source::Ini | Source::Default => name.into_owned(),
    };
    format!("traced_coroutine: {name}: {value} is not valid, {accepted}; using {instead}")
}
