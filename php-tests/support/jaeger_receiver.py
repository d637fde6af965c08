"""A Jaeger agent or collector for the tests, on Jaeger's own Thrift definitions: a decoder that shares no code with us.

Usage: jaeger_receiver.py agent|collector LOG

It listens on a free loopback port, prints "port N" and ends with its standard input. Each span becomes a line of JSON in
LOG, with the service and the tags of its process.
"""

import http.server
import importlib.util
import json
import socket
import sys
import threading
import types

from thrift.protocol.TBinaryProtocol import TBinaryProtocol
from thrift.protocol.TCompactProtocol import TCompactProtocol
from thrift.transport.TTransport import TMemoryBuffer

# The package, without what its __init__ imports: a whole tracer.
package = types.ModuleType("jaeger_client")
package.__path__ = importlib.util.find_spec("jaeger_client").submodule_search_locations
sys.modules["jaeger_client"] = package

from jaeger_client.thrift_gen.jaeger.ttypes import Batch, SpanRefType, TagType  # noqa: E402

FIELDS = {
    TagType.STRING: "vStr",
    TagType.DOUBLE: "vDouble",
    TagType.BOOL: "vBool",
    TagType.LONG: "vLong",
    TagType.BINARY: "vBinary",
}


def tags(pairs):
    found = {}
    for pair in pairs or []:
        if pair.key in found:
            raise ValueError(f"tag {pair.key} is there twice")
        found[pair.key] = getattr(pair, FIELDS[pair.vType])
    return found


def hex64(number):
    return f"{number & 0xFFFF_FFFF_FFFF_FFFF:016x}"


def trace_id(of):
    return hex64(of.traceIdHigh) + hex64(of.traceIdLow)


def span(message, process):
    return {
        "name": message.operationName,
        "trace_id": trace_id(message),
        "span_id": hex64(message.spanId),
        "parent_span_id": hex64(message.parentSpanId) if message.parentSpanId else None,
        "start": message.startTime,
        "duration": message.duration,
        "sampled": bool(message.flags & 1),
        "tags": tags(message.tags),
        "logs": [{"time": log.timestamp, "fields": tags(log.fields)} for log in message.logs or []],
        "references": [
            [SpanRefType._VALUES_TO_NAMES[ref.refType], trace_id(ref), hex64(ref.spanId)]
            for ref in message.references or []
        ],
        "service": process.serviceName,
        "process": tags(process.tags),
    }


def note(batch):
    with open(sys.argv[2], "a", encoding="utf-8") as log:
        for message in batch.spans:
            log.write(json.dumps(span(message, batch.process)) + "\n")


def read_packet(packet):
    protocol = TCompactProtocol(TMemoryBuffer(packet))
    name, _, _ = protocol.readMessageBegin()
    if name != "emitBatch":
        raise ValueError(f"an agent has no {name}()")
    # Its only argument; the class that Thrift generated for it would want a web framework.
    protocol.readStructBegin()
    protocol.readFieldBegin()
    batch = Batch()
    batch.read(protocol)
    note(batch)


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        batch = Batch()
        batch.read(TBinaryProtocol(TMemoryBuffer(body)))
        note(batch)
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def listen_to_packets(server):
    while True:
        read_packet(server.recv(65_536))


def main():
    if sys.argv[1] == "agent":
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("127.0.0.1", 0))
        port = server.getsockname()[1]
        threading.Thread(target=listen_to_packets, args=(server,), daemon=True).start()
    else:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"port {port}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
