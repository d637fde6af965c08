//! Texts of settings: no parser panics, and each error says what is expected.

#![no_main]

use std::fmt::Debug;

use libfuzzer_sys::fuzz_target;
use span_core::settings::{
    parse_base_endpoint, parse_bool, parse_grpc_endpoint, parse_headers, parse_host, parse_limit,
    parse_millis, parse_otel_bool, parse_ratio, parse_resource_attributes, parse_seconds,
    parse_size, parse_traces_endpoint,
};
use span_core::{parse_exporters, parse_propagators, parse_sampler};

fn check<T: Debug>(result: Result<T, String>) {
    if let Err(error) = result {
        assert!(error.contains("expected"), "{error}");
    }
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (name, arg) = text.split_once('\n').unwrap_or((&text, &text));
    check(parse_base_endpoint(&text));
    check(parse_traces_endpoint(&text));
    check(parse_grpc_endpoint(&text, true));
    check(parse_host(&text));
    check(parse_bool(&text));
    check(parse_otel_bool(&text));
    check(parse_exporters(&text));
    check(parse_headers(&text));
    check(parse_resource_attributes(&text));
    check(parse_millis(&text));
    check(parse_seconds(&text));
    check(parse_size(&text));
    check(parse_limit(&text));
    check(parse_ratio(&text));
    check(parse_propagators(&text));
    check(parse_sampler(name, Some(arg)));
    check(parse_sampler("traceidratio", Some(arg)));
});
