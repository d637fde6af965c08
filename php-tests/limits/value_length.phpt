--TEST--
value_length cuts texts by characters, in lists too, and never inside of one
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
traced_coroutine.limits.value_length=5
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::startSpan('a name of any length')->setAttributes([
    'ascii' => '1234567', 'exact' => '12345', 'wide' => 'ääääää', 'emoji' => str_repeat("\u{1f600}", 6), 'list' => ['1234567', '1'],
    'int' => 1234567, 'a key of any length' => '', 'not UTF-8' => "\xff\xff\xff\xff\xff\xff\xff",
])->addEvent('event', ['text' => '1234567'])->recordException(new Exception('a long message'))->end();
[$span] = exported_spans();
echo $span['name'], "\n", json_encode(said_attributes($span), JSON_UNESCAPED_UNICODE), "\n";
echo json_encode([$span['events'][0]['attributes'], $span['events'][1]['attributes']]), "\n";
--EXPECT--
a name of any length
{"ascii":"12345","exact":"12345","wide":"äääää","emoji":"😀😀😀😀😀","list":["12345","1"],"int":1234567,"a key of any length":"","not UTF-8":"�����"}
[{"text":"12345"},{"exception.type":"Excep","exception.message":"a lon","exception.stacktrace":"Excep"}]
