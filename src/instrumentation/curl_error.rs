//! Names for libcurl's error codes, as `error.type` of a request that has failed.

/// The name of an error code. What happens to HTTP requests has its own; the others have their numbers.
pub fn name(code: i64) -> String {
    let name = match code {
        1 => "CURLE_UNSUPPORTED_PROTOCOL",
        2 => "CURLE_FAILED_INIT",
        3 => "CURLE_URL_MALFORMAT",
        5 => "CURLE_COULDNT_RESOLVE_PROXY",
        6 => "CURLE_COULDNT_RESOLVE_HOST",
        7 => "CURLE_COULDNT_CONNECT",
        8 => "CURLE_WEIRD_SERVER_REPLY",
        16 => "CURLE_HTTP2",
        18 => "CURLE_PARTIAL_FILE",
        22 => "CURLE_HTTP_RETURNED_ERROR",
        23 => "CURLE_WRITE_ERROR",
        26 => "CURLE_READ_ERROR",
        27 => "CURLE_OUT_OF_MEMORY",
        28 => "CURLE_OPERATION_TIMEDOUT",
        35 => "CURLE_SSL_CONNECT_ERROR",
        47 => "CURLE_TOO_MANY_REDIRECTS",
        52 => "CURLE_GOT_NOTHING",
        55 => "CURLE_SEND_ERROR",
        56 => "CURLE_RECV_ERROR",
        60 => "CURLE_PEER_FAILED_VERIFICATION",
        92 => "CURLE_HTTP2_STREAM",
        _ => return format!("CURLE_{code}"),
    };
    name.to_owned()
}
