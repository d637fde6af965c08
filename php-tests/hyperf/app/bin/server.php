<?php
/** The application's HTTP server, as Hyperf's start command starts it. */

declare(strict_types=1);

use Hyperf\Context\ApplicationContext;
use Hyperf\Contract\ConfigInterface;
use Hyperf\Contract\StdoutLoggerInterface;
use Hyperf\Server\ServerFactory;
use Psr\EventDispatcher\EventDispatcherInterface;

require __DIR__ . '/../bootstrap.php';

$container = ApplicationContext::getContainer();
$factory = $container->get(ServerFactory::class);
$factory->setEventDispatcher($container->get(EventDispatcherInterface::class));
$factory->setLogger($container->get(StdoutLoggerInterface::class));
$factory->configure($container->get(ConfigInterface::class)->get('server', []));
$factory->start();
