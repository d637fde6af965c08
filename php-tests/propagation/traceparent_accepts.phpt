--TEST--
W3C's traceparent: what must be accepted
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

const IDS = '0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331';
$cases = [
    'sampled' => '00-' . IDS . '-01',
    'not sampled' => '00-' . IDS . '-00',
    'unknown flags, sampled' => '00-' . IDS . '-ff',
    'unknown flags, not sampled' => '00-' . IDS . '-fe',
    'the random flag' => '00-' . IDS . '-03',
    'a later version' => 'cc-' . IDS . '-01',
    'a later version with more' => 'cc-' . IDS . '-01-what-the-future-will-be-like',
    'a later version with nothing after its dash' => 'cc-' . IDS . '-01-',
    'version 01' => '01-' . IDS . '-01',
    'version fe' => 'fe-' . IDS . '-00',
    'smallest ids' => '00-00000000000000000000000000000001-0000000000000001-01',
    'largest ids' => '00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-01',
];
foreach ($cases as $what => $header) {
    echo "$what: ", str_replace(IDS, 'IDS', TracedCoroutine::extract(['traceparent' => $header])?->toTraceparent() ?? '!! null'), "\n";
}
--EXPECT--
sampled: 00-IDS-01
not sampled: 00-IDS-00
unknown flags, sampled: 00-IDS-03
unknown flags, not sampled: 00-IDS-02
the random flag: 00-IDS-03
a later version: 00-IDS-01
a later version with more: 00-IDS-01
a later version with nothing after its dash: 00-IDS-01
version 01: 00-IDS-01
version fe: 00-IDS-00
smallest ids: 00-00000000000000000000000000000001-0000000000000001-01
largest ids: 00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-01
