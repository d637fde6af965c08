//! What the settings' parsers take and refuse.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::time::Duration;

use span_core::ExporterKind::{Console, File, Jaeger, Memory, None as Nowhere, Otlp, Zipkin};
use span_core::settings::{
    Known, parse_base_endpoint, parse_base_metrics_endpoint, parse_bool, parse_bytes,
    parse_grpc_endpoint, parse_headers, parse_host, parse_limit, parse_memory, parse_millis,
    parse_otel_bool, parse_port, parse_proxy, parse_ratio, parse_resource_attributes,
    parse_seconds, parse_size, parse_traces_endpoint,
};
use span_core::{
    OtlpProtocol, Propagator, Sampler, parse_exporters, parse_gzip, parse_propagators,
    parse_protocol, parse_sampler,
};

/// Asserts that each text is refused with a message that says what is accepted instead.
fn refuses<T: std::fmt::Debug>(parse: impl Fn(&str) -> Result<T, String>, texts: &[&str]) {
    for text in texts {
        let error = parse(text).unwrap_err();
        assert!(error.contains("expected"), "{text:?}: {error}");
    }
}

/// A list without an unknown entry.
fn all_known<T: Clone>(entries: &[T]) -> Result<Known<T>, String> {
    Ok(Known {
        entries: entries.to_vec(),
        refused: None,
    })
}

/// What is left of a list with unknown entries, which are told of.
fn keeps<T>(parse: impl Fn(&str) -> Result<Known<T>, String>, text: &str) -> Option<Vec<T>> {
    let known = parse(text).ok()?;
    assert!(known.refused.unwrap().contains("expected"), "{text}");
    Some(known.entries)
}

#[test]
fn booleans_of_ini_files_are_phps() {
    for text in ["1", "on", "On", "YES", " true "] {
        assert_eq!(parse_bool(text), Ok(true), "{text:?}");
    }
    for text in ["0", "off", "no", "False", ""] {
        assert_eq!(parse_bool(text), Ok(false), "{text:?}");
    }
    refuses(parse_bool, &["2", "enabled", "tru"]);
}

#[test]
fn booleans_of_the_environment_are_true_and_false_only() {
    assert_eq!(parse_otel_bool("TRUE"), Ok(true));
    assert_eq!(parse_otel_bool("false"), Ok(false));
    refuses(parse_otel_bool, &["1", "0", "yes", "on", ""]);
}

#[test]
fn exporters_are_a_list_without_repetitions() {
    assert_eq!(parse_exporters("memory, MEMORY"), all_known(&[Memory]));
    assert_eq!(parse_exporters("none"), all_known(&[Nowhere]));
    assert_eq!(
        keeps(parse_exporters, "memory,pigeon,none,memory;"),
        None::<Vec<_>>
    );
    assert_eq!(keeps(parse_exporters, "pigeon, memory"), Some(vec![Memory]));
    assert_eq!(keeps(parse_exporters, "memory,"), Some(vec![Memory]));
    refuses(
        parse_exporters,
        &["", ",", "memory;none", "none,memory", "logging"],
    );
}

#[test]
fn what_is_not_compiled_in_is_named_beside_what_is() {
    let exporters = [
        (
            "otlp",
            Otlp,
            cfg!(any(feature = "otlp-http", feature = "otlp-grpc")),
        ),
        ("jaeger", Jaeger, cfg!(feature = "jaeger")),
        ("zipkin", Zipkin, cfg!(feature = "zipkin")),
        ("file", File, cfg!(feature = "file")),
        ("console", Console, cfg!(feature = "console")),
    ];
    for (name, kind, is_built_in) in exporters {
        match parse_exporters(name) {
            Ok(kinds) => assert_eq!((kinds.entries, is_built_in), (vec![kind], true)),
            Err(error) => {
                assert!(!is_built_in);
                let (refused, accepted) = error.split_once(", expected").unwrap();
                assert_eq!(refused, format!("{name} is not compiled in"));
                assert!(
                    accepted.contains("memory") && !accepted.contains(name),
                    "{error}"
                );
            }
        }
    }
    assert_eq!(
        parse_protocol("grpc").ok(),
        cfg!(feature = "otlp-grpc").then_some(OtlpProtocol::Grpc)
    );
    assert_eq!(
        parse_protocol("http/json").ok(),
        cfg!(feature = "otlp-http").then_some(OtlpProtocol::HttpJson)
    );
    refuses(parse_protocol, &["http", "udp"]);
    let has_otlp = cfg!(any(feature = "otlp-http", feature = "otlp-grpc"));
    assert_eq!(parse_protocol("").is_err(), has_otlp);
}

