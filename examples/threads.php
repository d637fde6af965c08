<?php
/**
 * An import in four threads: each begins where its creator is, with the headers that inject() makes and extract() reads.
 *
 *   php -d extension=target/release/libtraced_coroutine.so -d traced_coroutine.exporter=console examples/threads.php
 *
 * Needs a thread-safe PHP, and Swoole built with --enable-swoole-thread.
 */

declare(strict_types=1);

use Swoole\Coroutine;
use Swoole\Thread;

function import(): void
{
    $headers = [];
    TracedCoroutine::inject($headers);
    $threads = [];
    foreach (['shirts', 'shoes', 'hats', 'coats'] as $file) {
        $threads[] = new Thread(__FILE__, $file, json_encode($headers));
    }
    foreach ($threads as $thread) {
        $thread->join();
    }
}

function import_file(string $file, string $headers): void
{
    $creator = TracedCoroutine::extract(json_decode($headers, true));
    Coroutine\run(static function () use ($file, $creator): void {
        $options = new TracedCoroutine\SpanOptions("import $file", parent: $creator);
        TracedCoroutine::start($options, static function (): void {
            TracedCoroutine::create('read_part');
            TracedCoroutine::create('read_part');
        });
    });
}

function read_part(): void
{
    Coroutine::sleep(0.005);
}

// Swoole runs this file in each thread; only one that was started with arguments has them.
$arguments = Thread::getArguments();
$arguments === null ? TracedCoroutine::trace('import', import(...)) : import_file(...$arguments);
