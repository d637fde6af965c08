--TEST--
A destructor that suspends during a collection still belongs to the fiber in which the collection began
--DESCRIPTION--
Since PHP 8.4 it suspends a fiber of the collector's, which the program resumes wherever it likes: the destructor went on in
the trace and with the baggage of whoever resumed it.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
needs_php('8.4', 'destructors of collected cycles cannot suspend before');
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

final class Connection
{
    public static array $suspended = [];
    private self $self;

    public function __construct(private string $name)
    {
        $this->self = $this;
    }

    public function __destruct()
    {
        for ($part = 1; $part <= 2; $part++) {
            self::$suspended[] = Fiber::getCurrent();
            Fiber::suspend();
            TracedCoroutine::currentSpan()?->addEvent("$this->name, part $part, of " . (TracedCoroutine::getBaggage()['request'] ?? 'nobody'));
            TracedCoroutine::create(fn () => TracedCoroutine::startSpan("closes $this->name")->end());
        }
    }
}

function resume_all(): void
{
    foreach (array_splice(Connection::$suspended, 0) as $fiber) {
        $fiber->resume();
    }
}

foreach (['first', 'second'] as $name) {
    TracedCoroutine::create(function () use ($name): void {
        TracedCoroutine::setBaggage('request', $name);
        $span = TracedCoroutine::startSpan("manual in $name");
        $scope = $span->activate();
        new Connection("$name's");
        new Connection("$name's other");
        gc_collect_cycles();
        $name === 'second' && resume_all();
        $scope->detach();
        resume_all();
        $span->end();
    });
}
(new Fiber(function (): void {
    new Connection("an untraced fiber's");
    gc_collect_cycles();
}))->start();
TracedCoroutine::create(resume_all(...));
resume_all();
print_spans();
print_whether_stats_add_up();
--EXPECT--
- {closure}:33 returned, unset
  - [manual in first] unset
      ! first's other, part 1, of first 
      ! first's, part 1, of first 
    - Connection::{closure}:20 returned, unset
      - [closes first's other] unset
    - Connection::{closure}:20 returned, unset
      - [closes first's] unset
    - Connection::{closure}:20 returned, unset
      - [closes first's other] unset
    - Connection::{closure}:20 returned, unset
      - [closes first's] unset
- {closure}:33 returned, unset
  - [manual in second] unset
      ! second's other, part 1, of second 
      ! second's, part 1, of second 
      ! second's other, part 2, of second 
      ! second's, part 2, of second 
    - Connection::{closure}:20 returned, unset
      - [closes second's other] unset
    - Connection::{closure}:20 returned, unset
      - [closes second's] unset
    - Connection::{closure}:20 returned, unset
      - [closes second's other] unset
    - Connection::{closure}:20 returned, unset
      - [closes second's] unset
- resume_all:25 returned, unset
- Connection::{closure}:20 returned, unset
  - [closes an untraced fiber's] unset
- Connection::{closure}:20 returned, unset
  - [closes an untraced fiber's] unset
stats add up
