<?php

declare(strict_types=1);

namespace TracedCoroutine;

enum StatusCode: string
{
    case Unset = 'Unset';
    case Ok = 'Ok';
    case Error = 'Error';
}
