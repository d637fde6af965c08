--TEST--
A span of which more is said than the recorder's file has room for is left as it would be exported, and takes no room from others
--EXTENSIONS--
posix
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$program = program(<<<'PHP'
    <?php
    $span = TracedCoroutine::startSpan('consumer');
    $many = array_combine(array_map(fn ($n) => "key $n", range(1, 130)), range(1, 130));
    $span->addEvent('first', $many)->addLink(TracedCoroutine::startSpan('linked')->getContext(), $many);
    $text = str_repeat('x', 400);
    foreach (range(1, 20_000) as $n) {
        $span->setAttribute('offset', "$n $text")->addEvent("message $n", ['text' => $text])->updateName("consumer at $n");
        $n % 100 === 0 && TracedCoroutine::trace("message $n", fn () => null);
    }
    foreach (range(1, 200) as $n) {
        $span->setAttribute("attribute $n", $n);
    }
    $stats = TracedCoroutine::stats();
    echo "$stats[unrecorded] not recorded\n";
    $argv[1] === 'killed' && posix_kill(getmypid(), SIGKILL);
    $span->end();
    PHP);
/** What is said of each span but for identities and times, by name, as it goes over the wire. */
function said_in(string $file): array
{
    $spans = [];
    foreach (whole_lines($file) as $line) {
        foreach (json_decode($line, true)['resourceSpans'][0]['scopeSpans'][0]['spans'] as $span) {
            $details = array_map(fn ($detail) => array_diff_key($detail, array_flip(['timeUnixNano', 'traceId', 'spanId'])), [...$span['events'] ?? [], ...$span['links'] ?? []]);
            $attributes = array_values(array_filter($span['attributes'] ?? [], fn ($attribute) => $attribute['key'] !== 'error.type'));
            $spans[$span['name']] = [$attributes, $details, array_intersect_key($span, array_flip(['droppedAttributesCount', 'droppedEventsCount', 'droppedLinksCount']))];
        }
    }
    return $spans;
}

$spans = [];
foreach (['ended', 'killed'] as $how) {
    $own = scratch() . "/$how.jsonl";
    $ran = run_traced($program, recorder_settings($own, ['traced_coroutine.schedule_delay' => '60000', 'traced_coroutine.recorder.max_size' => '1M']), words: [$how]);
    echo $ran->stdout, $ran->stderr, $ran->how(), "\n";
    $how === 'killed' && adopt($own);
    $spans[$how] = said_in($own);
}
unset($spans['killed']['adopter']);
[$attributes, $details, $dropped] = $spans['ended']['consumer at 20000'];
echo count($attributes), ' attributes, ', count($details), ' events and links, ', json_encode($dropped), ', of the first event ', $details[0]['droppedAttributesCount'] ?? 0, "\n";
foreach ($spans['ended'] as $name => $span) {
    $span === ($spans['killed'][$name] ?? null) || print("!! $name is another one\n");
}
echo count($spans['ended']), ' spans, ', count($spans['killed']), " of the killed process\n";
--EXPECT--
0 not recorded
exit code 0
0 not recorded
killed by signal 9
128 attributes, 129 events and links, {"droppedAttributesCount":73,"droppedEventsCount":19873,"droppedLinksCount":0}, of the first event 2
202 spans, 202 of the killed process
