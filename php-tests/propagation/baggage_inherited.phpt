--TEST--
A coroutine has the baggage of where it was created; siblings share nothing
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

function show(string $who): void { echo "$who: ", json_encode(TracedCoroutine::getBaggage()), "\n"; }
function sibling(string $name): void
{
    TracedCoroutine::setBaggage('who', $name);
    park($name);
    show($name);
    TracedCoroutine::create('show', "child of $name");
}
TracedCoroutine::create(function () {
    TracedCoroutine::setBaggage('tenant', 'acme');
    TracedCoroutine::create('sibling', 'first');
    TracedCoroutine::create('sibling', 'second');
    TracedCoroutine::setBaggage('tenant', 'changed later');
    show('creator');
});
wake('second');
wake('first');
show('outside');
--EXPECT--
creator: {"tenant":"changed later"}
second: {"tenant":"acme","who":"second"}
child of second: {"tenant":"acme","who":"second"}
first: {"tenant":"acme","who":"first"}
child of first: {"tenant":"acme","who":"first"}
outside: []
