//! Texts of settings: no parser panics, and each error says what is expected.

#![no_main]

use libfuzzer_sys::fuzz_target;
use span_core::settings::{NotApplied, Setting};
use span_core::{
    Config, EXPORTER_SETTINGS, ReadSetting, SETTINGS_AFTER_EXPORTERS, SETTINGS_BEFORE_EXPORTERS,
};

/// Reads this text as whatever setting it is given, and as the environment variables of it.
struct Check<'a>(&'a str);

impl ReadSetting for Check<'_> {
    type Reading = ();

    fn read<T>(self, setting: &'static Setting<T>, config: &mut T) {
        let variables = setting.environment.iter().map(|variable| variable.apply);
        for apply in std::iter::once(setting.apply).chain(variables) {
            if let Err(NotApplied::Refused(error)) = apply(config, self.0, &|_| Some(self.0.to_owned())) {
                assert!(error.contains("expected"), "{error}");
            }
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut config = Config::default();
    for setting in SETTINGS_BEFORE_EXPORTERS.iter().chain(SETTINGS_AFTER_EXPORTERS) {
        Check(&text).read(setting, &mut config);
    }
    for setting in EXPORTER_SETTINGS.into_iter().flatten() {
        setting.read(&mut config.export, Check(&text));
    }
});
