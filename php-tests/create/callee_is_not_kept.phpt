--TEST--
What a backtrace shows of create() keeps no closure, and can be called when that is gone
--EXTENSIONS--
swoole
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
use Swoole\Coroutine;

Coroutine\run(static function (): void {
    $argument = null;
    $body = static function () use (&$argument): void {
        $argument = Coroutine::getBackTrace(Coroutine::getPcid())[0]['args'][0];
    };
    TracedCoroutine::create($body);
    unset($body);
    $argument();
    echo "called\n";
});
--EXPECT--
called
