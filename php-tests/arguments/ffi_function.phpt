--TEST--
wrap() calls a function of FFI, which PHP makes anew for each call, as often as one likes
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
class_exists('FFI') || skip('needs the FFI extension');
--INI--
ffi.enable=1
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

$libc = FFI::cdef('int getpid(void);');
$getpid = $libc->getpid;
$wrapped = TracedCoroutine::wrap($getpid);
for ($call = 0; $call < 3; $call++) {
    extension_loaded('swoole') ? Swoole\Coroutine::create($wrapped) : (new Fiber($wrapped))->start();
}
var_dump($wrapped() === getmypid(), TracedCoroutine::trace('by hand', $getpid) === getmypid());
print_spans();
--EXPECT--
bool(true)
bool(true)
- FFI\CData::__invoke returned, unset
- FFI\CData::__invoke returned, unset
- FFI\CData::__invoke returned, unset
- [FFI\CData::__invoke] unset
- [by hand] unset
