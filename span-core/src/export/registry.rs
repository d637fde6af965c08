//! Which exporters there are.
//!
//! Owns their one list, and all that is asked of every one of them: names, settings, making. Must not know what an
//! exporter does. A new one is a folder with an [`ExporterConfig`] in it, a `mod` line for it and a line in the list below.

use std::ffi::CStr;
use std::time::Duration;

use crate::export::exporter::{Exporter, ExporterConfig};
use crate::export::resource::Resource;
use crate::settings::named::{Known, Named, find, first};
use crate::settings::{Setting, ShownFrom};

/// Makes all of it out of the list. A line is `Kind = folder::config::Type;`, in the order in which the exporters are
/// taken for the default.
macro_rules! exporters {
    ($($(#[$doc:meta])* $kind:ident = $module:ident::config::$config:ident;)*) => {
        /// A destination of finished spans.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum ExporterKind {
            $($(#[$doc])* $kind,)*
            /// A bounded store in this process, for tests: [`crate::Engine::memory_spans`].
            Memory,
            /// Nowhere.
            None,
        }

        /// The settings of each exporter.
        #[derive(Clone, Default, Debug)]
        pub struct ExporterConfigs {
            $($(#[$doc])* pub $module: crate::export::$module::config::$config,)*
        }

        /// A setting of one of the exporters.
        #[derive(Clone, Copy)]
        pub enum ExporterSetting {
            $($(#[$doc])* $kind(&'static Setting<crate::export::$module::config::$config>),)*
        }

        /// Those that send.
        const SENDING: &[Named<ExporterKind>] = &[$(
            (
                <crate::export::$module::config::$config as ExporterConfig>::NAME,
                ExporterKind::$kind,
                <crate::export::$module::config::$config as ExporterConfig>::IS_BUILT_IN,
            ),
        )*];

        const SETTINGS_COUNT: usize = 0 $(
            + <crate::export::$module::config::$config as ExporterConfig>::SETTINGS.len()
        )*;

        /// The settings of all exporters, in the order in which they are read.
        pub const EXPORTER_SETTINGS: [Option<ExporterSetting>; SETTINGS_COUNT] = {
            let mut all = [None; SETTINGS_COUNT];
            let mut end = 0;
            $(
                let own = <crate::export::$module::config::$config as ExporterConfig>::SETTINGS;
                let mut index = 0;
                while index < own.len() {
                    all[end] = Some(ExporterSetting::$kind(&own[index]));
                    index += 1;
                    end += 1;
                }
            )*
            all
        };

        impl ExporterSetting {
            /// The name of its entry in a php.ini.
            pub const fn name(&self) -> &'static CStr {
                match self {
                    $(ExporterSetting::$kind(setting) => setting.name,)*
                }
            }

            /// Its default there.
            pub const fn default(&self) -> &'static CStr {
                match self {
                    $(ExporterSetting::$kind(setting) => setting.default,)*
                }
            }

            /// The text to show for `text`, which was read into its exporter's config.
            pub fn display(&self, text: String, from: ShownFrom, configs: &ExporterConfigs) -> String {
                match self {
                    $(ExporterSetting::$kind(setting) => setting.display.of(text, from, &configs.$module),)*
                }
            }

            /// Has `reader` read it into what it belongs to.
            pub fn read<R: ReadSetting>(&self, configs: &mut ExporterConfigs, reader: R) -> R::Reading {
                match self {
                    $(ExporterSetting::$kind(setting) => reader.read(setting, &mut configs.$module),)*
                }
            }
        }

        impl ExporterConfigs {
            /// `otel.component.type` of an exporter's metrics.
            pub(crate) fn component_type(&self, kind: ExporterKind) -> String {
                match kind {
                    $(ExporterKind::$kind => self.$module.component_type(),)*
                    ExporterKind::Memory | ExporterKind::None => format!("{}_span_exporter", kind.name()),
                }
            }

            /// The time limit of one request, where the exporter has a setting for it.
            pub(crate) fn timeout(&self, kind: ExporterKind) -> Option<Duration> {
                match kind {
                    $(ExporterKind::$kind => self.$module.timeout(),)*
                    ExporterKind::Memory | ExporterKind::None => None,
                }
            }

            fn build_one(&self, kind: ExporterKind, resource: &Resource) -> Option<Box<dyn Exporter>> {
                match kind {
                    $(ExporterKind::$kind => self.$module.build(resource),)*
                    ExporterKind::Memory | ExporterKind::None => None,
                }
            }
        }
    };
}

exporters! {
    /// An OpenTelemetry collector, over OTLP.
    Otlp = otlp::config::OtlpConfig;
    /// A Jaeger agent or collector.
    Jaeger = jaeger::config::JaegerConfig;
    /// A Zipkin server.
    Zipkin = zipkin::config::ZipkinConfig;
    /// OTLP JSON lines in a file.
    File = file::config::FileConfig;
    /// A readable tree on STDERR.
    Console = console::config::ConsoleConfig;
}

/// Reads a setting of whatever exporter it belongs to.
pub trait ReadSetting {
    /// The result.
    type Reading;

    /// Reads `setting` into `config`.
    fn read<T>(self, setting: &'static Setting<T>, config: &mut T) -> Self::Reading;
}

/// Those that every build has.
const KEEPING: [Named<ExporterKind>; 2] = [
    (c"memory", ExporterKind::Memory, true),
    (c"none", ExporterKind::None, true),
];

/// All of them.
const EXPORTERS: [Named<ExporterKind>; SENDING.len() + KEEPING.len()] = {
    let mut all = [KEEPING[0]; SENDING.len() + KEEPING.len()];
    let mut index = 0;
    while index < all.len() {
        all[index] = if index < SENDING.len() {
            SENDING[index]
        } else {
            KEEPING[index - SENDING.len()]
        };
        index += 1;
    }
    all
};

/// The exporter that is used where none is set: the first that this build has, `none` where it has none that sends.
pub(crate) const DEFAULT_EXPORTER: &CStr = match first(SENDING) {
    Some(name) => name,
    None => c"none",
};

impl ExporterKind {
    /// Its name in the settings.
    pub fn name(self) -> &'static str {
        let mut known = EXPORTERS.iter();
        let found = known.find(|(_, kind, _)| *kind == self);
        found
            .and_then(|(name, ..)| name.to_str().ok())
            .unwrap_or_default()
    }

    /// Whether it sends spans out of this process: the others keep or drop them.
    pub fn sends(self) -> bool {
        !matches!(self, ExporterKind::Memory | ExporterKind::None)
    }
}

/// A comma list of exporters, of which the known ones count; `none` stands alone.
///
/// ```
/// use span_core::{ExporterKind, parse_exporters};
/// let exporters = parse_exporters("memory,pigeon").unwrap();
/// assert_eq!(exporters.entries, [ExporterKind::Memory]);
/// assert!(exporters.refused.is_some());
/// ```
pub fn parse_exporters(text: &str) -> Result<Known<ExporterKind>, String> {
    const FORM: &str = "a comma list of";
    let known = Known::read(text, |name| find(&EXPORTERS, name, FORM))?;
    if known.entries.len() > 1 && known.entries.contains(&ExporterKind::None) {
        return Err("expected none to stand alone".to_owned());
    }
    Ok(known)
}

/// Makes the `chosen` exporters, each once. The last ones of the list come first, because they do not use the network: a
/// collector that hangs then delays no other exporter.
pub(crate) fn build(
    chosen: &[ExporterKind],
    configs: &ExporterConfigs,
    resource: &Resource,
) -> Vec<(ExporterKind, Box<dyn Exporter>)> {
    let kinds = SENDING.iter().rev().map(|(_, kind, _)| *kind);
    kinds
        .filter(|kind| chosen.contains(kind))
        .filter_map(|kind| Some((kind, configs.build_one(kind, resource)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::process::Process;
    use crate::settings::{Applied, Environment, Privacy};

    fn resource() -> Resource {
        Resource::new("shop", &[], "", Process::current())
    }

    /// Run by `.ci/single-features` with each feature alone, and by `make test-core` with all and with none.
    #[test]
    fn the_default_is_of_what_is_compiled_in() {
        let exporter = DEFAULT_EXPORTER.to_str().unwrap();
        let kind = parse_exporters(exporter).unwrap().entries[0];
        let resource = resource();
        let built = build(&[kind], &ExporterConfigs::default(), &resource);
        assert_eq!(built.len(), usize::from(kind.sends()));
        let has_otlp = cfg!(any(feature = "otlp-http", feature = "otlp-grpc"));
        assert_eq!(exporter == "otlp", has_otlp);
    }

    #[test]
    fn each_exporter_that_is_built_in_can_be_made_and_no_other() {
        let resource = resource();
        for (name, kind, is_built_in) in EXPORTERS {
            let built = build(&[kind], &ExporterConfigs::default(), &resource);
            assert_eq!(
                built.len(),
                usize::from(is_built_in && kind.sends()),
                "{name:?}"
            );
            assert_eq!(
                parse_exporters(kind.name()).is_ok(),
                is_built_in,
                "{name:?}"
            );
        }
    }

    #[test]
    fn each_setting_bears_its_exporters_name_and_has_a_valid_default_for_each_source() {
        for setting in EXPORTER_SETTINGS {
            let setting = setting.unwrap();
            let name = setting.name().to_string_lossy();
            let exporter = name.split('.').nth(1).unwrap_or_default();
            let known = SENDING
                .iter()
                .any(|(known, ..)| known.to_string_lossy() == exporter);
            assert!(name.starts_with("traced_coroutine.") && known, "{name}");
            setting.read(&mut ExporterConfigs::default(), CheckDefaults);
        }
    }

    struct CheckDefaults;

    impl ReadSetting for CheckDefaults {
        type Reading = ();

        fn read<T>(self, setting: &'static Setting<T>, config: &mut T) {
            let name = setting.name.to_string_lossy();
            let environment: Environment<'_> = &|_| None;
            let applied: Applied =
                (setting.apply)(config, &setting.default.to_string_lossy(), environment);
            assert_eq!(applied, Ok(None), "{name}");
            for variable in setting.environment {
                if !variable.default.is_empty() {
                    let text = variable.default.to_string_lossy();
                    let applied = (variable.apply)(config, &text, environment);
                    assert_eq!(applied, Ok(None), "{}", variable.name);
                }
            }
            let is_secret = name.ends_with("password") || name.ends_with("headers");
            assert_eq!(setting.privacy == Privacy::Secret, is_secret, "{name}");
        }
    }
}
