//! The promises of the settings' tables and the exporters' registry to the documentation.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use span_core::settings::Setting;
use span_core::{
    Config, EXPORTER_SETTINGS, ReadSetting, SETTINGS_AFTER_EXPORTERS, SETTINGS_BEFORE_EXPORTERS,
    parse_exporters, parse_propagators,
};

/// The name of a setting, and its environment variables.
type Names = (String, Vec<&'static str>);

struct ReadNames;

impl ReadSetting for ReadNames {
    type Reading = Names;

    fn read<T>(self, setting: &'static Setting<T>, _: &mut T) -> Names {
        let variables = setting.environment.iter();
        let name = setting.name.to_string_lossy().into_owned();
        (name, variables.map(|variable| variable.name).collect())
    }
}

fn all_names() -> Vec<Names> {
    let mut config = Config::default();
    let core = SETTINGS_BEFORE_EXPORTERS
        .iter()
        .chain(SETTINGS_AFTER_EXPORTERS);
    let mut names: Vec<_> = core
        .map(|setting| ReadNames.read(setting, &mut config))
        .collect();
    for setting in EXPORTER_SETTINGS {
        names.push(setting.unwrap().read(&mut config.export, ReadNames));
    }
    names
}

/// What users read of settings.
fn manual() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    fs::read_to_string(root.join("docs/settings.md")).unwrap()
}

#[test]
fn no_setting_is_there_twice() {
    let names = all_names();
    let distinct: BTreeSet<_> = names.iter().map(|(name, _)| name).collect();
    assert_eq!(distinct.len(), names.len());
    for (name, _) in names {
        assert!(name.starts_with("traced_coroutine."), "{name}");
    }
}

#[test]
fn the_manual_has_a_row_for_each_setting_with_all_its_environment_variables() {
    let manual = manual();
    let rows: Vec<_> = manual
        .lines()
        .filter(|line| line.starts_with('|'))
        .collect();
    for (name, variables) in all_names() {
        let row = rows
            .iter()
            .find(|row| row.starts_with(&format!("| `{name}` |")));
        let row = row.unwrap_or_else(|| panic!("no row for {name}"));
        for variable in variables {
            assert!(
                row.contains(&format!("`{variable}`")),
                "{variable} is missing: {row}"
            );
        }
    }
}

#[test]
fn the_manual_names_each_exporter_and_propagator() {
    let manual = manual();
    for expected in [
        parse_exporters("pigeon").unwrap_err(),
        parse_propagators("pigeon").unwrap_err(),
    ] {
        let names = expected.trim_start_matches("expected a comma list of ");
        for name in names.split([',', ' ']).filter(|name| !name.is_empty()) {
            if name != "and" && name != "or" {
                let is_named = [
                    format!("`{name}`"),
                    format!("`{name},"),
                    format!(",{name}`"),
                ]
                .iter()
                .any(|form| manual.contains(form));
                assert!(is_named, "{name}");
            }
        }
    }
}

#[test]
fn each_exporters_feature_is_in_both_packages_and_on_by_default() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let features = |manifest: &Path| {
        let text = fs::read_to_string(manifest).unwrap();
        let (_, section) = text.split_once("[features]").unwrap();
        let (section, _) = section.split_once("\n[").unwrap();
        let lines = section.lines().filter(|line| !line.starts_with('#'));
        let pairs = lines.filter_map(|line| line.split_once(" = "));
        pairs
            .map(|(name, list)| (name.to_owned(), list.to_owned()))
            .collect::<Vec<_>>()
    };
    let core = features(&root.join("Cargo.toml"));
    let extension = features(&root.parent().unwrap().join("Cargo.toml"));
    let (_, exporters) = core
        .iter()
        .find(|(name, _)| name == "all-exporters")
        .unwrap();
    for exporter in exporters.split('"').skip(1).step_by(2) {
        let passed_on = format!("[\"span-core/{exporter}\"]");
        let is_passed_on = |(name, list): &(String, String)| name == exporter && *list == passed_on;
        assert!(extension.iter().any(is_passed_on), "{exporter}");
        assert!(core.iter().any(|(name, _)| name == exporter), "{exporter}");
    }
    for manifest in [&core, &extension] {
        let is_default =
            |(name, list): &(String, String)| name == "default" && list == "[\"all-exporters\"]";
        assert!(manifest.iter().any(is_default));
    }
}
