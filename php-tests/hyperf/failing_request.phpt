--TEST--
An exception that reaches the server makes its request's span a failed one, with hyperf/tracer's tags
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_hyperf();
--FILE--
<?php
require __DIR__ . '/../support/hyperf.inc';

$server = new HyperfServer();
echo $server->get('/fails')[0], "\n";
$spans = $server->spans();
echo hyperf_tree($spans);
foreach (['request.path', 'request.method', 'exception.class', 'exception.message'] as $tag) {
    echo "$tag = ", $spans[0]['attributes'][$tag] ?? 'not there', "\n";
}
--EXPECT--
500
- [request: GET /fails] server error
request.path = /fails
request.method = GET
exception.class = DomainException
exception.message = no such order
