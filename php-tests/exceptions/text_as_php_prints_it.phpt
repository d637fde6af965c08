--TEST--
An exception event has the text that PHP prints of the exception, and making it changes and prints nothing
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
zend.exception_ignore_args=0
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

enum Suit { case Hearts; }
function typed(int $number): void {}
function fails(mixed ...$values): never { throw new RuntimeException('with arguments', 7, new LogicException('', 0, new ErrorException("two\nlines"))); }
function thrown(callable $call): Throwable
{
    try {
        $call();
    } catch (Throwable $thrown) {
        return $thrown;
    }
}
set_error_handler(fn (int $level, string $message) => print("!! $message\n"));

$odd = unserialize('O:9:"Exception":2:{s:10:"' . "\0*\0" . 'message";s:3:"odd";s:16:"' . "\0Exception\0" . 'trace";a:2:{i:0;s:1:"x";i:1;a:1:{s:4:"args";i:1;}}}');
$cases = [
    'arguments' => thrown(fn () => fails(1, 1.5, 'a long text that PHP cuts', null, true, [1], new ArrayObject, Suit::Hearts, fopen('php://memory', 'r'))),
    'wrong type' => thrown(fn () => typed('text')),
    'too few' => thrown(fn () => typed()),
    'without a name' => thrown(fn () => throw new class('unnamed') extends DomainException {}),
    'odd trace' => $odd,
];
foreach ($cases as $name => $exception) {
    $before = print_r($exception, true);
    TracedCoroutine::startSpan($name)->recordException($exception)->end();
    print_r($exception, true) === $before || print("!! $name has changed\n");
}
foreach (TracedCoroutine\MemoryExporter::getSpans() as $span) {
    $text = $span['events'][0]['attributes']['exception.stacktrace'];
    $exception = $cases[$span['name']];
    echo $span['name'], ': ', $exception === $odd ? preg_replace('~ in .*/~', ' in ', $text) : json_encode($text === (string) $exception), "\n";
}
--EXPECTF--
arguments: true
wrong type: true
too few: true
without a name: true
odd trace: Exception: odd in %s:%d
