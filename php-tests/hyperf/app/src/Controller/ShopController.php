<?php

declare(strict_types=1);

namespace App\Controller;

use App\Warehouse;
use DomainException;
use Hyperf\Guzzle\ClientFactory;
use Hyperf\HttpServer\Contract\RequestInterface;

use function Hyperf\Coroutine\co;
use function Hyperf\Coroutine\parallel;

class ShopController
{
    public function __construct(private readonly ClientFactory $clients, private readonly Warehouse $warehouse)
    {
    }

    public function checkout(RequestInterface $request): array
    {
        co(static function (): void {
            throw new DomainException('the mail server is away');
        });
        $port = (int) $request->getUri()->getPort();
        [$shirts, $shoes] = parallel([
            fn (): int => $this->warehouse->count('shirts'),
            fn (): int => $this->ask($port, '/stock'),
        ]);

        return ['shirts' => $shirts, 'shoes' => $shoes];
    }

    public function stock(): int
    {
        return $this->warehouse->count('shoes');
    }

    public function order(int $id): array
    {
        return ['order' => $id];
    }

    public function mails(): array
    {
        co(static function (): void {
            throw new DomainException('the mail server is away');
        });

        return parallel([fn (): int => $this->warehouse->count('shirts'), fn (): int => $this->warehouse->count('shoes')]);
    }

    public function fails(): never
    {
        throw new DomainException('no such order');
    }

    private function ask(int $port, string $path): int
    {
        return (int) $this->clients->create(['base_uri' => "http://127.0.0.1:$port"])->request('GET', $path)->getBody()->getContents();
    }
}
