--TEST--
recordException() runs no code of the exception's own class
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

final class Chatty extends Exception
{
    public function __toString(): string { echo "!! was asked\n"; throw new LogicException('again'); }
}
TracedCoroutine::startSpan('span')->recordException(new Chatty('quiet'))->end();
TracedCoroutine::create(function () {
    try {
        TracedCoroutine::trace('traced', fn () => throw new Chatty('passes'));
    } catch (Chatty $caught) {
        echo get_class($caught), "\n";
    }
});
print_spans();
--EXPECT--
Chatty
- [span] unset
    ! exception Chatty: quiet
- {closure}:9 returned, unset
  - [traced] error, "passes"
      ! exception Chatty: passes
