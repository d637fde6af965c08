--TEST--
The console exporter writes a readable tree to STDERR and leaves STDOUT alone
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$program = program(<<<'PHP'
    <?php
    function leaf(): void {}
    function top(): void { TracedCoroutine::create('leaf'); }
    TracedCoroutine::create('top');
    TracedCoroutine::flush();
    TracedCoroutine::create(function () { exit(7); });
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'console', 'display_errors' => '0']);
var_dump($ran->stdout);
echo preg_replace(['/\d+(\.\d+)?\s?(ns|µs|us|ms|s)\b/u', '/[0-9a-f]{16,32}/', '/ +$/m'], ['TIME', 'ID', ''], in_words_of_php82(str_replace(scratch(), '', $ran->stderr)));
--EXPECTF--
string(0) ""
trace ID
└─ top #1 TIME returned
   └─ leaf #2 TIME returned
trace ID
└─ {closure} traced-coroutine-ID/program.php:6 #3 TIME exit %Sexit status 7
