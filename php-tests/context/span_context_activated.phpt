--TEST--
A context is current like a span while it is active: also where its span has ended or is another coroutine's
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';
require __DIR__ . '/../support/runtime.inc';

function body(): void {}
TracedCoroutine::create(function () use (&$context) {
    $span = TracedCoroutine::startSpan('origin');
    $context = $span->getContext();
    $span->end();
});
TracedCoroutine::create(function () use ($context) {
    $scope = $context->activate();
    TracedCoroutine::create('body');
    var_dump(TracedCoroutine::currentSpan()->getContext()->getSpanId() === $context->getSpanId(), TracedCoroutine::currentSpan()->isRecording());
    TracedCoroutine::currentSpan()->setAttribute('ignored', 1)->end();
    var_dump($scope->detach());
    TracedCoroutine::create('body');
});
print_spans();
--EXPECT--
bool(true)
bool(false)
int(0)
- {closure}:6 returned, unset
  - [origin] unset
    - body:5 returned, unset
- {closure}:11 returned, unset
  - body:5 returned, unset
