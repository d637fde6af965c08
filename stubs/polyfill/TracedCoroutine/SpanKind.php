<?php

declare(strict_types=1);

namespace TracedCoroutine;

enum SpanKind: int
{
    case Internal = 0;
    case Client = 1;
    case Server = 2;
    case Producer = 3;
    case Consumer = 4;
}
