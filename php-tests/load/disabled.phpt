--TEST--
With enabled=0 the program is that without the extension, whatever the other settings say
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    Spawner::create(function (string $word) { Spawner::create(function () { echo "inner\n"; }); echo "$word\n"; exit(3); }, 'outer');
    PHP, [], ['traced_coroutine.enabled' => '0']);
--EXPECTF--
inner
outer
%A[exit code %d, same as bare]
(no spans)
