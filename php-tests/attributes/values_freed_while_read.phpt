--TEST--
A value that a __toString() sets to null while an argument is converted is held until the argument is read
--DESCRIPTION--
Arrays behind references were read on after a __toString() had freed them: a use after free, mostly SIGSEGV.
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
use TracedCoroutine\{SpanContext, SpanOptions};

class Setter
{
    public function __construct(private Closure $set, private string $text) {}
    public function __toString(): string
    {
        ($this->set)();
        // What was freed is used again at once.
        $GLOBALS['garbage'] = array_map(fn (int $n) => [str_repeat('g', 40 + $n), $n], range(1, 300));
        return $this->text;
    }
}
/** Arrays that nothing else holds. */
function attributes_of(Setter $first): array
{
    return ['a' => $first, 'b' => str_repeat('b', random_int(5, 5)), 'c' => [str_repeat('c', random_int(3, 3))], 'd' => 4];
}
$context = TracedCoroutine::startSpan('linked')->getContext();

$attributes = attributes_of(new Setter(function () use (&$attributes) { $attributes = null; }, 'attributes gone'));
$link = new SpanOptions(links: [[$context, &$attributes]]);
TracedCoroutine::startSpan('attributes of a link', $link)->end();

$pair = [$context, attributes_of(new Setter(function () use (&$pair) { $pair = null; }, 'pair gone'))];
TracedCoroutine::startSpan('pair', new SpanOptions(links: [&$pair]))->end();

$list = [str_repeat('l', random_int(4, 4)), 'm'];
$options = new SpanOptions(attributes: [
    'first' => new Setter(function () use (&$list) { $list = ['of', 'another']; }, 'list changed'), 'list' => &$list,
]);
$list = 'changed once more';
TracedCoroutine::startSpan('list', $options)->end();

$value = new Setter(function () use (&$value) { $value = null; }, 'itself gone');
TracedCoroutine::startSpan('values')->setAttributes(['v' => &$value, 'w' => 1])->end();

// The span's last reference goes while its method converts an argument.
$span = TracedCoroutine::startSpan('last reference');
$names = [new Setter(function () use (&$span) { $span = null; }, 'renamed')];
echo implode(', ', array_map(get_class(...), array_map([&$span, 'updateName'], $names))), "\n";

unset($garbage);
foreach (TracedCoroutine\MemoryExporter::getSpans() as $finished) {
    echo $finished['name'], ': ', json_encode($finished['attributes']);
    foreach ($finished['links'] as $link) {
        echo $link['span_id'] === $context->getSpanId() ? ' -> ' : '!! ', json_encode($link['attributes']);
    }
    echo "\n";
}
--EXPECT--
TracedCoroutine\Span
attributes of a link: [] -> {"a":"attributes gone","b":"bbbbb","c":["ccc"],"d":4}
pair: [] -> {"a":"pair gone","b":"bbbbb","c":["ccc"],"d":4}
list: {"first":"list changed","list":["llll","m"]}
values: {"v":"itself gone","w":1}
