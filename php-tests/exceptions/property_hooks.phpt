--TEST--
recordException() runs no property hook of the exception's class, and records the stored value
--DESCRIPTION--
Exception::__toString() reads message, file and line, which a class may give hooks since PHP 8.4.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_php('8.4', 'property hooks');
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$program = program(<<<'PHP'
    <?php
    class Hooked extends Exception
    {
        protected $message = '' { get { echo "!! message was asked\n"; return "asked $this->message"; } }
    }
    class Computed extends Exception
    {
        protected $message { get { echo "!! message was computed\n"; return 'computed'; } }
    }
    class Moved extends Exception
    {
        protected int $line { get { echo "!! line was asked\n"; throw new LogicException('again'); } }
    }
    class Other extends Exception
    {
        public string $code2 { get => throw new LogicException('not of Exception'); }
    }
    foreach ([Hooked::class, Computed::class, Moved::class, Other::class] as $class) {
        TracedCoroutine::startSpan($class)->recordException(new $class('stored'))->end();
        TracedCoroutine::startSpan("before $class")->recordException(new Exception('plain', 0, new $class('stored')))->end();
    }
    PHP);
$file = scratch() . '/spans.jsonl';
$ran = run_traced($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file]);
echo $ran->stdout, $ran->stderr, $ran->how(), "\n";
foreach (spans_of_file($file) as $span) {
    echo span_tree([$span]), str_replace(scratch() . '/', '', $span['events'][0]['attributes']['exception.stacktrace']), "\n";
}
--EXPECT--
exit code 0
- [Hooked] unset
    ! exception Hooked: stored
Hooked: stored in program.php:19
- [before Hooked] unset
    ! exception Exception: plain
Exception: plain in program.php:20
- [Computed] unset
    ! exception Computed: stored
Computed: stored in program.php:19
- [before Computed] unset
    ! exception Exception: plain
Exception: plain in program.php:20
- [Moved] unset
    ! exception Moved: stored
Moved: stored in program.php:19
- [before Moved] unset
    ! exception Exception: plain
Exception: plain in program.php:20
- [Other] unset
    ! exception Other: stored
Other: stored in program.php:19
Stack trace:
#0 {main}
- [before Other] unset
    ! exception Exception: plain
Other: stored in program.php:20
Stack trace:
#0 {main}

Next Exception: plain in program.php:20
Stack trace:
#0 {main}