#[test]
fn compression_is_gzip_or_none() {
    assert_eq!(parse_gzip("GZIP"), Ok(true));
    assert_eq!(parse_gzip("none"), Ok(false));
    refuses(parse_gzip, &["", "zstd", "1"]);
}

#[test]
fn a_grpc_endpoint_needs_no_scheme() {
    let table = [
        ("http://a:4317", "http://a:4317"),
        ("https://a.example/ignored", "https://a.example"),
        ("a:4317", "https://a:4317"),
        ("[::1]:4317", "https://[::1]:4317"),
        ("localhost", "https://localhost"),
    ];
    for (text, endpoint) in table {
        assert_eq!(parse_grpc_endpoint(text, false), Ok(endpoint.to_owned()));
    }
    assert_eq!(
        parse_grpc_endpoint("a:4317", true),
        Ok("http://a:4317".to_owned())
    );
    // The scheme is the stronger one.
    assert_eq!(
        parse_grpc_endpoint("https://a:4317", true),
        Ok("https://a:4317".to_owned())
    );
    refuses(
        |text| parse_grpc_endpoint(text, false),
        &[
            "",
            "not a url",
            "ftp://a",
            "unix:///a.sock",
            "me:hush@a:4317",
        ],
    );
}

#[test]
fn ports_and_bytes_are_whole_numbers() {
    assert_eq!(parse_port("6831"), Ok(6831));
    refuses(parse_port, &["", "0", "65536", "-1", "udp"]);
    assert_eq!(parse_bytes("0"), Ok(0));
    assert_eq!(parse_bytes("10000000000"), Ok(10_000_000_000));
    assert_eq!(parse_bytes("10M"), Ok(10 << 20));
    refuses(
        parse_bytes,
        &["", "-1", "M", "10MB", "1.5M", "99999999999G"],
    );
    assert_eq!(parse_memory("64k"), Ok(64 << 10));
    assert_eq!(parse_memory(" 1G "), Ok(1 << 30));
    refuses(parse_memory, &["", "0", "63K", "-1M", "32MB", "K"]);
}

#[test]
fn the_traces_endpoint_is_used_as_it_is() {
    for text in [
        "http://localhost:4318/v1/traces",
        "https://a.example/x?y=z",
        "http://[::1]:4318",
    ] {
        assert_eq!(parse_traces_endpoint(text), Ok(text.to_owned()));
    }
    refuses(
        parse_traces_endpoint,
        &[
            "",
            "localhost:4318",
            "grpc://a:4317",
            "http://",
            "/v1/traces",
            "unix:///a.sock",
            "http://a:b",
        ],
    );
}

#[test]
fn the_base_endpoint_gets_the_path_of_traces() {
    let table = [
        ("http://localhost:4318", "http://localhost:4318/v1/traces"),
        ("http://localhost:4318/", "http://localhost:4318/v1/traces"),
        ("https://a.example/otlp", "https://a.example/otlp/v1/traces"),
        (
            "https://a.example/otlp/",
            "https://a.example/otlp/v1/traces",
        ),
    ];
    for (text, endpoint) in table {
        assert_eq!(parse_base_endpoint(text), Ok(endpoint.to_owned()));
    }
    refuses(parse_base_endpoint, &["", "localhost", "ftp://a"]);
}

/// Browsers take these for addresses, the HTTP clients do not: each batch would be lost.
#[test]
fn what_no_client_can_use_is_no_address() {
    let texts = [
        "http:/host",
        "http:host",
        "http:\\\\host",
        "http://host\\v1",
        "http://ho\tst",
        "http://host/v1?a=b c",
        "http://ho st/",
        "http://host:/",
        "http://host:0",
        "http://host:99999",
        "http://:4318",
        "http://[::1",
        "http://[host]",
        "http://[::1]4318",
        "http://ho%41st",
        "//host",
        "host/v1?http://",
    ];
    refuses(parse_traces_endpoint, &texts);
    refuses(parse_base_endpoint, &texts);
    refuses(parse_base_metrics_endpoint, &texts);
    let with_scheme = texts
        .iter()
        .filter(|text| text.contains("://") && !text.starts_with("host"));
    let with_scheme: Vec<&str> = with_scheme.copied().collect();
    refuses(|text| parse_grpc_endpoint(text, true), &with_scheme);
    refuses(
        |text| parse_grpc_endpoint(text, true),
        &["ho st:4317", "host:", "host:0", "a\\b"],
    );
}

