--TEST--
Where another extension than Swoole has the class Swoole\Coroutine, nothing is traced, and one warning says so
--DESCRIPTION--
OpenSwoole was taken for Swoole, and programs ended in another way than without us.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_fibers_runtime();
needs_php_headers();
--FILE--
<?php
require __DIR__ . '/../support/c_extension.inc';

$library = extension_of_c('other_coroutines');
$program = program(<<<'PHP'
    <?php
    var_dump(TracedCoroutine::create(function (string $word): void {
        echo $word, TracedCoroutine::startSpan('manual')->isRecording() ? ', !! a span' : ', no span', "\n";
    }, 'hello'));
    echo 'started: ', TracedCoroutine::stats()['started'], "\n";
    PHP);
$ran = run_traced($program, ['traced_coroutine.exporter' => 'none', 'log_errors' => '1', 'auto_append_file' => ''], arguments: ['-d', "extension=$library"]);
echo $ran->how(), "\n$ran->stdout$ran->stderr";
--EXPECT--
exit code 0
hello, no span
int(7)
started: 0
PHP Warning:  traced_coroutine: nothing is traced: the coroutines are those of other_coroutines 1.2.3, which is not known here
