//! Requests to Swoole's HTTP servers: each is a span of kind SERVER, a child of the caller's.
//!
//! Must not know how a callback comes to be called (`callback` does), nor what becomes of responses (`responses` does).

use super::callback::{Callback, Kind, Origin, Start};
use super::http_request::HttpRequest;
use super::responses;
use crate::settings::{self, OwnSettings, Settings};
use crate::state::with_engine;
use crate::zend::call_frame::CallFrame;
use span_core::CoroutineId;
use span_core::semconv::http_semantics::path_matches;

/// A callback that is given a request and its response.
pub const REQUEST: Kind = Kind {
    describe: |callback, call| describe(callback, call, 0),
    begun: responses::begin,
    ended: responses::end,
    holds_arguments: true,
};

/// The span of the request that is the argument `index` of a callback. `None` where its path is left out.
pub fn describe(callback: &Callback, call: &CallFrame<'_>, index: u32) -> Option<Start> {
    let describe = |settings: &Settings| {
        let settings = &settings.own;
        let start = |request: &HttpRequest<'_>| start(request, settings);
        HttpRequest::read(call, index, callback.is_tls, start)
    };
    settings::with_in_force(describe)??
}

fn start(request: &HttpRequest<'_>, settings: &OwnSettings) -> Option<Start> {
    let excluded = &settings.server.excluded_paths;
    if !excluded.is_empty() {
        let path = request.path();
        if excluded.iter().any(|pattern| path_matches(pattern, &path)) {
            return None;
        }
    }
    let caller = with_engine(|engine| {
        let headers = request.headers(|name| engine.reads_header(name));
        if headers.is_empty() {
            return None;
        }
        engine.extract(&headers)
    });
    let origin = caller.flatten().map(|caller| Origin {
        coroutine: CoroutineId::NONE,
        context: Some(caller.context),
        baggage: caller.baggage,
    });
    Start::described(origin.unwrap_or_default(), || request.options(settings))
}