#[test]
fn what_goes_over_the_wire_is_what_was_set() {
    let table = [
        (
            " https://a.example:8443/x%20y?k=a%20b&c ",
            "https://a.example:8443/x%20y?k=a%20b&c",
        ),
        ("HTTP://A.example/V1", "http://A.example/V1"),
        ("Https://a.example", "https://a.example"),
        ("http://[fe80::1]:4318/", "http://[fe80::1]:4318/"),
        (
            "http://b\u{fc}cher.example/\u{fc}",
            "http://xn--bcher-kva.example/%C3%BC",
        ),
    ];
    for (text, endpoint) in table {
        assert_eq!(parse_traces_endpoint(text), Ok(endpoint.to_owned()));
    }
    let table = [
        ("http://a/x/?k=v", "http://a/x/v1/traces?k=v"),
        ("http://[::1]:4318", "http://[::1]:4318/v1/traces"),
        (
            "http://b\u{fc}cher.example",
            "http://xn--bcher-kva.example/v1/traces",
        ),
    ];
    for (text, endpoint) in table {
        assert_eq!(parse_base_endpoint(text), Ok(endpoint.to_owned()));
    }
}

#[test]
fn a_scheme_is_the_same_in_capitals() {
    let base = parse_base_endpoint("HTTPS://a.example");
    assert_eq!(base, Ok("https://a.example/v1/traces".to_owned()));
    let grpc = parse_grpc_endpoint("HTTP://a.example:4317", false);
    assert_eq!(grpc, Ok("http://a.example:4317".to_owned()));
    let proxy = parse_proxy("HTTP://Me:PW@Proxy:3128/");
    assert_eq!(proxy, Ok("http://Me:PW@Proxy:3128".to_owned()));
}

#[test]
fn a_host_is_a_name_or_an_address_and_nothing_else() {
    for host in [
        "jaeger",
        "jaeger.example.",
        "127.0.0.1",
        "::1",
        "[::1]",
        "a_b",
    ] {
        assert_eq!(parse_host(host), Ok(host.to_owned()));
    }
    refuses(
        parse_host,
        &[
            "",
            "jaeger:6831",
            "http://jaeger",
            "a b",
            "[jaeger]",
            "a/b",
            "me@a",
            "[::1]:6831",
            "1.2.3.4.5:1",
        ],
    );
}

#[test]
fn no_secret_is_taken_in_an_endpoint_or_shown_in_an_error() {
    for parse in [parse_traces_endpoint, parse_base_endpoint] {
        let error = parse("http://me:hush@a.example").unwrap_err();
        assert!(
            error.contains("header") && !error.contains("hush"),
            "{error}"
        );
    }
    for text in [
        "hush",
        "authorization=hush%0a",
        "a b=hush",
        "=hush",
        "k=%ffhush",
    ] {
        let error = parse_headers(text).unwrap_err();
        assert!(
            error.contains("key=value") && !error.contains("hush"),
            "{error}"
        );
    }
}

#[test]
fn headers_of_the_body_are_the_exporters_own() {
    let text = "Content-Type=hush,x-key=hush,expect=100-continue,content-type=a";
    let headers = parse_headers(text).unwrap();
    assert_eq!(headers.entries, [("x-key".to_owned(), "hush".to_owned())]);
    let refused = headers.refused.unwrap();
    assert!(refused.contains("content-type, expect"), "{refused}");
    assert!(!refused.contains("hush"), "{refused}");
    for name in ["content-encoding", "Content-Length", "TRANSFER-ENCODING"] {
        let headers = parse_headers(&format!("{name}=1")).unwrap();
        assert!(headers.entries.is_empty() && headers.refused.is_some());
    }
}

