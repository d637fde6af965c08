--TEST--
Baggage that is not UTF-8, or has line breaks in it, still makes a legal header
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

TracedCoroutine::setBaggage('bytes', "\xff\xfe");
TracedCoroutine::setBaggage('break', "a\r\nset-cookie: b=c");
TracedCoroutine::setBaggage('null', "a\0b");
$carrier = [];
TracedCoroutine::inject($carrier);
echo $carrier['baggage'], "\n";
--EXPECT--
bytes=%EF%BF%BD%EF%BF%BD,break=a%0D%0Aset-cookie:%20b=c,null=a%00b
