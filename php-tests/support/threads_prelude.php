<?php
/** Goes before each program of threads.inc: one set of words for Swoole\Thread, and for the threads of threads.c. */

declare(strict_types=1);

function start_thread(string $file, string $word): void
{
    class_exists('Swoole\Thread') ? Threads::$running[] = new Swoole\Thread($file, $word) : threads_start($file, $word);
}

/** In a thread: the word that it was started with. */
function thread_word(): string
{
    return class_exists('Swoole\Thread') ? Swoole\Thread::getArguments()[0] : threads_word();
}

function join_threads(): void
{
    if (class_exists('Swoole\Thread')) {
        array_walk(Threads::$running, static fn (Swoole\Thread $thread) => $thread->join());
        Threads::$running = [];
    } else {
        threads_join();
    }
}

/** Runs $body where coroutines can be made, and waits for them. */
function with_coroutines(callable $body): void
{
    extension_loaded('swoole') ? Swoole\Coroutine\run($body) : $body();
}

final class Threads
{
    /** @var list<Swoole\Thread> */
    public static array $running = [];
}
