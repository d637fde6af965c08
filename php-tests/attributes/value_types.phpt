--TEST--
Attributes are strings, ints, floats, bools, lists of one of them, and what can become a string
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

final class Money implements Stringable
{
    public function __toString(): string { return '12.50 EUR'; }
}
TracedCoroutine::startSpan('attributes')->setAttributes([
    'string' => 'text', 'empty' => '', 'int' => PHP_INT_MAX, 'negative' => -1, 'float' => 0.5, 'true' => true, 'false' => false,
    'strings' => ['a', ''], 'ints' => [1, 2], 'floats' => [0.5, 1.0], 'bools' => [true, false], 'nothing' => [],
    'stringable' => new Money(), 17 => 'int key', '' => 'no key', 'same' => 1,
])->setAttribute('same', 'the last one stands')->end();
var_dump(exported_spans()[0]['attributes']);
--EXPECT--
array(15) {
  ["string"]=>
  string(4) "text"
  ["empty"]=>
  string(0) ""
  ["int"]=>
  int(9223372036854775807)
  ["negative"]=>
  int(-1)
  ["float"]=>
  float(0.5)
  ["true"]=>
  bool(true)
  ["false"]=>
  bool(false)
  ["strings"]=>
  array(2) {
    [0]=>
    string(1) "a"
    [1]=>
    string(0) ""
  }
  ["ints"]=>
  array(2) {
    [0]=>
    int(1)
    [1]=>
    int(2)
  }
  ["floats"]=>
  array(2) {
    [0]=>
    float(0.5)
    [1]=>
    float(1)
  }
  ["bools"]=>
  array(2) {
    [0]=>
    bool(true)
    [1]=>
    bool(false)
  }
  ["nothing"]=>
  array(0) {
  }
  ["stringable"]=>
  string(9) "12.50 EUR"
  [17]=>
  string(7) "int key"
  ["same"]=>
  string(19) "the last one stands"
}
