--TEST--
defer() belongs to its coroutine, and what goes through a channel changes no trace
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_hyperf();
--FILE--
<?php
require __DIR__ . '/../support/hyperf.inc';

run_in_hyperf(<<<'PHP'
    <?php
    use App\Request;
    use Hyperf\Coroutine\Coroutine;
    use Hyperf\Engine\Channel;
    use function Hyperf\Coroutine\{defer, go};

    [$channel, $ready] = [new Channel(1), new Channel(1)];
    Request::handle(function () use ($channel, $ready): void {
        $ready->push(true) && defer(fn () => TracedCoroutine::trace('defer of the request', fn () => null));
        go(function () use ($channel): void {
            defer(fn () => TracedCoroutine::trace('defer of the consumer', fn () => null));
            while ($popped = $channel->pop()) { [$item, $context] = $popped;
                TracedCoroutine::trace("consume $item", fn () => Coroutine::sleep(0.001), new TracedCoroutine\SpanOptions(links: [$context]));
            }
        });
        Coroutine::sleep(0.01);
    }, 'request with a consumer'); $ready->pop();
    Request::handle(function () use ($channel): void {
        TracedCoroutine::trace('produce', fn () => $channel->push(['shirt', TracedCoroutine::currentSpan()->getContext()]));
        go(fn () => $channel->push(['shoes', TracedCoroutine::currentSpan()->getContext()]));
        Coroutine::sleep(0.005);
        $channel->push(false);
    }, 'request with a producer');
    PHP);
--EXPECT--
- [request with a consumer] server unset
  - {closure}:10 returned, unset
    - [consume shirt] unset
        ~ produce
    - [consume shoes] unset
        ~ coroutine
    - [defer of the consumer] unset
  - [defer of the request] unset
- [request with a producer] server unset
  - [produce] unset
  - {closure}:20 returned, unset
