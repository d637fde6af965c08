"""Prints how many spans, and how many different ones, are in files of OTLP requests, each behind its length."""

import struct
import sys

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

count = 0
ids = set()
for name in sys.argv[1:]:
    with open(name, "rb") as log:
        while len(head := log.read(4)) == 4:
            (length,) = struct.unpack("<I", head)
            body = log.read(length)
            if len(body) < length:
                break  # the collector was killed here, and confirmed nothing
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                for scope in resource.scope_spans:
                    count += len(scope.spans)
                    ids.update(span.span_id for span in scope.spans)
print(count, len(ids))