#[test]
fn pairs_are_separated_by_commas_and_decoded() {
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let headers = parse_headers(" api-key = a%3Db , x-empty=,authorization=Basic dTpw==,").unwrap();
    let expected = [
        pair("api-key", "a=b"),
        pair("x-empty", ""),
        pair("authorization", "Basic dTpw=="),
    ];
    assert_eq!(headers.entries, expected);
    assert_eq!(headers.refused, None);
    let attributes = parse_resource_attributes("zone=a,name=%C3%BC%2C").unwrap();
    assert_eq!(attributes, [pair("zone", "a"), pair("name", "ü,")]);
    assert_eq!(parse_resource_attributes(""), Ok(Vec::new()));
    refuses(parse_resource_attributes, &["zone", "=a", "a=b,c", "k=%ff"]);
}

#[test]
fn lengths_of_time_are_not_negative() {
    assert_eq!(parse_millis("5000"), Ok(Duration::from_secs(5)));
    assert_eq!(parse_millis(" 0 "), Ok(Duration::ZERO));
    refuses(
        parse_millis,
        &["", "-1", "+1", "1.5", "5s", "99999999999999999999"],
    );
    assert_eq!(parse_seconds("5"), Ok(Duration::from_secs(5)));
    assert_eq!(parse_seconds("0.25"), Ok(Duration::from_millis(250)));
    refuses(parse_seconds, &["", "-1", "five", "NaN", "inf", "1e300"]);
}

#[test]
fn sizes_are_positive() {
    assert_eq!(parse_size("2048"), Ok(2048));
    refuses(
        parse_size,
        &["", "0", "-5", "+5", "1.0", "2k", "99999999999999999999999"],
    );
}

#[test]
fn samplers_have_opentelemetrys_names() {
    let based = |root| Sampler::ParentBased(Box::new(root));
    let table = [
        ("always_on", None, Sampler::AlwaysOn),
        (" Always_Off ", None, Sampler::AlwaysOff),
        ("traceidratio", Some(0.25), Sampler::TraceIdRatio(0.25)),
        ("traceidratio", None, Sampler::TraceIdRatio(1.0)),
        (
            "parentbased_always_on",
            // It has none.
            Some(0.5),
            based(Sampler::AlwaysOn),
        ),
        ("parentbased_always_off", None, based(Sampler::AlwaysOff)),
        (
            "parentbased_traceidratio",
            Some(0.0),
            based(Sampler::TraceIdRatio(0.0)),
        ),
    ];
    for (name, ratio, sampler) in table {
        let mut parsed = parse_sampler(name).unwrap();
        if let Some(ratio) = ratio {
            parsed.set_ratio(ratio);
        }
        assert_eq!(parsed, sampler, "{name}");
    }
    let names = [
        "",
        "on",
        "parentbased",
        "parentbased_",
        "jaeger_remote",
        "xray",
        "always_on,",
    ];
    refuses(parse_sampler, &names);
}

#[test]
fn ratios_are_between_0_and_1() {
    for (text, ratio) in [("0", 0.0), ("1", 1.0), (" 0.5 ", 0.5), ("1e-3", 0.001)] {
        assert_eq!(parse_ratio(text), Ok(ratio));
    }
    refuses(
        parse_ratio,
        &["", "1.1", "2", "-1", "-0.1", "NaN", "inf", "50%", "half"],
    );
}

#[test]
fn propagators_are_a_list_without_repetitions() {
    use Propagator::{B3, B3Multi, Baggage, Jaeger, TraceContext};
    assert_eq!(
        parse_propagators("tracecontext,baggage, B3,b3multi,jaeger,b3"),
        all_known(&[TraceContext, Baggage, B3, B3Multi, Jaeger])
    );
    assert_eq!(parse_propagators("None"), all_known(&[]));
    for text in ["b3,xray", "xray,b3,", "none,b3"] {
        assert_eq!(keeps(parse_propagators, text), Some(vec![B3]), "{text}");
    }
    refuses(parse_propagators, &["", ",", "xray", "xray,ottrace"]);
}

#[test]
fn limits_may_be_0() {
    assert_eq!(parse_limit("128"), Ok(128));
    assert_eq!(parse_limit("0"), Ok(0));
    refuses(parse_limit, &["", "-1", "+1", "1.5", "4294967296", "none"]);
}
