--TEST--
Baggage is set, read, replaced and removed where it is current, inside and outside of coroutines
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function show(string $when): void { echo "$when: ", json_encode(TracedCoroutine::getBaggage()), "\n"; }
show('at first');
TracedCoroutine::setBaggage('outside', '1');
TracedCoroutine::create(function () {
    show('inherited');
    TracedCoroutine::setBaggage('inside', '2');
    TracedCoroutine::setBaggage('inside', '3');
    TracedCoroutine::setBaggage('outside', null);
    TracedCoroutine::setBaggage('never set', null);
    show('inside');
});
show('outside');
TracedCoroutine::setBaggage('outside', null);
show('at last');
--EXPECT--
at first: []
inherited: {"outside":"1"}
inside: {"inside":"3"}
outside: {"outside":"1"}
at last: []
