--TEST--
Each request of Swoole\Coroutine\Http\Client is a span of kind CLIENT, and the client's properties stay as they are
--EXTENSIONS--
swoole
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
not_on_openswoole('its upgrade() returns false for a response without an upgrade');
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

compare_requests(<<<'PHP'
    use Swoole\Coroutine\Http\Client;

    function client(?array $headers = null, string $url = BASE): Client
    {
        $client = new Client('127.0.0.1', parse_url($url, PHP_URL_PORT));
        $headers === null || $client->setHeaders($headers);
        return $client;
    }
    function say(Client $client, mixed $result): void
    {
        echo json_encode([$result, $client->statusCode, $client->errCode, $client->body, $client->requestHeaders, $client->requestMethod], JSON_UNESCAPED_SLASHES), "\n";
    }
    class OwnClient extends Client
    {
        public function __get(string $name): mixed
        {
            echo "read $name\n";
            return null;
        }
    }
    go(function () {
        $client = client(['X-Mine' => '1']);
        say($client, $client->get('/without-parent'));
        in_trace(function () {
            class_exists('TracedCoroutine', false) && TracedCoroutine::setBaggage('tenant', 'blue');
            say($client = client(), $client->get('/found?sig=secret'));
            say($client, $client->get('/kept-alive'));
            say($client = client(['X-Mine' => '1']), $client->post('/found', ['a' => 1]));
            $client = client($headers = ['X-Mine' => '1']);
            $client->setMethod('PROPFIND');
            say($client, $client->execute('/found'));
            $client->setMethod('PUT');
            $client->setData('data');
            say($client, $client->execute('/404'));
            $client = new OwnClient('127.0.0.1', parse_url(BASE, PHP_URL_PORT));
            say($client, $client->get('/500'));
            say($client = client(['X-Mine' => '1']), $client->download('/download', $file = tempnam(sys_get_temp_dir(), 'download')));
            echo file_get_contents($file), "\n";
            unlink($file);
            say($client = client([]), $client->get('/none'));
            say($client = client(['TraceParent' => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']), $client->get('/own'));
            say($client = client(['Baggage' => 'mine=1']), $client->get('/own-baggage'));
            say($client = client(['X-Mine' => '1'], CLOSED), $client->get('/closed'));
            $client = client();
            $result = $client->upgrade('/upgrade');
            unset($client->requestHeaders['Sec-WebSocket-Key']);
            say($client, $result);

            $client = client(['X-Mine' => '1']);
            $client->setDefer();
            say($client, $client->get('/deferred'));
            say($client, $client->recv());
            $client->get('/404');
            say($client, $client->recv());
            $client->get('/never-received');
            $client->close();
            $client = client();
            $client->setDefer();
            $client->get('/destroyed');
            unset($client);

            $client = client(['X-Mine' => '1']);
            $client->set(['write_func' => function (Client $client, string $part) { throw new LogicException('in the callback'); }]);
            try {
                $client->get('/thrown');
            } catch (LogicException $exception) {
                echo get_class($exception), ' ', json_encode($client->requestHeaders), "\n";
            }
            try {
                $client->get();
            } catch (ArgumentCountError $error) {
                echo $error->getMessage(), "\n";
            }
            try {
                new Client('');
            } catch (Client\Exception $exception) {
                echo $exception->getMessage(), "\n";
            }
        });
        say($client, $client->get('/afterwards'));
    });
    Swoole\Event::wait();
    PHP);
--EXPECT--
[true,200,0,"answer to GET /without-parent",{"X-Mine":"1"},"GET"]
[true,200,0,"answer to GET /found",null,"GET"]
[true,200,0,"answer to GET /kept-alive",null,"GET"]
[true,200,0,"answer to POST /found",{"X-Mine":"1"},"POST"]
[true,200,0,"answer to PROPFIND /found",{"X-Mine":"1"},"PROPFIND"]
[true,404,0,"answer to PUT /404",{"X-Mine":"1"},"PUT"]
[true,500,0,"answer to GET /500",null,"GET"]
[true,200,0,"",{"X-Mine":"1"},null]
answer to GET /download
[true,200,0,"answer to GET /none",[],"GET"]
[true,200,0,"answer to GET /own",{"TraceParent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},"GET"]
[true,200,0,"answer to GET /own-baggage",{"Baggage":"mine=1"},"GET"]
[false,-1,111,"",{"X-Mine":"1"},"GET"]
[true,200,0,"answer to GET /upgrade",{"Connection":"Upgrade","Upgrade":"websocket","Sec-WebSocket-Version":"13"},"GET"]
[true,0,0,"",{"X-Mine":"1"},"GET"]
[true,200,0,"answer to GET /deferred",{"X-Mine":"1"},"GET"]
[true,404,0,"answer to GET /404",{"X-Mine":"1"},"GET"]
LogicException {"X-Mine":"1"}
Swoole\Coroutine\Http\Client::get() expects exactly 1 argument, 0 given
host is empty
[true,200,0,"answer to GET /afterwards",{"X-Mine":"1"},"GET"]
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
  - [GET] client unset
  - [POST] client unset
  - [HTTP] client unset
  - [PUT] client error
  - [GET] client error
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client unset
  - [GET] client error, "Connection refused"
  - [GET] client unset
  - [GET] client unset
  - [GET] client error
  - [GET] client unset
  - [GET] client unset
  - [GET] client error, "in the callback"
      ! exception LogicException: in the callback
no header of a trace: GET /without-parent
no header of a trace: GET /own
no header of a trace: GET /afterwards
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/found?sig=REDACTED","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /found?sig=secret with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/kept-alive","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /kept-alive with baggage tenant=blue
POST {"http.request.method":"POST","url.full":"http://127.0.0.1:PORT/found","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: POST /found with baggage tenant=blue
HTTP {"http.request.method":"_OTHER","http.request.method_original":"PROPFIND","url.full":"http://127.0.0.1:PORT/found","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: PROPFIND /found with baggage tenant=blue
PUT {"http.request.method":"PUT","url.full":"http://127.0.0.1:PORT/404","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":404,"network.protocol.version":"1.1","error.type":"404"}
  sent: PUT /404 with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/500","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":500,"network.protocol.version":"1.1","error.type":"500"}
  sent: GET /500 with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/download","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /download with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/none","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /none with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/own","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: nothing
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/own-baggage","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /own-baggage with baggage mine=1
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:1/closed","server.address":"127.0.0.1","server.port":1,"error.type":"ECONNREFUSED"}
  sent: nothing
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/upgrade","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /upgrade with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/deferred","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /deferred with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/404","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":404,"network.protocol.version":"1.1","error.type":"404"}
  sent: GET /404 with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/never-received","server.address":"127.0.0.1","server.port":"(port)"}
  sent: GET /never-received with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/destroyed","server.address":"127.0.0.1","server.port":"(port)"}
  sent: GET /destroyed with baggage tenant=blue
GET {"http.request.method":"GET","url.full":"http://127.0.0.1:PORT/thrown","server.address":"127.0.0.1","server.port":"(port)","http.response.status_code":200,"network.protocol.version":"1.1","error.type":"LogicException"}
  sent: GET /thrown with baggage tenant=blue
