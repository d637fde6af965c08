--TEST--
Long texts of an exception, links that were too many, and the time of an event are not lost where the process is killed
--EXTENSIONS--
posix
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$code = <<<'PHP'
    <?php
    require getenv('RUNTIME');
    use TracedCoroutine\SpanOptions;
    function failing(): void { throw new DomainException(str_repeat('x', 100_000)); }
    function run(): void {
        try { TracedCoroutine::trace('failing', 'failing'); } catch (DomainException) {}
        $context = TracedCoroutine::currentSpan()->getContext();
        TracedCoroutine::startSpan('links', new SpanOptions(links: array_fill(0, 130, $context)))->end();
        $span = TracedCoroutine::startSpan('event');
        usleep(100_000);
        $span->addEvent('late');
        posix_kill(getmypid(), SIGKILL);
    }
    TracedCoroutine::create('run');
    PHP;
$spans = spans_left_by($code, ['traced_coroutine.schedule_delay' => '60000'], environment: ['RUNTIME' => realpath(__DIR__ . '/../support/runtime.inc')]);
foreach ($spans as $span) {
    echo $span['name'], ': ', $span['attributes']['coroutine.outcome'] ?? $span['attributes']['error.type'] ?? 'ended', ', ', count($span['links']), ' links, ', $span['dropped']['links'], ' dropped, status ', $span['status']['code'], ' of ', strlen($span['status']['description']), "\n";
    foreach ($span['events'] as $event) {
        $after = ($event['time_unix_nano'] - $span['start_time_unix_nano']) / 1e9;
        echo "  $event[name]", $event['name'] === 'late' ? ($after > 0.09 ? ' in time' : " after $after s") . ($span['end_time_unix_nano'] >= $event['time_unix_nano'] ? '' : ', after the end') : '', "\n";
    }
}
--EXPECT--
killed by signal 9, 1 left
4 adopted, 0 perhaps twice, 0 left
failing: DomainException, 0 links, 0 dropped, status error of 65536
  exception
links: ended, 128 links, 2 dropped, status unset of 0
run: killed, 0 links, 0 dropped, status error of 22
event: killed, 0 links, 0 dropped, status error of 22
  late in time
