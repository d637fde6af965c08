//! The file exporter: its settings ([`config`]) and how it writes (`json_lines`).

pub(crate) mod config;
#[cfg(feature = "file")]
mod json_lines;

use std::ffi::CStr;

use crate::export::exporter::{Exporter, ExporterConfig};
use crate::export::file::config::{FileConfig, SETTINGS};
use crate::export::resource::Resource;
use crate::settings::Setting;

impl ExporterConfig for FileConfig {
    const NAME: &'static CStr = c"file";
    const IS_BUILT_IN: bool = cfg!(feature = "file");
    const SETTINGS: &'static [Setting<Self>] = SETTINGS;

    fn build(&self, _: &Resource) -> Option<Box<dyn Exporter>> {
        #[cfg(feature = "file")]
        return Some(Box::new(json_lines::FileExporter::new(self)));
        #[cfg(not(feature = "file"))]
        return None;
    }
}
