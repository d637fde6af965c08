<?php
/**
 * Compares stubs/src and stubs/polyfill with the loaded extension, in both directions, by name, flags, parameters, types,
 * defaults, parents, properties and the cases of enums.
 *
 *   php -d extension=... stubs/check.php
 *
 * Each is renamed into a namespace of its own and loaded, so that all sides are read through the same Reflection.
 */

declare(strict_types=1);

const STUBS = 'StubsUnderTest';
const POLYFILL = 'PolyfillUnderTest';
// Classes that PHP must be able to see and programs must not use.
const INTERNAL = 'TracedCoroutine\Internal\\';

extension_loaded('traced_coroutine') || exit("stubs/check.php: the extension is not loaded\n");

$of_extension = [];
$differences = [];
foreach ((new ReflectionExtension('traced_coroutine'))->getClasses() as $name => $class) {
    str_starts_with($name, INTERNAL) || $of_extension[$name] = describe($class);
}
foreach ((new ReflectionExtension('traced_coroutine'))->getFunctions() as $name => $_) {
    $differences[] = "function $name() is in the extension only";
}

$of_stubs = load(STUBS, __DIR__ . '/src');
$differences = [...$differences, ...differences('the stubs', $of_stubs, $of_extension)];
$differences = [...$differences, ...differences('the polyfill', load(POLYFILL, __DIR__ . '/polyfill'), $of_extension)];
foreach ($of_stubs as $class => $description) {
    foreach ($description as $what => $_) {
        if (str_starts_with($what, 'method ') && !has_example($class, substr($what, 7))) {
            $differences[] = "$class::" . substr($what, 7) . '() has no docblock with an example';
        }
    }
}

echo $differences === [] ? 'the stubs and the polyfill are what the extension has: ' . implode(', ', array_keys($of_stubs)) . "\n" : implode("\n", $differences) . "\n";
exit($differences === [] ? 0 : 1);

/**
 * Declares what a directory has inside of a namespace; its path says which class a file has.
 *
 * @return array<string, array<string, string>> by class: what there is => how it is declared
 */
function load(string $namespace, string $directory): array
{
    $descriptions = [];
    foreach (stub_files($directory) as $file) {
        $before = get_declared_classes();
        eval(in_namespace($namespace, (string) file_get_contents($file)));
        $expected = str_replace('/', '\\', substr($file, strlen("$directory/"), -4));
        $found = array_values(array_diff(get_declared_classes(), $before));
        array_map(own_name(...), $found) === [$expected] || exit("$file declares " . implode(', ', $found) . " instead of $expected\n");
        str_starts_with($expected, INTERNAL) || $descriptions[$expected] = describe(new ReflectionClass($found[0]));
    }
    return $descriptions;
}

/** @return list<string> */
function differences(string $whose, array $described, array $of_extension): array
{
    $differences = [];
    foreach (array_keys($described + $of_extension) as $class) {
        $here = $described[$class] ?? null;
        $real = $of_extension[$class] ?? null;
        if ($here === null || $real === null) {
            $differences[] = "class $class is in " . ($here === null ? 'the extension' : $whose) . ' only';
            continue;
        }
        foreach (array_keys($here + $real) as $what) {
            ($here[$what] ?? 'not there') === ($real[$what] ?? 'not there')
                || $differences[] = "$class: $what\n  $whose: " . ($here[$what] ?? 'not there') . "\n  the extension: " . ($real[$what] ?? 'not there');
        }
    }
    return $differences;
}

/** @return list<string> */
function stub_files(string $directory): array
{
    $files = [];
    foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($directory, FilesystemIterator::SKIP_DOTS)) as $file) {
        // The polyfill's loader declares nothing itself.
        $file->getFilename() === 'load.php' || $files[] = $file->getPathname();
    }
    sort($files);
    return $files;
}

/** Return types are not checked against empty bodies before a call, so the code can be loaded as it is. */
function in_namespace(string $namespace, string $code): string
{
    $code = preg_replace('/^<\?php(\s+declare\(strict_types=1\);)?/', '', $code, 1);
    $code = preg_replace('/^namespace ([\w\\\\]+);/m', "namespace $namespace\\\\$1;", $code, 1, $count);
    $code = preg_replace('/^use TracedCoroutine\\\\/m', "use $namespace\\\\TracedCoroutine\\\\", $code);
    if ($count === 0) {
        // Classes of PHP itself, which the code of the global namespace names as they are.
        $code = "namespace $namespace; use Closure, Fiber, TypeError, ValueError; $code";
    }
    return $code;
}

function own_name(string $class): string
{
    return preg_replace('/^(' . STUBS . '|' . POLYFILL . ')\\\\/', '', $class);
}

/** @return array<string, string> what there is => how it is declared */
function describe(ReflectionClass $class): array
{
    $parts = [
        // PHP 8.2 does not report internal enums as final, although they cannot be extended.
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
