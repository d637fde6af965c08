<?php

declare(strict_types=1);

namespace App;

use Hyperf\ExceptionHandler\ExceptionHandler;
use Hyperf\HttpMessage\Exception\HttpException;
use Hyperf\HttpMessage\Stream\SwooleStream;
use Swow\Psr7\Message\ResponsePlusInterface;
use Throwable;

class FailureHandler extends ExceptionHandler
{
    public function handle(Throwable $throwable, ResponsePlusInterface $response)
    {
        return $response->setStatus($throwable instanceof HttpException ? $throwable->getStatusCode() : 500)->setBody(new SwooleStream($throwable->getMessage() . "\n"));
    }

    public function isValid(Throwable $throwable): bool
    {
        return true;
    }
}
