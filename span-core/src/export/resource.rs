//! The resource: which process the spans come from.
//!
//! Owns its attributes and which of two claims to one key wins. Must not know spans.

use opentelemetry::{InstrumentationScope, KeyValue, Value};
use opentelemetry_proto::tonic::resource::v1::Resource as ProtoResource;
use opentelemetry_proto::transform::common::tonic::{Attributes, ResourceAttributesWithSchema};

use super::otlp_encoder::encode_envelope;
use crate::config::Config;

/// The attributes of this process, and the name of this library.
pub(crate) struct Resource {
    attributes: Vec<KeyValue>,
    proto: ResourceAttributesWithSchema,
    scope: InstrumentationScope,
    /// The two as every request has them.
    encoded: (Vec<u8>, Vec<u8>),
}

impl Resource {
    /// Collects what is configured and what can be found out.
    ///
    /// The service's name and the SDK's own attributes stand whatever is configured; what was found out about host
    /// and process gives way, because a container's host name may tell the operator less than what they set.
    pub(crate) fn new(config: &Config, pid: u32) -> Self {
        let mut attributes: Vec<KeyValue> = Vec::new();
        let mut add = |key: String, value: Value| {
            if attributes.iter().all(|known| known.key.as_str() != key) {
                attributes.push(KeyValue::new(key, value));
            }
        };
        let sdk = [
            ("service.name", config.service_name.clone()),
            ("telemetry.sdk.name", "traced_coroutine".to_owned()),
            ("telemetry.sdk.language", "php".to_owned()),
            (
                "telemetry.sdk.version",
                env!("CARGO_PKG_VERSION").to_owned(),
            ),
        ];
        for (key, value) in sdk {
            add(key.to_owned(), value.into());
        }
        // A key that is given twice has its last value, as in a map.
        let mut configured = config.resource_attributes.clone();
        for index in 0..configured.len() {
            let (key, _) = &configured[index];
            if let Some(last) = configured.iter().rfind(|(other, _)| other == key) {
                configured[index].1 = last.1.clone();
            }
        }
        for (key, value) in configured {
            add(key, value.into());
        }
        add("process.runtime.name".to_owned(), "php".into());
        if !config.php_version.is_empty() {
            add(
                "process.runtime.version".to_owned(),
                config.php_version.clone().into(),
            );
        }
        let host = gethostname::gethostname().to_string_lossy().into_owned();
        add("host.name".to_owned(), host.into());
        add("process.pid".to_owned(), i64::from(pid).into());
        let proto = ResourceAttributesWithSchema {
            attributes: Attributes::from(attributes.clone()),
            schema_url: None,
        };
        let scope = InstrumentationScope::builder("traced_coroutine")
            .with_version(env!("CARGO_PKG_VERSION"))
            .build();
        let message = ProtoResource {
            attributes: proto.attributes.0.clone(),
            ..ProtoResource::default()
        };
        let encoded = encode_envelope(message, &scope);
        Resource {
            attributes,
            proto,
            scope,
            encoded,
        }
    }

    /// As they are.
    #[cfg(any(feature = "jaeger", feature = "zipkin"))]
    pub(crate) fn attributes(&self) -> &[KeyValue] {
        &self.attributes
    }

    /// The library that made the spans.
    pub(super) fn scope(&self) -> &InstrumentationScope {
        &self.scope
    }

    /// The resource as an encoded message.
    pub(super) fn protobuf(&self) -> &[u8] {
        &self.encoded.0
    }

    /// [`Resource::scope`] as an encoded message.
    pub(super) fn scope_protobuf(&self) -> &[u8] {
        &self.encoded.1
    }

    /// In OTLP's form.
    pub(crate) fn as_proto(&self) -> &ResourceAttributesWithSchema {
        &self.proto
    }
}

#[cfg(test)]
mod tests {
    use opentelemetry_proto::tonic::common::v1::any_value::Value as Proto;

    use super::*;

    fn text(resource: &Resource, key: &str) -> Vec<String> {
        let attributes = resource.as_proto().attributes.0.iter();
        let values = attributes.filter(|pair| pair.key == key);
        values
            .map(|pair| match pair.value.clone().and_then(|any| any.value) {
                Some(Proto::StringValue(text)) => text,
                other => panic!("{key} is {other:?}"),
            })
            .collect()
    }

    #[test]
    fn the_operator_overrides_what_was_found_out_but_not_who_we_are() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let config = Config {
            service_name: "shop".to_owned(),
            php_version: "8.2.36".to_owned(),
            resource_attributes: vec![
                pair("host.name", "rack 7"),
                pair("service.name", "somebody else"),
                pair("zone", "a"),
                pair("zone", "b"),
            ],
            ..Config::default()
        };
        let resource = Resource::new(&config, 42);
        assert_eq!(text(&resource, "service.name"), ["shop"]);
        assert_eq!(text(&resource, "host.name"), ["rack 7"]);
        assert_eq!(text(&resource, "zone"), ["b"]);
        assert_eq!(text(&resource, "telemetry.sdk.name"), ["traced_coroutine"]);
        assert_eq!(text(&resource, "telemetry.sdk.language"), ["php"]);
        assert_eq!(text(&resource, "process.runtime.version"), ["8.2.36"]);
        let first = resource
            .as_proto()
            .attributes
            .0
            .first()
            .map(|pair| pair.key.clone());
        assert_eq!(first.as_deref(), Some("service.name"));
    }
}
