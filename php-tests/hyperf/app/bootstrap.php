<?php
/** Makes the container of a small Hyperf application, with AOP proxies as Hyperf generates them. */

declare(strict_types=1);

use Hyperf\Context\ApplicationContext;
use Hyperf\Di\ClassLoader;
use Hyperf\Di\Container;
use Hyperf\Di\Definition\DefinitionSourceFactory;

define('BASE_PATH', __DIR__);
define('SWOOLE_HOOK_FLAGS', SWOOLE_HOOK_ALL & ~SWOOLE_HOOK_NATIVE_CURL);

/** As in a project that does not require hyperf/tracer. */
function forget_tracer(Composer\Autoload\ClassLoader $loader, array &$packages): void
{
    $packages = array_values(array_filter($packages, static fn (array $package): bool => $package['name'] !== 'hyperf/tracer'));
    $isOther = static fn (string $class): bool => !str_starts_with($class, 'Hyperf\\Tracer\\') && !str_starts_with($class, 'OpenTracing\\');
    (function () use ($isOther): void {
        $this->classMap = array_filter($this->classMap, $isOther, ARRAY_FILTER_USE_KEY);
    })->call($loader);
    foreach (['Hyperf\\Tracer\\', 'OpenTracing\\'] as $namespace) {
        $loader->setPsr4($namespace, []);
    }
    // It has a trait of hyperf/tracer's.
    is_file(__DIR__ . '/src/Request.php') && unlink(__DIR__ . '/src/Request.php');
}

(static function (): void {
    $autoload = getenv('TRACED_COROUTINE_HYPERF');
    $stubs = getenv('TRACED_COROUTINE_ROOT') . '/stubs';
    $loader = require $autoload;
    $loader->addPsr4('App\\', __DIR__ . '/src');
    $loader->addPsr4('TracedCoroutine\Hyperf\\', "$stubs/hyperf/src");
    require "$stubs/polyfill/load.php";

    // What `composer require traced-coroutine/hyperf` would write.
    $lock = json_decode((string) file_get_contents(dirname($autoload, 2) . '/composer.lock'), true, flags: JSON_THROW_ON_ERROR);
    $lock['packages'][] = json_decode((string) file_get_contents("$stubs/hyperf/composer.json"), true, flags: JSON_THROW_ON_ERROR);
    getenv('APP_WITHOUT_US') && array_pop($lock['packages']);
    getenv('APP_WITHOUT_TRACER') && forget_tracer($loader, $lock['packages']);
    file_put_contents(__DIR__ . '/composer.lock', json_encode($lock));

    getenv('APP_WITHOUT_PROXIES') || ClassLoader::init();
    ApplicationContext::setContainer(new Container((new DefinitionSourceFactory())()));
    Hyperf\Engine\Coroutine::set(['hook_flags' => SWOOLE_HOOK_FLAGS]);
})();
