<?php
/**
 * Runs the unit tests of one of Hyperf's packages as Hyperf does, in a coroutine or outside of any: phpunit.php PACKAGE inside|outside
 *
 * They put a container of their own in the place of the application's, which knows no aspects: so there are no proxies here.
 */

declare(strict_types=1);

use Hyperf\Coordinator\Constants;
use Hyperf\Coordinator\CoordinatorManager;
use PHPUnit\TextUI\Command;

putenv('APP_WITHOUT_PROXIES=1');
require __DIR__ . '/../bootstrap.php';
require 'PHPUnit/Autoload.php';

$tests = dirname((string) getenv('TRACED_COROUTINE_HYPERF')) . "/hyperf/$argv[1]/tests";
foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($tests, FilesystemIterator::SKIP_DOTS)) as $file) {
    // What tests share stands beside them, in no autoloader of an application.
    str_contains($file->getPath(), '/Stub') && require_once $file->getPathname();
}
// PHPUnit 9 does not see the attribute #[Group('NonCoroutine')].
const NON_COROUTINE = 'testCoroutineInTopCoroutine|FunctionTest::testRun';
$run = static fn (string $filter): int => (new Command())->run(
    ['phpunit', '--no-configuration', '--do-not-cache-result', '--filter', $filter, $tests],
    false,
);
if ($argv[2] === 'outside') {
    exit($run('/' . NON_COROUTINE . '/'));
}
$status = 1;
Swoole\Coroutine\run(static function () use ($run, &$status): void {
    $status = TracedCoroutine::trace('tests', static fn (): int => $run('/^((?!' . NON_COROUTINE . ').)*$/'));
    Swoole\Timer::clearAll();
    CoordinatorManager::until(Constants::WORKER_EXIT)->resume();
});
exit($status);
