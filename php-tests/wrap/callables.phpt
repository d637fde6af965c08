--TEST--
wrap() takes every kind of callable, hands arguments on, and keeps what it wraps alive
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

class Service
{
    public function __construct(private string $name) {}
    public function add(int $a, int $b = 10): string { return "$this->name " . ($a + $b); }
    public static function twice(int $a): int { return 2 * $a; }
    public function __invoke(): string { return "invoked $this->name"; }
    public function __destruct() { echo "$this->name destructed\n"; }
}
$wrapped = TracedCoroutine::wrap([new Service('kept'), 'add']);
var_dump($wrapped(1), $wrapped(...[1, 2]));
var_dump((TracedCoroutine::wrap('Service::twice'))(4), (TracedCoroutine::wrap('strlen'))('four'));
var_dump((TracedCoroutine::wrap(new Service('object')))());
var_dump((TracedCoroutine::wrap(strtoupper(...)))('x'));
unset($wrapped);
echo count(exported_spans()), " spans\n";
--EXPECT--
string(7) "kept 11"
string(6) "kept 3"
int(8)
int(4)
object destructed
string(14) "invoked object"
string(1) "X"
kept destructed
6 spans
