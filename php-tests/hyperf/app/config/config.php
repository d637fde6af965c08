<?php

declare(strict_types=1);

return [
    'app_name' => 'shop',
    'scan_cacheable' => false,
    // Of Hyperf's standard output nothing belongs into a test.
    Hyperf\Contract\StdoutLoggerInterface::class => ['log_level' => []],
];
