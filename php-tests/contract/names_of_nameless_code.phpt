--TEST--
code.function.name, exception.type and error.type say what PHP code is called, without the NULs and paths of nameless classes and closures
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
namespace App\Shop;

require __DIR__ . '/../support/spans.inc';

class Order
{
    public function closures(): array { return [fn () => null, static fn () => null, fn () => \TracedCoroutine::create(fn () => null)]; }
    public static function pay(): void {}
    public function __call(string $name, array $arguments): void {}
    public function __invoke(): void {}
}
interface Shape {}
function checkout(): void {}
// Swoole never frees what a coroutine's body returns: a PHP for debugging would report it.
function closure(): \Closure { return fn () => null; }

$order = new Order();
$anonymous = new class {
    public function run(): void {}
    public function closure(): \Closure { return fn () => null; }
    public function __call(string $name, array $arguments): void {}
};
$child = new class extends Order { public function run(): void {} };
$shape = new class implements Shape { public static function area(): void {} };
$bodies = [
    'functions' => [checkout(...), 'App\Shop\checkout', 'mt_srand'],
    'methods' => [$order->pay(...), [Order::class, 'pay'], 'App\Shop\Order::pay', $order],
    'closures' => [fn () => null, closure(), ...$order->closures()],
    'anonymous classes' => [[$anonymous, 'run'], $anonymous->closure(), [$child, 'run'], [$child, 'pay'], [$shape, 'area']],
    // Swoole runs no such method as a coroutine.
    '__call' => [\TracedCoroutine::wrap([$anonymous, 'missing']), \TracedCoroutine::wrap([$order, 'missing'])],
];
foreach ($bodies as $what => $callables) {
    \TracedCoroutine\MemoryExporter::reset();
    foreach ($callables as $callable) {
        $argument = $callable === 'mt_srand' ? [1] : [];
        $what === '__call' ? $callable() : \TracedCoroutine::create($callable, ...$argument);
    }
    $names = array_map(fn (array $span): string => $span['attributes']['code.function.name'] ?? $span['name'], exported_spans());
    if ($what === 'closures' && PHP_VERSION_ID >= 80400) {
        // PHP does not say any more in which namespace a file's own closure is.
        $names[0] = 'App\Shop\\' . $names[0];
    }
    echo "$what: ", json_encode($names, JSON_UNESCAPED_SLASHES), "\n";
}
\TracedCoroutine\MemoryExporter::reset();
try {
    \TracedCoroutine::trace('fails', fn () => throw new class('no') extends \DomainException {});
} catch (\DomainException) {
}
$span = exported_spans()[0];
echo json_encode([$span['attributes']['error.type'], $span['events'][0]['attributes']['exception.type']]), "\n";
--EXPECT--
functions: ["App\\Shop\\checkout","App\\Shop\\checkout","mt_srand"]
methods: ["App\\Shop\\Order::pay","App\\Shop\\Order::pay","App\\Shop\\Order::pay","App\\Shop\\Order::__invoke"]
closures: ["App\\Shop\\{closure}","App\\Shop\\{closure}","App\\Shop\\Order::{closure}","App\\Shop\\Order::{closure}","App\\Shop\\Order::{closure}","App\\Shop\\Order::{closure}"]
anonymous classes: ["class@anonymous::run","class@anonymous::{closure}","App\\Shop\\Order@anonymous::run","App\\Shop\\Order::pay","App\\Shop\\Shape@anonymous::area"]
__call: ["class@anonymous::missing","App\\Shop\\Order::missing"]
["DomainException@anonymous","DomainException@anonymous"]
