<?php

declare(strict_types=1);

return ['response_header' => getenv('APP_RESPONSE_HEADER') !== 'off'];
