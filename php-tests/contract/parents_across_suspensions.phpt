--TEST--
While a coroutine is suspended the current span is that of whoever runs
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

function other(): void {}
function sleeper(string $key): void
{
    park($key);
    TracedCoroutine::create('other');
}
function waker(): void
{
    TracedCoroutine::create('other');
    wake('a');
    TracedCoroutine::create('other');
}

TracedCoroutine::create('sleeper', 'a');
TracedCoroutine::create('sleeper', 'b');
TracedCoroutine::create('other');
TracedCoroutine::create('waker');
wake('b');
print_spans();
--EXPECT--
- sleeper:6 returned, unset
  - other:5 returned, unset
- sleeper:6 returned, unset
  - other:5 returned, unset
- other:5 returned, unset
- waker:11 returned, unset
  - other:5 returned, unset
  - other:5 returned, unset
