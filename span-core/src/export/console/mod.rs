//! The console exporter, in whole: where it writes (`stderr`), and how a trace looks to a person ([`tree`]).

pub(crate) mod config;
#[cfg(feature = "console")]
mod stderr;
pub mod tree;

use std::ffi::CStr;

use crate::export::console::config::ConsoleConfig;
use crate::export::exporter::{Exporter, ExporterConfig};
use crate::export::resource::Resource;
use crate::settings::Setting;

impl ExporterConfig for ConsoleConfig {
    const NAME: &'static CStr = c"console";
    const IS_BUILT_IN: bool = cfg!(feature = "console");
    const SETTINGS: &'static [Setting<Self>] = &[];

    fn build(&self, _: &Resource) -> Option<Box<dyn Exporter>> {
        #[cfg(feature = "console")]
        return Some(Box::new(stderr::ConsoleExporter::to_stderr()));
        #[cfg(not(feature = "console"))]
        return None;
    }
}
