--TEST--
An exception is caught where it would be without a span, also if its message runs code that throws and catches
--DESCRIPTION--
Describing it used to run __toString() of the message; PHP then forgot where the exception was thrown.
--EXTENSIONS--
traced_coroutine
--INI--
traced_coroutine.exporter=memory
--FILE--
<?php
class Message
{
    public function __toString(): string
    {
        echo "!! asked\n";
        try {
            throw new RuntimeException('inner');
        } catch (RuntimeException) {
        }
        return 'text';
    }
}
class Odd extends Exception
{
    public function __construct()
    {
        $this->message = new Message;
    }
}
class Magic extends Exception
{
    public function __construct()
    {
        unset($this->message, $this->file, $this->line);
    }

    public function __get(string $name): mixed
    {
        echo "!! asked for $name\n";
        return null;
    }
}

foreach ([Odd::class, Magic::class] as $class) {
    try {
        TracedCoroutine::wrap(static fn () => throw new $class)();
    } catch (Exception $exception) {
        echo 'caught ', $exception::class, "\n";
    } finally {
        echo "finally\n";
    }
}
foreach (TracedCoroutine\MemoryExporter::getSpans() as $span) {
    echo $span['attributes']['error.type'], ': ', $span['status']['code'], "\n";
}
--EXPECT--
caught Odd
finally
caught Magic
finally
Odd: error
Magic: error
