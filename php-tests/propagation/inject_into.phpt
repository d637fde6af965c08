--TEST--
inject() writes into the array that it is given: other entries stay, and nothing is written where nothing is current
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

$carrier = [];
TracedCoroutine::inject($carrier);
echo json_encode($carrier), "\n";
TracedCoroutine::trace('span', function () {
    $copy = $carrier = ['accept' => 'text/html', 'traceparent' => 'an old one', 7 => 'seven'];
    TracedCoroutine::inject($carrier);
    var_dump(array_keys($carrier), $carrier['traceparent'] === TracedCoroutine::currentSpan()->getContext()->toTraceparent(), $copy['traceparent']);
});
foreach ([null, 'text', new ArrayObject()] as $bad) {
    try {
        TracedCoroutine::inject($bad);
        echo "!! accepted\n";
    } catch (TypeError $error) {
        echo $error->getMessage(), "\n";
    }
}
--EXPECT--
[]
array(3) {
  [0]=>
  string(6) "accept"
  [1]=>
  string(11) "traceparent"
  [2]=>
  int(7)
}
bool(true)
string(10) "an old one"
TracedCoroutine::inject(): Argument #1 ($carrier) must be of type array, null given
TracedCoroutine::inject(): Argument #1 ($carrier) must be of type array, string given
TracedCoroutine::inject(): Argument #1 ($carrier) must be of type array, ArrayObject given
