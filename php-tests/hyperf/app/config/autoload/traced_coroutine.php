<?php

declare(strict_types=1);

$name = getenv('APP_SPAN_NAME');

return ['response_header' => getenv('APP_RESPONSE_HEADER') !== 'off'] + ($name === false ? [] : ['span_name' => $name === 'null' ? null : $name]);
