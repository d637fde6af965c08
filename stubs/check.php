<?php
/**
 * Compares stubs/src with the loaded extension, in both directions, by name, flags, parameters, types, defaults, parents,
 * properties and the cases of enums.
 *
 *   php -d extension=... stubs/check.php
 *
 * The stubs are renamed into a namespace of their own and loaded, so that both sides are read through the same Reflection.
 */

declare(strict_types=1);

const STUBS = 'StubsUnderTest';
// What PHP must be able to see but nobody may call.
const INTERNAL = 'TracedCoroutine\Internal\\';

extension_loaded('traced_coroutine') || exit("stubs/check.php: the extension is not loaded\n");

$differences = [];
$of_stubs = [];
foreach (stub_files(__DIR__ . '/src') as $file) {
    $before = get_declared_classes();
    eval(in_own_namespace((string) file_get_contents($file)));
    $declared = array_values(array_diff(get_declared_classes(), $before));
    $expected = str_replace('/', '\\', substr($file, strlen(__DIR__ . '/src/'), -4));
    $found = array_map(own_name(...), $declared);
    $found === [$expected] || $differences[] = "$file declares " . implode(', ', $found) . " instead of $expected";
    foreach ($declared as $class) {
        $of_stubs[own_name($class)] = describe(new ReflectionClass($class));
    }
}

$of_extension = [];
foreach ((new ReflectionExtension('traced_coroutine'))->getClasses() as $name => $class) {
    str_starts_with($name, INTERNAL) || $of_extension[$name] = describe($class);
}
foreach ((new ReflectionExtension('traced_coroutine'))->getFunctions() as $name => $_) {
    $differences[] = "function $name() is in the extension only";
}

foreach (array_keys($of_stubs + $of_extension) as $class) {
    $stub = $of_stubs[$class] ?? null;
    $real = $of_extension[$class] ?? null;
    if ($stub === null || $real === null) {
        $differences[] = "class $class is in " . ($stub === null ? 'the extension' : 'the stubs') . ' only';
        continue;
    }
    foreach (array_keys($stub + $real) as $what) {
        ($stub[$what] ?? 'not there') === ($real[$what] ?? 'not there')
            || $differences[] = "$class: $what\n  stubs:     " . ($stub[$what] ?? 'not there') . "\n  extension: " . ($real[$what] ?? 'not there');
    }
}
foreach ($of_stubs as $class => $description) {
    foreach ($description as $what => $_) {
        if (str_starts_with($what, 'method ') && !has_example($class, substr($what, 7))) {
            $differences[] = "$class::" . substr($what, 7) . '() has no docblock with an example';
        }
    }
}

echo $differences === [] ? 'the stubs are what the extension has: ' . implode(', ', array_keys($of_stubs)) . "\n" : implode("\n", $differences) . "\n";
exit($differences === [] ? 0 : 1);

/** @return list<string> */
function stub_files(string $directory): array
{
    $files = [];
    foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($directory, FilesystemIterator::SKIP_DOTS)) as $file) {
        $files[] = $file->getPathname();
    }
    sort($files);
    return $files;
}

/** Return types are not checked against empty bodies before a call, so the code can be loaded as it is. */
function in_own_namespace(string $code): string
{
    $code = preg_replace('/^<\?php/', '', $code, 1);
    $code = preg_replace('/^namespace ([\w\\\\]+);/m', 'namespace ' . STUBS . '\\\\$1;', $code, 1, $count);
    $code = preg_replace('/^use TracedCoroutine\\\\/m', 'use ' . STUBS . '\\TracedCoroutine\\\\', $code);
    if ($count === 0) {
        // Classes of PHP itself, which the stubs of the global namespace name as they are.
        $code = 'namespace ' . STUBS . '; use Closure, TypeError, ValueError; ' . $code;
    }
    return $code;
}

function own_name(string $class): string
{
    return str_starts_with($class, STUBS . '\\') ? substr($class, strlen(STUBS) + 1) : $class;
}

/** @return array<string, string> what there is => how it is declared */
function describe(ReflectionClass $class): array
{
    $parts = [
        // PHP 8.2 does not call internal enums final, though nobody can extend them.
        'kind' => $class->isEnum() ? 'enum: ' . (new ReflectionEnum($class->getName()))->getBackingType() : implode(' ', array_filter([$class->isFinal() ? 'final' : '', $class->isAbstract() ? 'abstract' : '', $class->isInterface() ? 'interface' : 'class'])),
        'parent' => own_name(($class->getParentClass() ?: null)?->getName() ?? 'none'),
        'interfaces' => implode(', ', sorted(array_map(own_name(...), $class->getInterfaceNames()))),
    ];
    foreach ($class->getMethods() as $method) {
        if ($method->getDeclaringClass()->getName() === $class->getName() && !($class->isEnum() && method_exists(BackedEnum::class, $method->getName()))) {
            $parts["method {$method->getName()}"] = describe_method($method);
        }
    }
    foreach ($class->isEnum() ? (new ReflectionEnum($class->getName()))->getCases() : [] as $case) {
        $parts["case {$case->getName()}"] = var_export($case->getBackingValue(), true);
    }
    foreach ($class->getReflectionConstants() as $constant) {
        !$constant->isEnumCase() && $constant->getDeclaringClass()->getName() === $class->getName()
            && $parts["constant {$constant->getName()}"] = var_export($constant->getValue(), true);
    }
    foreach ($class->getProperties() as $property) {
        $property->getDeclaringClass()->getName() === $class->getName()
            && $parts["property {$property->getName()}"] = implode(' ', Reflection::getModifierNames($property->getModifiers())) . ' ' . types($property->getType());
    }
    return $parts;
}

/** @param list<string> $names */
function sorted(array $names): array
{
    sort($names);
    return $names;
}

function describe_method(ReflectionMethod $method): string
{
    $parameters = array_map(static fn (ReflectionParameter $parameter): string => trim(
        types($parameter->getType()) . ' ' . ($parameter->isPassedByReference() ? '&' : '') . ($parameter->isVariadic() ? '...' : '')
        . '$' . $parameter->getName() . ($parameter->isDefaultValueAvailable() ? ' = ' . default_value($parameter) : ($parameter->isOptional() && !$parameter->isVariadic() ? ' = ?' : '')),
    ), $method->getParameters());
    return implode(' ', Reflection::getModifierNames($method->getModifiers())) . ' (' . implode(', ', $parameters) . '): '
        . types(($method->getReturnType() ?? $method->getTentativeReturnType()));
}

function default_value(ReflectionParameter $parameter): string
{
    $value = $parameter->getDefaultValue();
    return $value instanceof UnitEnum ? own_name($value::class) . '::' . $value->name : var_export($value, true);
}

/** PHP orders the members of a union as it likes, and writes "?" before a single one that may be null. */
function types(?ReflectionType $type): string
{
    if ($type === null) {
        return '';
    }
    $names = array_map(
        static fn (ReflectionNamedType $name): string => own_name(ltrim((string) $name, '?')),
        $type instanceof ReflectionUnionType ? $type->getTypes() : [$type],
    );
    $type->allowsNull() && $names[] = 'null';
    $names = array_unique($names);
    sort($names);
    return implode('|', $names);
}

function has_example(string $class, string $method): bool
{
    $docblock = (new ReflectionMethod(STUBS . '\\' . $class, $method))->getDocComment();
    return $docblock !== false && substr_count($docblock, '```') === 2;
}
