--TEST--
An exception without a message is described by its class, and its custom text is not asked for
--EXTENSIONS--
swoole
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/compare.inc';

compare_with_bare(<<<'PHP'
    <?php
    class Quiet extends Exception
    {
        public function __toString(): string
        {
            echo "somebody asked\n";
            return 'custom text';
        }
    }
    Spawner::create(function () { throw new Quiet(); });
    PHP);
--EXPECT--
somebody asked

Fatal error: Uncaught custom text
  thrown in program.php on line 10
[exit code 255, same as bare]
- {closure}:10 exception, error, Quiet, "Quiet"
    ! exception Quiet
