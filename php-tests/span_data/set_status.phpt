--TEST--
Ok is final, Unset takes nothing back, the last error stands, and only errors have a description
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
use TracedCoroutine\StatusCode;

$cases = [
    'nothing' => [],
    'error' => [[StatusCode::Error, 'why']],
    'error without a word' => [[StatusCode::Error]],
    'two errors' => [[StatusCode::Error, 'first'], [StatusCode::Error, 'last']],
    'error, then unset' => [[StatusCode::Error, 'why'], [StatusCode::Unset]],
    'error, then ok' => [[StatusCode::Error, 'why'], [StatusCode::Ok, 'ignored']],
    'ok, then error' => [[StatusCode::Ok], [StatusCode::Error, 'too late']],
    'ok, then unset' => [[StatusCode::Ok], [StatusCode::Unset]],
    'unset with a word' => [[StatusCode::Unset, 'ignored']],
];
foreach ($cases as $name => $calls) {
    $span = TracedCoroutine::startSpan($name);
    foreach ($calls as $call) {
        $span->setStatus(...$call);
    }
    $span->end();
}
print_spans();
--EXPECT--
- [nothing] unset
- [error] error, "why"
- [error without a word] error
- [two errors] error, "last"
- [error, then unset] error, "why"
- [error, then ok] ok
- [ok, then error] ok
- [ok, then unset] ok
- [unset with a word] unset
