--TEST--
exit() with a text is no failure in a process whose request before has failed
--DESCRIPTION--
PHP's built-in web server does not reset the exit status between requests. A text leaves it as it is, so that of the request
before was taken for this one's.
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/builtin_server.inc';
require __DIR__ . '/../support/spans.inc';

$program = program(<<<'PHP'
    <?php
    if ($_SERVER['QUERY_STRING'] === 'flush') {
        exit(TracedCoroutine::flush(10) ? 'flushed' : '!! not flushed');
    }
    $end = match ($_SERVER['QUERY_STRING']) {
        'text' => fn () => exit('a text'),
        'three' => fn () => exit(3),
        'throw' => fn () => throw new DomainException('no'),
    };
    TracedCoroutine::trace($_SERVER['QUERY_STRING'], $end);
    PHP);
$file = scratch() . '/t.jsonl';
$server = BuiltinServer::start($program, ['traced_coroutine.exporter' => 'file', 'traced_coroutine.file.path' => $file, 'display_errors' => '0']);
foreach (['text', 'three', 'text', 'throw', 'text'] as $end) {
    $server->get("/?$end");
}
echo $server->get('/?flush'), "\n";
$server->stop();
echo span_tree(spans_of_file($file));
--EXPECT--
flushed
- [text] unset
- [three] error, "exit status 3"
- [text] unset
- [throw] error, "no"
    ! exception DomainException: no
- [text] unset
