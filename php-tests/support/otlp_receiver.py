"""An OTLP collector for the tests, on the PyPI packages opentelemetry-proto and grpcio, which share no code with us.

Usage: otlp_receiver.py MODE LOG [PEM [CLIENTS]]

JSON is read as the OpenTelemetry Collector reads it, by the letter: no null, no bare NaN, no key twice. What comes to
/api/v2/spans is Zipkin's.

With PEM, a file with a certificate and its key, it speaks TLS; with CLIENTS, a file with a certificate, only to a client that
shows one which that has signed. It reads protobuf and JSON bodies, gzipped or not; with the
mode "grpc" it speaks gRPC and answers like "ok", with "grpc-count" like "count".

It listens on a free loopback port, prints "port N" and ends with its standard input. Each request becomes one line of
JSON in LOG before it is answered. MODE says how it answers:

  ok            200 with an empty ExportTraceServiceResponse, but 400 to what it cannot decode
  count         200, and the log has only how many spans there were
  away-N        refuses connections for N seconds, then 200, and the log has only the names of the spans
  4-MiB         413 to requests that are longer than 4 MiB, else 200
  partial       200, partial_success with one rejected span
  400, 404, 413, 500, 429, 502, 503, 504   always that status
  503-then-ok   503 to the first two requests, then 200
  429-then-ok   429 with "Retry-After: 1" to the first request, then 200
  drop-then-ok  closes the first connection without an answer, then 200
  hang          reads the request and never answers
  garbage       answers bytes that are not HTTP
  half          promises more bytes of body than it sends
"""

import base64
import concurrent.futures
import gzip
import http.server
import json
import math
import socket
import ssl
import sys
import threading
import time

import grpc
from google.protobuf import json_format
from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

KINDS = ["unspecified", "internal", "server", "client", "producer", "consumer"]
STATUSES = ["unset", "ok", "error"]


def value(any_value):
    kind = any_value.WhichOneof("value")
    if kind == "array_value":
        return [value(item) for item in any_value.array_value.values]
    if kind == "kvlist_value":
        return attributes(any_value.kvlist_value.values)
    if kind == "bytes_value":
        return {"bytes": any_value.bytes_value.hex()}
    found = getattr(any_value, kind) if kind else None
    # The log is JSON, too.
    return {"double": str(found)} if isinstance(found, float) and not math.isfinite(found) else found


def attributes(pairs):
    found = {}
    for pair in pairs:
        if pair.key in found:
            raise ValueError(f"attribute {pair.key} is there twice")
        found[pair.key] = value(pair.value)
    return found


def span(message):
    return {
        "name": message.name,
        "kind": KINDS[message.kind],
        "trace_id": message.trace_id.hex(),
        "span_id": message.span_id.hex(),
        "parent_span_id": message.parent_span_id.hex() or None,
        "trace_state": message.trace_state,
        "start_time_unix_nano": message.start_time_unix_nano,
        "end_time_unix_nano": message.end_time_unix_nano,
        "attributes": attributes(message.attributes),
        "dropped": {
            "attributes": message.dropped_attributes_count,
            "events": message.dropped_events_count,
            "links": message.dropped_links_count,
        },
        "events": [
            {"name": event.name, "time_unix_nano": event.time_unix_nano, "attributes": attributes(event.attributes)}
            for event in message.events
        ],
        "links": [
            {
                "trace_id": link.trace_id.hex(),
                "span_id": link.span_id.hex(),
                "attributes": attributes(link.attributes),
            }
            for link in message.links
        ],
        "link_states": [link.trace_state for link in message.links],
        "status": {"code": STATUSES[message.status.code], "description": message.status.message},
    }


def strict_json(text):
    def no_constant(name):
        raise ValueError(f"{name} is no JSON")

    def checked(pairs):
        found = dict(pairs)
        if len(found) < len(pairs):
            raise ValueError(f"a key is there twice: {[key for key, _ in pairs]}")
        if None in found.values():
            raise ValueError(f"null in {found}")
        return found

    return json.loads(text, parse_constant=no_constant, object_pairs_hook=checked)


