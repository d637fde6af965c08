--TEST--
wrap() calls a function of FFI any number of times, though PHP creates it anew for each call
--EXTENSIONS--
ffi
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
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
