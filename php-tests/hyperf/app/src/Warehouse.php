<?php

declare(strict_types=1);

namespace App;

use Hyperf\Tracer\Annotation\Trace;

class Warehouse
{
    #[Trace('count stock')]
    public function count(string $item): int
    {
        \Swoole\Coroutine::sleep(0.002);

        return strlen($item);
    }
}
