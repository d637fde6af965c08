--TEST--
A destructor that the garbage collector calls belongs to the fiber in which the collection begins
--DESCRIPTION--
Since PHP 8.4 such destructors run in a fiber of the collector's, which is kept for the next collection, wherever that is.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

final class Cycle
{
    private self $self;

    public function __construct(private string $name)
    {
        $this->self = $this;
    }

    public function __destruct()
    {
        TracedCoroutine::currentSpan()?->addEvent("end of $this->name");
        TracedCoroutine::startSpan("destructor of $this->name")->end();
    }
}

function collects(string $name): void
{
    new Cycle("$name's");
    gc_collect_cycles();
    $span = TracedCoroutine::startSpan("manual in $name");
    $scope = $span->activate();
    new Cycle("$name's inner");
    gc_collect_cycles();
    $scope->detach();
    $span->end();
    Fiber::suspend();
    new Cycle("$name's last");
    gc_collect_cycles();
}
$fibers = [];
foreach (['first', 'second'] as $name) {
    TracedCoroutine::create(function () use ($name, &$fibers): void {
        $fibers[] = Fiber::getCurrent();
        collects($name);
    });
}
new Cycle('the program');
gc_collect_cycles();
foreach ($fibers as $fiber) {
    $fiber->resume();
}
(new Fiber(function () {
    new Cycle('an untraced fiber');
    gc_collect_cycles();
}))->start();
print_spans();
print_whether_stats_add_up();
--EXPECT--
- {closure}:36 returned, unset
    ! end of first's 
    ! end of first's last 
  - [destructor of first's] unset
  - [manual in first] unset
      ! end of first's inner 
    - [destructor of first's inner] unset
  - [destructor of first's last] unset
- {closure}:36 returned, unset
    ! end of second's 
    ! end of second's last 
  - [destructor of second's] unset
  - [manual in second] unset
      ! end of second's inner 
    - [destructor of second's inner] unset
  - [destructor of second's last] unset
- [destructor of the program] unset
- [destructor of an untraced fiber] unset
stats add up
