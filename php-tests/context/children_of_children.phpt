--TEST--
Manual spans and coroutines alternate as parents down a chain, also across suspensions
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

function level(int $n): void
{
    TracedCoroutine::trace("level $n", function () use ($n) {
        if ($n < 4) {
            TracedCoroutine::create('level', $n + 1);
        }
        park("level $n");
        TracedCoroutine::startSpan("late $n")->end();
    });
}

TracedCoroutine::create('level', 1);
foreach ([2, 4, 1, 3] as $n) {
    wake("level $n");
}
print_spans();
--EXPECT--
- level:5 returned, unset
  - [level 1] unset
    - level:5 returned, unset
      - [level 2] unset
        - level:5 returned, unset
          - [level 3] unset
            - level:5 returned, unset
              - [level 4] unset
                - [late 4] unset
            - [late 3] unset
        - [late 2] unset
    - [late 1] unset
