--TEST--
Baggage beyond W3C's limits is not taken in: 64 entries, 8192 bytes, keys that are HTTP tokens
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function header_length(): int { $carrier = []; TracedCoroutine::inject($carrier); return strlen($carrier['baggage'] ?? ''); }
foreach (['', 'a b', 'ä', "a\r\n", 'a=b', 'a,b', "a\0", '"a"'] as $key) {
    TracedCoroutine::setBaggage($key, 'value');
}
echo json_encode(TracedCoroutine::getBaggage()), "\n";
for ($n = 0; $n < 100; $n++) {
    TracedCoroutine::setBaggage("key$n", 'v');
}
echo count(TracedCoroutine::getBaggage()), " entries\n";
for ($n = 0; $n < 100; $n++) {
    TracedCoroutine::setBaggage("key$n", null);
}
TracedCoroutine::setBaggage('big', str_repeat('v', 8188));
echo header_length(), " bytes\n";
TracedCoroutine::setBaggage('big', str_repeat('v', 8189));
TracedCoroutine::setBaggage('more', '');
echo header_length(), ' bytes, ', strlen(TracedCoroutine::getBaggage()['big']), "\n";
$remote = TracedCoroutine::extract(['traceparent' => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'baggage' => implode(',', array_map(fn (int $n) => "r$n=1", range(1, 500)))]);
$scope = $remote->activate();
echo count(TracedCoroutine::getBaggage()), " entries from outside\n";
$scope->detach();
--EXPECT--
[]
64 entries
8192 bytes
8192 bytes, 8188
64 entries from outside
