--TEST--
A SIGBUS that is sent ends the program as it ends one that is not traced, and one that is ignored stays so for children
--EXTENSIONS--
posix
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/recorder.inc';

$program = program(<<<'PHP'
    <?php
    if (extension_loaded('traced_coroutine')) {
        TracedCoroutine::trace('span', fn () => null);
    }
    echo trim(shell_exec('grep SigIgn /proc/self/status')) . "\n";
    posix_kill(getmypid(), SIGBUS);
    usleep(1000);
    echo "goes on\n";
    PHP);
$traced = [];
foreach (recorder_settings(scratch() . '/t.jsonl') as $name => $value) {
    array_push($traced, '-d', "$name=$value");
}
$php = getenv('TRACED_COROUTINE_PHP') ?: PHP_BINARY;
$commands = [
    'untraced' => [$php, ...tier_arguments(), $program],
    'traced' => [...traced_php(), ...$traced, $program],
];
foreach (['as it is' => '', 'ignored' => 'trap "" BUS;'] as $what => $trap) {
    foreach ($commands as $who => $command) {
        $rans[$who] = run_command(['sh', '-c', "$trap exec \"\$@\"", 'sh', ...$command]);
    }
    echo "$what: ", $rans['traced'] == $rans['untraced'] ? 'the same' : '!! ' . print_r($rans, true), ', ', $rans['traced']->how() === 'exit code 0' ? 'goes on' : 'killed', "\n";
}
--EXPECT--
as it is: the same, killed
ignored: the same, goes on
