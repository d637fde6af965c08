--TEST--
A signal handler runs in the coroutine that it interrupts, and its spans belong there
--EXTENSIONS--
pcntl
posix
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

pcntl_async_signals(true);
pcntl_signal(SIGUSR1, fn () => TracedCoroutine::startSpan('handler')->end());
TracedCoroutine::create(function () {
    TracedCoroutine::trace('interrupted', fn () => posix_kill(getmypid(), SIGUSR1));
});
posix_kill(getmypid(), SIGUSR1);
print_spans();
--EXPECT--
- {closure}:6 returned, unset
  - [interrupted] unset
    - [handler] unset
- [handler] unset
