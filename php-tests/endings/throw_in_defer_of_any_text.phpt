--TEST--
An exception in a defer makes the span an error whatever text its class makes of it
--DESCRIPTION--
Its text was compared with PHP's report, in which it is what __toString() gives: such a span was fatal, with E_ERROR.
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

$programs = [
    'its own text' => 'throw new OwnText("no stock", 7);',
    'a text that is made with other exceptions' => 'throw new Busy("no stock");',
    'a message that is no string' => 'throw new Http();',
    'a text that was asked for before' => '(string) ($e = new OwnText("no stock")); throw $e;',
    'one of two' => 'try { throw new OwnText("caught"); } catch (OwnText $e) { (string) $e; } throw new OwnText("thrown");',
    'a long text' => 'throw new OwnText(str_repeat("no stock ", 10000));',
    'bytes that are no text' => 'throw new OwnText("no\0st\xf6ck");',
    'code that cannot be parsed' => 'eval("1 2");',
];
foreach ($programs as $name => $code) {
    echo "== $name\n";
    ob_start();
    $spans = compare_with_bare(<<<PHP
        <?php
        class OwnText extends RuntimeException
        {
            function __toString(): string { return static::class . "[\$this->code]: \$this->message"; }
        }
        class Busy extends Exception
        {
            function __toString(): string
            {
                try { throw new OwnText('inner'); } catch (OwnText) { return 'busy'; }
            }
        }
        class Http extends Exception { protected \$message = 404; }
        Spawner::create(function () {
            Swoole\Coroutine::defer(function () { $code });
        });
        PHP);
    $said = ob_get_clean();
    echo str_contains($said, '[exit code 255, same as bare]') ? '' : $said;
    foreach ($spans as ['attributes' => $attributes, 'status' => $status, 'events' => $events]) {
        echo $attributes['coroutine.outcome'], ' ', $attributes['error.type'], ' ', json_encode(substr($status['description'], 0, 40)), ' ', $events[0]['attributes']['exception.type'], "\n";
    }
}
--EXPECT--
== its own text
exception OwnText "no stock" OwnText
== a text that is made with other exceptions
exception Busy "no stock" Busy
== a message that is no string
exception Http "Http" Http
== a text that was asked for before
exception OwnText "no stock" OwnText
== one of two
exception OwnText "thrown" OwnText
== a long text
exception OwnText "no stock no stock no stock no stock no s" OwnText
== bytes that are no text
exception OwnText "no\u0000st\ufffdck" OwnText
== code that cannot be parsed
exception ParseError "syntax error, unexpected integer \"2\"" ParseError
