<?php

declare(strict_types=1);

namespace TracedCoroutine\Hyperf\Aspect;

use Error;
use Exception;
use Hyperf\Di\Aop\ProceedingJoinPoint;
use ReflectionProperty;
use Throwable;

/** The frames of Hyperf's aspects between a method and its caller, as in the trace of what wait() throws at its time limit. */
final class AspectFrames
{
    /** Goes on to the method; an exception that it has made shows its caller, as it does without an aspect. */
    public static function hidden(ProceedingJoinPoint $proceedingJoinPoint): mixed
    {
        try {
            return $proceedingJoinPoint->process();
        } catch (Throwable $exception) {
            $trace = $exception->getTrace();
            foreach ($trace as $index => $frame) {
                if ($frame['function'] === '__proxyCall' && ($trace[$index + 1]['function'] ?? null) === $proceedingJoinPoint->methodName) {
                    $property = new ReflectionProperty($exception instanceof Error ? Error::class : Exception::class, 'trace');
                    $property->setValue($exception, array_slice($trace, $index + 1));
                    break;
                }
            }
            throw $exception;
        }
    }
}