def zipkin_spans(body):
    """Zipkin's JSON by the rules of the Collector's translator, which refuses all spans for one that breaks them."""
    spans = strict_json(body)
    for span in spans:
        if span.get("annotations") == []:
            raise ValueError("annotations without any")
        for annotation in span.get("annotations", []):
            if annotation["timestamp"] < 1:
                raise ValueError("an annotation without a time")
            parts = annotation["value"].split("|")
            len(parts) < 3 or json.loads("|".join(parts[1:-1]))
    return spans


def with_base64_ids(found):
    """OTLP's JSON has ids in hexadecimal, where protobuf's has bytes in base64."""
    if isinstance(found, list):
        return [with_base64_ids(item) for item in found]
    if not isinstance(found, dict):
        return found
    ids = {"traceId", "spanId", "parentSpanId"}
    return {
        key: base64.b64encode(bytes.fromhex(item)).decode() if key in ids else with_base64_ids(item)
        for key, item in found.items()
    }


def decode(body, headers):
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    if headers.get("content-type") == "application/json":
        return json_format.ParseDict(with_base64_ids(strict_json(body)), ExportTraceServiceRequest())
    request = ExportTraceServiceRequest()
    request.ParseFromString(body)
    return request


def resource_spans(request):
    return [
        {
            "resource": attributes(resource.resource.attributes),
            "scope_spans": [
                {
                    "scope": {"name": scope.scope.name, "version": scope.scope.version},
                    "spans": [span(message) for message in scope.spans],
                }
                for scope in resource.scope_spans
            ],
        }
        for resource in request.resource_spans
    ]


def count_spans(request):
    return sum(len(scope.spans) for resource in request.resource_spans for scope in resource.scope_spans)


def names(request):
    return [span.name for resource in request.resource_spans for scope in resource.scope_spans for span in scope.spans]


def point(message):
    entry = {"attributes": attributes(message.attributes), "since": message.start_time_unix_nano, "time": message.time_unix_nano}
    if hasattr(message, "bucket_counts"):
        entry.update(count=message.count, sum=message.sum, buckets=list(message.bucket_counts), bounds=list(message.explicit_bounds))
    else:
        entry["value"] = getattr(message, message.WhichOneof("value"))
    return entry


def metrics(body):
    request = ExportMetricsServiceRequest()
    request.ParseFromString(body)
    found = {}
    for resource in request.resource_metrics:
        for scope in resource.scope_metrics:
            for metric in scope.metrics:
                kind = metric.WhichOneof("data")
                data = getattr(metric, kind)
                found[metric.name] = {
                    "kind": kind,
                    "unit": metric.unit,
                    "monotonic": getattr(data, "is_monotonic", None),
                    "cumulative": data.aggregation_temporality == 2,
                    "resource": attributes(resource.resource.attributes),
                    "points": [point(message) for message in data.data_points],
                }
    return found


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    lock = threading.Lock()
    seen = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with Receiver.lock:
            Receiver.seen += 1
            answer = self.answer_to(Receiver.seen, len(body))
            headers = {name.lower(): text for name, text in self.headers.items()}
            entry = {
                "method": self.command,
                "path": self.path,
                "headers": headers,
                "answer": answer if isinstance(answer, int) else 0,
                "bytes": len(body),
            }
            try:
                if self.path.endswith("/v1/metrics"):
                    entry["resource_spans"] = []
                    entry["metrics"] = metrics(body)
                elif self.path.endswith("/api/v2/spans"):
                    entry["resource_spans"] = []
                    entry["zipkin"] = zipkin_spans(body)
                elif sys.argv[1] == "count":
                    entry["spans"] = count_spans(decode(body, headers))
                elif sys.argv[1].startswith("away-"):
                    entry["names"] = names(decode(body, headers))
                else:
                    entry["resource_spans"] = resource_spans(decode(body, headers))
            except (DecodeError, ValueError, json_format.ParseError) as error:
                entry["resource_spans"] = []
                entry["not_decoded"] = str(error)
                if answer == 200:
                    answer = entry["answer"] = 400
            with open(sys.argv[2], "a", encoding="utf-8") as log:
                log.write(json.dumps(entry) + "\n")
        self.give(answer)

    def answer_to(self, count, length):
        mode = sys.argv[1]
        if mode in ("ok", "count", "partial") or mode.startswith("away-"):
            return 200
        if mode == "4-MiB":
            return 413 if length > 4 << 20 else 200
        if mode == "503-then-ok":
            return 503 if count <= 2 else 200
        if mode == "429-then-ok":
            return 429 if count == 1 else 200
        if mode == "drop-then-ok":
            return "drop" if count == 1 else 200
        return int(mode) if mode.isdigit() else mode

    def give(self, answer):
        if answer == "hang":
            threading.Event().wait()
        elif answer == "drop":
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        elif answer == "garbage":
            self.wfile.write(b"\x00\xff I am not HTTP \r\n\r\n")
            self.close_connection = True
        elif answer == "half":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this")
            self.close_connection = True
        else:
            response = ExportTraceServiceResponse()
            if sys.argv[1] == "partial":
                response.partial_success.rejected_spans = 1
                response.partial_success.error_message = "one span was too old"
            payload = response.SerializeToString() if answer == 200 else b"no"
            self.send_response(answer)
            self.send_header("Content-Type", "application/x-protobuf" if answer == 200 else "text/plain")
            self.send_header("Content-Length", str(len(payload)))
            if sys.argv[1] == "429-then-ok" and answer == 429:
                self.send_header("Retry-After", "1")
            self.end_headers()
            self.wfile.write(payload)

    def do_GET(self):
        self.send_error(405)

    def log_message(self, *_):
        pass


