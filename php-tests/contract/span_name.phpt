--TEST--
traced_coroutine.span_name names every span, with what runs in the place of {function}, {file} and {line}
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';
require __DIR__ . '/../support/spans.inc';

$program = program(<<<'PHP'
    <?php
    namespace App;
    class Order { public function pay(): void { \TracedCoroutine::create(function () {}); } }
    function checkout(): void {}
    \TracedCoroutine::create('App\checkout');
    \TracedCoroutine::create([new Order(), 'pay']);
    \TracedCoroutine::create('mt_srand', 1);
    echo implode(', ', array_column(\TracedCoroutine\MemoryExporter::getSpans(), 'name')), "\n";
    PHP, 'shop.php');
foreach (['job', '{function}', '{function} at {file}:{line}', 'job {line} }', '', null] as $name) {
    $settings = $name === null ? [] : ['traced_coroutine.span_name' => '"' . $name . '"'];
    $ran = run_traced($program, ['traced_coroutine.exporter' => 'memory'] + $settings);
    echo json_encode($name), ': ', str_replace(basename(scratch()), 'DIR', $ran->stdout), $ran->stderr;
}
--EXPECT--
"job": job, job, job, job
"{function}": App\checkout, App\Order::{closure}, App\Order::pay, mt_srand
"{function} at {file}:{line}": App\checkout at DIR/shop.php:4, App\Order::{closure} at DIR/shop.php:3, App\Order::pay at DIR/shop.php:3, mt_srand
"job {line} }": job 4 }, job 3 }, job 3 }, mt_srand
"": App\checkout, {closure} DIR/shop.php:3, App\Order::pay, mt_srand
null: App\checkout, {closure} DIR/shop.php:3, App\Order::pay, mt_srand
