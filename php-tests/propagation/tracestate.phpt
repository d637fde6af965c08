--TEST--
W3C's tracestate: legal members are carried on in order, malformed ones are dropped alone, and the trace goes on
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
$key = str_repeat('k', 256);
$members = fn (int $count) => implode(',', array_map(fn (int $n) => "k$n=1", range(1, $count)));
$cases = [
    'one' => 'foo=1', 'two' => 'foo=1,bar=2', 'white space' => "foo=1 \t , \tbar=2\t", 'empty members' => 'foo=1,,bar=2,', 'several headers' => ['foo=1', 'bar=2'],
    'value with spaces inside' => 'foo=a b c', 'value with punctuation' => 'foo=!"#$%&\'()*+-./:;<>?@[\\]^_`{|}~',
    'key of all letters' => 'a-_*/09=1', 'tenant' => 'tenant@system=1', 'tenant that begins with a digit' => '0t@system=1',
    '32 members' => $members(32), '256 letters of key' => "$key=1", 'key of 241 with system of 14' => str_repeat('t', 241) . '@' . str_repeat('v', 14) . '=1',
    '256 of value' => 'foo=' . str_repeat('v', 256), 'twice the same key' => 'foo=1,bar=2,foo=3', 'empty' => '', 'only white space' => " \t ",
    'no value' => 'foo=', 'no equals sign' => 'foo', 'two equals signs' => 'foo=1=2', 'key in capitals' => 'FOO=1', 'key with a dot' => 'foo.bar=1', 'key with a space' => 'foo bar=1',
    'white space before the equals sign' => 'foo =1', 'at sign in front' => '@system=1', 'at sign at the end' => 'tenant@=1', 'two at signs' => 'a@b@c=1', 'long system' => 'tenant@fourteenchars1=x,ok=1',
    '257 letters of key' => "k$key=1", '257 of value' => 'foo=' . str_repeat('v', 257), '33 members' => $members(33),
    'control character' => "foo=a\x07b", 'not ASCII' => "foo=\u{e4}", 'not UTF-8' => "foo=\xff", 'line break' => "foo=1\r\nx: y", 'one malformed among good ones' => 'foo=1,BAD=2,bar=3',
];
foreach ($cases as $what => $state) {
    $context = TracedCoroutine::extract(['traceparent' => PARENT, 'tracestate' => $state]);
    $found = $context->getTraceState();
    echo "$what: ", strlen($found) > 60 ? strlen($found) . ' characters' . ($found === $state ? ', the same' : '') : $found, $context->toTraceparent() === PARENT ? '' : ' !! not the parent', "\n";
}
--EXPECT--
one: foo=1
two: foo=1,bar=2
white space: foo=1,bar=2
empty members: foo=1,bar=2
several headers: foo=1,bar=2
value with spaces inside: foo=a b c
value with punctuation: foo=!"#$%&'()*+-./:;<>?@[\]^_`{|}~
key of all letters: a-_*/09=1
tenant: tenant@system=1
tenant that begins with a digit: 0t@system=1
32 members: 182 characters, the same
256 letters of key: 258 characters, the same
key of 241 with system of 14: 258 characters, the same
256 of value: 260 characters, the same
twice the same key: foo=1,bar=2
empty: 
only white space: 
no value: 
no equals sign: 
two equals signs: 
key in capitals: 
key with a dot: 
key with a space: 
white space before the equals sign: 
at sign in front: 
at sign at the end: tenant@=1
two at signs: a@b@c=1
long system: tenant@fourteenchars1=x,ok=1
257 letters of key: 
257 of value: 
33 members: 
control character: 
not ASCII: 
not UTF-8: 
line break: 
one malformed among good ones: foo=1,bar=3