def export_over_grpc(request, context):
    metadata = {key: text for key, text in context.invocation_metadata() if isinstance(text, str)}
    entry = {
        "method": "gRPC",
        "path": "",
        "headers": metadata,
        "answer": 200,
        "bytes": request.ByteSize(),
    }
    if sys.argv[1] == "grpc-count":
        entry["spans"] = count_spans(request)
    else:
        entry["resource_spans"] = resource_spans(request)
    with Receiver.lock, open(sys.argv[2], "a", encoding="utf-8") as log:
        log.write(json.dumps(entry) + "\n")
    return ExportTraceServiceResponse()


def serve_grpc():
    handler = grpc.unary_unary_rpc_method_handler(
        export_over_grpc, ExportTraceServiceRequest.FromString, ExportTraceServiceResponse.SerializeToString
    )
    service = "opentelemetry.proto.collector.trace.v1.TraceService"
    server = grpc.server(concurrent.futures.ThreadPoolExecutor())
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler(service, {"Export": handler})])
    if len(sys.argv) > 3:
        with open(sys.argv[3], "rb") as file:
            pem = file.read()
        clients = None
        if len(sys.argv) > 4:
            with open(sys.argv[4], "rb") as file:
                clients = file.read()
        credentials = grpc.ssl_server_credentials([(pem, pem)], clients, clients is not None)
        port = server.add_secure_port("127.0.0.1:0", credentials)
    else:
        port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port


def serve_http():
    # A port that is bound and not listened to refuses connections, and nobody else gets it.
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver, bind_and_activate=False)
    server.daemon_threads = True
    server.server_bind()
    _, _, away = sys.argv[1].partition("away-")
    if len(sys.argv) > 3:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[3])
        if len(sys.argv) > 4:
            context.load_verify_locations(sys.argv[4])
            context.verify_mode = ssl.CERT_REQUIRED
        # The handshake belongs to the connection's thread.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)

    def serve():
        time.sleep(float(away or 0))
        server.server_activate()
        server.serve_forever()

    if not away:
        server.server_activate()
    threading.Thread(target=serve if away else server.serve_forever, daemon=True).start()
    return server, server.server_address[1]


def main():
    # A gRPC server that nobody holds stops.
    _server, port = serve_grpc() if sys.argv[1].startswith("grpc") else serve_http()
    print(f"port {port}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
