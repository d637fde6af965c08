//! The resource: which process the spans come from.
//!
//! Owns its attributes and which of two claims to one key wins. Must not know spans.

use std::borrow::Cow;

use crate::export::otlp::encode::Envelope;
use crate::model::attribute::{Attribute, AttributeValue};
use crate::model::process::Process;

/// The library that made the spans.
pub(crate) const SCOPE_NAME: &str = "traced_coroutine";
/// Its version.
pub(crate) const SCOPE_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The attributes of this process, and the name of this library.
pub(crate) struct Resource {
    attributes: Vec<Attribute>,
    envelope: Envelope,
}

impl Resource {
    /// Collects what is configured and what can be found out.
    ///
    /// The service's name and the SDK's own attributes stand whatever is configured; what was found out about host
    /// and process gives way, because a container's host name may tell the operator less than what they set.
    pub(crate) fn new(
        service_name: &str,
        configured: &[(String, String)],
        php_version: &str,
        process: Process,
    ) -> Self {
        let mut known = Known(Vec::new());
        known.add("service.name", service_name);
        // Not `opentelemetry`: the conventions reserve that for OpenTelemetry's own SDKs.
        known.add("telemetry.sdk.name", SCOPE_NAME);
        known.add("telemetry.sdk.language", "php");
        known.add("telemetry.sdk.version", SCOPE_VERSION);
        // A key that is given twice has its last value, as in a map.
        for (key, _) in configured {
            if let Some((_, last)) = configured.iter().rfind(|(other, _)| other == key) {
                known.add(key.clone(), last.clone());
            }
        }
        known.add("service.instance.id", process.instance_id());
        if !known.has("telemetry.distro.name") {
            known.add("telemetry.distro.name", SCOPE_NAME);
            known.add("telemetry.distro.version", SCOPE_VERSION);
        }
        known.add("process.runtime.name", "php");
        if !php_version.is_empty() {
            known.add("process.runtime.version", php_version.to_owned());
        }
        let host = gethostname::gethostname().to_string_lossy().into_owned();
        known.add("host.name", host);
        known.add("process.pid", i64::from(process.pid));
        let Known(attributes) = known;
        Self::of(attributes)
    }

    /// The resource with these attributes, of which the first is the service's name.
    pub(crate) fn of(attributes: Vec<Attribute>) -> Self {
        Resource {
            envelope: Envelope::new(&attributes, (SCOPE_NAME, SCOPE_VERSION)),
            attributes,
        }
    }

    /// As they are.
    pub(crate) fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// `service.name`, the first of its attributes.
    #[cfg(any(feature = "jaeger", feature = "zipkin"))]
    pub(crate) fn service_name(&self) -> &str {
        match self.attributes.first() {
            Some((_, AttributeValue::String(name))) => name,
            _ => "",
        }
    }

    /// The two as every request has them.
    pub(crate) fn envelope(&self) -> &Envelope {
        &self.envelope
    }
}

/// Attributes of which the first claim to a key stands.
struct Known(Vec<Attribute>);

impl Known {
    fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(known, _)| known == key)
    }

    fn add(&mut self, key: impl Into<Cow<'static, str>>, value: impl Into<AttributeValue>) {
        let key = key.into();
        if !self.has(&key) {
            self.0.push((key, value.into()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource(attributes: &[(&str, &str)]) -> Resource {
        let pairs = attributes.iter();
        let pairs = pairs.map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let configured: Vec<_> = pairs.collect();
        Resource::new("shop", &configured, "8.2.36", Process::current())
    }

    fn text(resource: &Resource, key: &str) -> Vec<String> {
        let attributes = resource.attributes().iter();
        let values = attributes.filter(|(known, _)| known == key);
        values.map(|(_, value)| value.to_string()).collect()
    }

    #[test]
    fn the_operator_overrides_what_was_found_out_but_not_who_we_are() {
        let resource = resource(&[
            ("host.name", "rack 7"),
            ("service.name", "somebody else"),
            ("telemetry.sdk.name", "opentelemetry"),
            ("zone", "a"),
            ("zone", "b"),
        ]);
        let pid = std::process::id().to_string();
        let table = [
            ("service.name", "shop"),
            ("host.name", "rack 7"),
            ("zone", "b"),
            ("telemetry.sdk.name", "traced_coroutine"),
            ("telemetry.sdk.language", "php"),
            ("telemetry.sdk.version", SCOPE_VERSION),
            ("telemetry.distro.name", "traced_coroutine"),
            ("telemetry.distro.version", SCOPE_VERSION),
            ("process.runtime.name", "php"),
            ("process.runtime.version", "8.2.36"),
            ("process.pid", pid.as_str()),
        ];
        for (key, value) in table {
            assert_eq!(text(&resource, key), [value], "{key}");
        }
        assert_eq!(resource.attributes()[0].0, "service.name");
    }

    #[test]
    fn an_instance_and_a_distribution_of_the_operators_own_stand() {
        let resource = resource(&[
            ("service.instance.id", "pod-7"),
            ("telemetry.distro.name", "shop-php"),
        ]);
        assert_eq!(text(&resource, "service.instance.id"), ["pod-7"]);
        assert_eq!(text(&resource, "telemetry.distro.name"), ["shop-php"]);
        assert!(text(&resource, "telemetry.distro.version").is_empty());
    }
}
