//! The Zipkin exporter: its settings ([`config`]) and how it sends (`json_v2`).

pub(crate) mod config;
#[cfg(feature = "zipkin")]
mod json_v2;

use std::ffi::CStr;
use std::time::Duration;

use crate::export::exporter::{Exporter, ExporterConfig};
use crate::export::resource::Resource;
use crate::export::zipkin::config::{SETTINGS, ZipkinConfig};
use crate::settings::Setting;

impl ExporterConfig for ZipkinConfig {
    const NAME: &'static CStr = c"zipkin";
    const IS_BUILT_IN: bool = cfg!(feature = "zipkin");
    const SETTINGS: &'static [Setting<Self>] = SETTINGS;

    fn component_type(&self) -> String {
        "zipkin_http_span_exporter".to_owned()
    }

    fn timeout(&self) -> Option<Duration> {
        Some(self.timeout)
    }

    fn build(&self, resource: &Resource) -> Option<Box<dyn Exporter>> {
        #[cfg(feature = "zipkin")]
        return Some(Box::new(json_v2::ZipkinExporter::new(self, resource)));
        #[cfg(not(feature = "zipkin"))]
        return None;
    }
}
