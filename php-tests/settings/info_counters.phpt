--TEST--
In a process that runs, the extension's info shows the counters of this moment
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
TracedCoroutine::create(function () {});
TracedCoroutine::startSpan('open');
ob_start();
(new ReflectionExtension('traced_coroutine'))->info();
preg_match_all('/^(started|finished|exported|open|dropped\.queue_full|failed\.timeout) => (\d+)$/m', ob_get_clean(), $matches);
echo json_encode(array_combine($matches[1], array_map(intval(...), $matches[2]))), "\n";
--EXPECT--
{"started":2,"finished":1,"exported":1,"open":1,"dropped.queue_full":0,"failed.timeout":0}
