--TEST--
A curl handle that has asked by HTTP in a trace sends its mails as without the trace
--DESCRIPTION--
An empty line stood before the program's headers in libcurl's list. HTTP passes over it, but in a mail of several parts it ended the
headers: the subject was part of the text.
--EXTENSIONS--
curl
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
in_array('smtp', curl_version()['protocols'], true) || skip('needs a libcurl with SMTP');
--FILE--
<?php
require __DIR__ . '/../support/http_clients.inc';

compare_requests(<<<'PHP'
    const SERVER = <<<'SERVER'
        $server = stream_socket_server('tcp://127.0.0.1:0');
        echo stream_socket_get_name($server, false), "\n";
        $client = stream_socket_accept($server);
        fwrite($client, "220 here\r\n");
        while (($line = fgets($client)) !== false) {
            if (str_starts_with($line, 'DATA')) {
                fwrite($client, "354 go on\r\n");
                for ($mail = ''; ($line = fgets($client)) !== ".\r\n";) {
                    $mail .= $line;
                }
                echo json_encode($mail, JSON_UNESCAPED_SLASHES), "\n";
            }
            fwrite($client, "250 done\r\n");
        }
        SERVER;
    function send_mail(CurlHandle $handle): void
    {
        $server = proc_open([PHP_BINARY, '-n', '-r', SERVER], [1 => ['pipe', 'w']], $pipes);
        curl_setopt_array($handle, [
            CURLOPT_URL => 'smtp://' . trim(fgets($pipes[1])), CURLOPT_MAIL_FROM => '<me@here.example>', CURLOPT_MAIL_RCPT => ['<you@there.example>'],
            CURLOPT_POSTFIELDS => ['part' => 'text'],
        ]);
        var_dump(curl_exec($handle), curl_errno($handle));
        echo preg_replace('/-{10,}\w+/', 'BOUNDARY', fgets($pipes[1]));
        proc_terminate($server);
        proc_close($server);
    }
    in_trace(function () {
        foreach ([[], [CURLOPT_HTTPHEADER => ['Subject: hello']]] as $options) {
            $handle = curl_init(BASE . '/found');
            curl_setopt_array($handle, $options + [CURLOPT_RETURNTRANSFER => true]);
            echo curl_exec($handle), "\n";
            send_mail($handle);
        }
    });
    PHP);
--EXPECT--
answer to GET /found
string(0) ""
int(0)
"Content-Type: multipart/mixed; boundary=BOUNDARY\r\nMime-Version: 1.0\r\n\r\nBOUNDARY\r\nContent-Disposition: attachment; name=\"part\"\r\n\r\ntext\r\nBOUNDARY--\r\n"
answer to GET /found
string(0) ""
int(0)
"Content-Type: multipart/mixed; boundary=BOUNDARY\r\nMime-Version: 1.0\r\nSubject: hello\r\n\r\nBOUNDARY\r\nContent-Disposition: attachment; name=\"part\"\r\n\r\ntext\r\nBOUNDARY--\r\n"
[exit code 0, same as without the extension]
- [root] unset
  - [GET] client unset
  - [GET] client unset
GET {"url.full":"http://127.0.0.1:PORT/found","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /found
GET {"url.full":"http://127.0.0.1:PORT/found","server.address":"127.0.0.1","server.port":"(port)","http.request.method":"GET","http.response.status_code":200,"network.protocol.version":"1.1"}
  sent: GET /found
