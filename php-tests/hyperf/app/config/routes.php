<?php

declare(strict_types=1);

use App\Controller\ShopController;
use Hyperf\HttpServer\Router\Router;

Router::get('/checkout', [ShopController::class, 'checkout']);
Router::get('/stock', [ShopController::class, 'stock']);
Router::addGroup('/orders', static function (): void {
    Router::get('/{id:\d+}', [ShopController::class, 'order']);
    Router::addRoute('PROPFIND', '/{id:\d+}', [ShopController::class, 'order']);
});
Router::get('/mails', [ShopController::class, 'mails']);
Router::get('/flush', static fn (): string => TracedCoroutine::flush() ? 'flushed' : 'not flushed');
Router::get('/fails', [ShopController::class, 'fails']);
