<?php
/** Goes after each test and each traced child: without it Swoole remarks that it has to run its loop at shutdown. */

if (extension_loaded('swoole')) {
    Swoole\Event::wait();
}
