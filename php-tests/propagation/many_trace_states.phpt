--TEST--
100,000 different trace states leave the process as small as it was
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_linux();
not_under_valgrind('its memory is not the process\'s');
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function resident_kb(): int { preg_match('/^VmRSS:\s+(\d+)/m', file_get_contents('/proc/self/status'), $match); return (int) $match[1]; }
function receive(int $from, int $to): void
{
    for ($n = $from; $n < $to; $n++) {
        TracedCoroutine::extract(['traceparent' => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'tracestate' => "a=$n," . str_repeat('x', 100) . '=1']);
    }
}
receive(0, 20_000);
$before = resident_kb();
receive(20_000, 120_000);
echo resident_kb() - $before < 4096 ? "no growth\n" : '!! grew by ' . (resident_kb() - $before) . " kB\n";
--EXPECT--
no growth
