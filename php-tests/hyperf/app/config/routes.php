<?php

declare(strict_types=1);

use App\Controller\ShopController;
use Hyperf\HttpServer\Router\Router;

Router::get('/checkout', [ShopController::class, 'checkout']);
Router::get('/stock', [ShopController::class, 'stock']);
Router::get('/fails', [ShopController::class, 'fails']);
