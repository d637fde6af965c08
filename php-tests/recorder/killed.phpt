--TEST--
What a killed process had finished or open is exported by the next process of its service, with all that was said of it
--EXTENSIONS--
posix
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$code = <<<'PHP'
    <?php
    require getenv('RUNTIME');
    use TracedCoroutine\{SpanKind, SpanOptions};
    function child(): void { TracedCoroutine::trace('step', fn () => null); }
    function failing(): void { throw new DomainException('no stock'); }
    function last(): void { posix_kill(getmypid(), SIGKILL); }
    function run(): void {
        TracedCoroutine::create('child');
        try { TracedCoroutine::trace('tried', 'failing'); } catch (DomainException) {}
        TracedCoroutine::currentSpan()->setAttribute('order', 42)->updateName('checkout');
        $span = TracedCoroutine::startSpan('query', new SpanOptions(kind: SpanKind::Client, attributes: ['db.system.name' => 'mysql', 'many' => [1, 2]]));
        $span->addEvent('sent', ['bytes' => 12])->setAttribute('db.system.name', 'mariadb')->setAttribute('ratio', 0.5);
        $span->activate();
        TracedCoroutine::create('last');
    }
    TracedCoroutine::create('run');
    PHP;
$spans = spans_left_by($code, environment: ['RUNTIME' => realpath(__DIR__ . '/../support/runtime.inc')]);
echo span_tree($spans);
$pids = array_unique(array_map(fn ($span) => $span['attributes']['process.pid'] ?? null, array_filter($spans, fn ($span) => isset($span['attributes']['process.pid']))));
echo count($pids), " process\n";
--EXPECT--
killed by signal 9, 1 left
6 adopted, 0 perhaps twice, 0 left
- 'checkout' run:7 killed, error, killed, "the process was killed"
  - child:4 returned, unset
    - [step] unset
  - [tried] error, "no stock"
      ! exception DomainException: no stock
  - [query] client error, "the process was killed"
      ! sent 
    - last:6 killed, error, killed, "the process was killed"
1 process
