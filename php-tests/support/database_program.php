<?php
/** What the programs of database_calls.inc begin with. */

declare(strict_types=1);

/** Calls $call in a span, where there are spans. */
function in_span(string $name, callable $call): mixed
{
    return class_exists('TracedCoroutine', false) ? TracedCoroutine::trace($name, $call) : call_user_func($call);
}

/** Runs each case without a parent and in a span, and prints what it gives. */
function run_cases(array $cases, array $replace): void
{
    $outside = $inside = [];
    foreach ($cases as $name => $case) {
        $outside[$name] = outcome($case, $replace);
    }
    foreach ($cases as $name => $case) {
        $inside[$name] = in_span($name, static fn (): string => outcome($case, $replace));
        echo "$name: $inside[$name]", $inside[$name] === $outside[$name] ? '' : ", outside $outside[$name]", "\n";
    }
}

/** What a call gives: its value, warnings, and what it throws. */
function outcome(callable $case, array $replace): string
{
    $warnings = '';
    $depth = count(debug_backtrace());
    set_error_handler(static function (int $level, string $message) use (&$warnings): bool {
        // PHP 8.5 and 8.6 deprecate ways of mysqli that go on working.
        $deprecated = '/^((Function|Method) mysqli\w*(::\w+)?\(\) is deprecated|Instantiation of mysqli_stmt without)/';
        $isOfName = $level === E_DEPRECATED && preg_match($deprecated, $message) === 1;
        $warnings .= $isOfName ? '' : ' warning: ' . one_line($message);
        return true;
    });
    try {
        $value = $case();
        $text = is_object($value) ? $value::class : json_encode($value);
    } catch (Throwable $thrown) {
        $text = $thrown::class . ' ' . json_encode($thrown->getCode()) . ': ' . one_line($thrown->getMessage()) . ' in frame '  . (count($thrown->getTrace()) - $depth);
    } finally {
        restore_error_handler();
    }
    return strtr($text . $warnings, $replace);
}

function one_line(string $message): string
{
    return str_replace("\n", ' / ', rtrim($message));
}
