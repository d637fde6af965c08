--TEST--
A caller's baggage is current while its context is active, and gone afterwards
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
auto_append_file={PWD}/../support/event_wait.php
--FILE--
<?php
require __DIR__ . '/../support/spans.inc';

function show(string $when): void { echo "$when: ", json_encode(TracedCoroutine::getBaggage(), JSON_UNESCAPED_UNICODE), "\n"; }
$headers = ['traceparent' => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'Baggage' => ['tenant=acme;priority=high', 'user = %C3%A4%20b ,bad key=1,novalue,empty=']];
TracedCoroutine::create(function () use ($headers) {
    TracedCoroutine::setBaggage('own', '1');
    $scope = TracedCoroutine::extract($headers)->activate();
    show('active');
    TracedCoroutine::setBaggage('added', '2');
    TracedCoroutine::create('show', 'child');
    $carrier = [];
    TracedCoroutine::inject($carrier);
    echo $carrier['baggage'], "\n";
    $scope->detach();
    show('detached');
});
--EXPECT--
active: {"tenant":"acme","user":"ä b","empty":""}
child: {"tenant":"acme","user":"ä b","empty":"","added":"2"}
tenant=acme;priority=high,user=%C3%A4%20b,empty=,added=2
detached: {"own":"1"}
