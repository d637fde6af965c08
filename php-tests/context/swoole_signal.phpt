--TEST--
Spans in a signal handler are roots of their own
--EXTENSIONS--
pcntl
posix
swoole
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function job(): void {}
TracedCoroutine::create(function () {
    Swoole\Process::signal(SIGUSR1, function () {
        TracedCoroutine::trace('handler', fn () => TracedCoroutine::create('job'));
        Swoole\Process::signal(SIGUSR1, null);
    });
    TracedCoroutine::trace('sends', function () {
        posix_kill(getmypid(), SIGUSR1);
        Swoole\Coroutine::sleep(0.05);
    });
});
Swoole\Event::wait();
print_spans();
--EXPECT--
- {closure}:5 returned, unset
  - [sends] unset
- [handler] unset
  - job:4 returned, unset
