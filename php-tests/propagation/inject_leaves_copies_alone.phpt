--TEST--
inject() changes the given variable only, not its copies, and destroys what it displaces last
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
opcache.enable_cli=1
opcache.file_update_protection=0
--FILE--
<?php
class Displaced
{
    public function __destruct()
    {
        global $headers;
        echo 'displaced, with ', count($headers), " headers in place\n";
        $headers = null;
    }
}
const HEADERS = ['accept' => 'json'];

TracedCoroutine::trace('call', static function (): void {
    foreach ([[], HEADERS, ['a' => 'b']] as $given) {
        $headers = $copy = $given;
        TracedCoroutine::inject($headers);
        $other = $headers;
        $other['x'] = 'y';
        echo count($copy), ' stay ', count($given), ', ', isset($headers['traceparent'], $headers['x']) ? '!! shared' : 'injected apart', "\n";
    }
    echo count(HEADERS), " in the constant\n";
    global $headers;
    $headers = ['traceparent' => new Displaced];
    TracedCoroutine::inject($headers);
    var_dump($headers);
});
--EXPECT--
0 stay 0, injected apart
1 stay 1, injected apart
1 stay 1, injected apart
1 in the constant
displaced, with 1 headers in place
NULL
