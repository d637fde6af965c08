--TEST--
traced_coroutine.log sends the words past PHP: to STDERR or to a file, at once and whatever log_errors says
--DESCRIPTION--
log_errors is 0 where there is no php.ini, and swallowed every word.
--EXTENSIONS--
pcntl
posix
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

// It goes on until the flusher has spoken, without a call of ours that would give PHP's thread an occasion to do so.
$program = program(<<<'PHP'
    <?php
    TracedCoroutine::create(function () {});
    chdir('/');
    for ($end = microtime(true) + 20; microtime(true) < $end && !str_contains((string) @file_get_contents($argv[1]), 'export to'); usleep(5000));
    posix_kill(posix_getpid(), SIGKILL);
    PHP);
$settings = ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => '/no/such/directory/t', 'traced_coroutine.schedule_delay' => '1', 'log_errors' => '0'];
$line = fn (string $text): string => preg_match('/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ traced_coroutine\[\d+\]: export to file .*No such file.*\n$/', $text) ? 'one line' : '!! ' . json_encode($text);

$file = scratch() . '/own.log';
run_traced($program, $settings + ['traced_coroutine.log' => $file], words: [$file]);
echo 'a path: ', $line(file_get_contents($file)), "\n";
unlink($file);
// The children of this test start in its scratch directory.
run_traced($program, $settings + ['traced_coroutine.log' => 'own.log'], words: [$file]);
echo 'a relative path after chdir(): ', $line(file_get_contents($file)), "\n";

$quick = program('<?php TracedCoroutine::create(function () {}); TracedCoroutine::flush(); echo "output\n";', 'quick.php');
$ran = run_traced($quick, ['traced_coroutine.log' => 'stderr'] + $settings);
echo 'stderr: ', json_encode($ran->stdout), ', ', $line($ran->stderr), "\n";
$ran = run_traced($quick, ['log_errors' => '1', 'traced_coroutine.log' => 'stderr'] + $settings);
echo 'stderr and log_errors: ', json_encode($ran->stdout), ', ', $line($ran->stderr), "\n";
$ran = run_traced($quick, ['traced_coroutine.log' => 'php'] + $settings);
echo 'php: ', json_encode([$ran->stdout, $ran->stderr]), "\n";

// STDERR as it was, also where the program has opened something else in its place.
$closes = program('<?php fclose(STDERR); $own = fopen($argv[1], "w"); TracedCoroutine::create(function () {}); TracedCoroutine::flush();', 'closes.php');
$ran = run_traced($closes, ['traced_coroutine.log' => 'stderr'] + $settings, words: [scratch() . '/of-the-program']);
echo 'stderr of a program that closed it: ', $line($ran->stderr), ', ', json_encode(file_get_contents(scratch() . '/of-the-program')), "\n";

// A file that cannot be written after all: the words go to PHP's log.
mkdir($directory = scratch() . '/gone.log');
$ran = run_traced($quick, ['log_errors' => '1', 'traced_coroutine.log' => $directory . '/../gone'] + $settings);
unlink(scratch() . '/gone');
symlink('/no/such/place', scratch() . '/gone');
$ran = run_traced($quick, ['log_errors' => '1', 'traced_coroutine.log' => scratch() . '/gone'] + $settings);
echo 'a file that cannot be written: ', preg_match('/traced_coroutine: export to file .* \(cannot write it to .*gone\)/', $ran->stderr) ? "PHP's log\n" : "!! $ran->stderr";

foreach ([scratch() . '/no/such/own.log', $directory] as $bad) {
    $ran = run_traced($quick, ['traced_coroutine.exporter' => 'none', 'traced_coroutine.log' => $bad]);
    echo preg_match("~^PHP Warning:  traced_coroutine: traced_coroutine.log: \"$bad\" is not valid, (.*)~m", $ran->stderr, $match) ? "$match[1]\n" : "!! $ran->stdout$ran->stderr\n";
}
rmdir($directory);

// A bad setting is told where an operator looks for words of ours.
$ran = run_traced($quick, ['traced_coroutine.exporter' => 'none', 'traced_coroutine.batch_size' => 'big', 'traced_coroutine.log' => $file]);
echo substr_count(file_get_contents($file), ']: traced_coroutine.batch_size: "big" is not valid, expected'), " warning in the file, ", json_encode($ran->stderr), "\n";
// Without a php.ini, with nothing set.
$ran = run_command([getenv('TRACED_COROUTINE_PHP') ?: PHP_BINARY, '-n', '-d', 'extension=' . our_library(), '-d', 'traced_coroutine.exporter=pigeon', '-r', 'echo ini_get("log_errors"), "\n";']);
echo 'without php.ini: ', substr_count($ran->stderr, 'traced_coroutine.exporter: "pigeon" is not valid'), " warning, log_errors ", substr($ran->stdout, -2);
--EXPECT--
a path: one line
a relative path after chdir(): one line
stderr: "output\n", one line
stderr and log_errors: "output\n", one line
php: ["output\n",""]
stderr of a program that closed it: one line, ""
a file that cannot be written: PHP's log
expected php, stderr or the path of a file in a directory that exists; using the default "php"
expected php, stderr or the path of a file in a directory that exists; using the default "php"
1 warning in the file, ""
without php.ini: 1 warning, log_errors 0
