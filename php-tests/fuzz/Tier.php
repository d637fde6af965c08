<?php

declare(strict_types=1);

/** A kind of PHP that programs run on. */
enum Tier: string
{
    case Stop = 'swoole-stop';
    case Defer = 'swoole-defer';
    case Fibers = 'fibers';

    public function has_swoole(): bool
    {
        return $this !== self::Fibers;
    }

    /**
     * @param array<string, string> $settings
     * @return list<string>
     */
    public function command(string $file, array $settings, bool $is_traced): array
    {
        $valgrind = $is_traced && getenv('TRACED_COROUTINE_VALGRIND') ? [__DIR__ . '/../support/under-valgrind', getenv('TRACED_COROUTINE_VALGRIND')] : [];
        $command = [...$valgrind, getenv('TRACED_COROUTINE_PHP') ?: PHP_BINARY, ...$this->has_swoole() ? [] : self::plain()];
        $settings += ['extension' => getenv('TRACED_COROUTINE_SO')] + match ($this) {
            self::Stop => ['traced_coroutine.end_hook' => 'stop'],
            self::Defer => ['traced_coroutine.end_hook' => 'defer'],
            self::Fibers => [],
        } + ($valgrind === [] ? [] : ['pcre.jit' => '0']);
        foreach ($settings as $name => $value) {
            array_push($command, '-d', "$name=$value");
        }
        return [...$command, $file];
    }

    /** PHP without any php.ini; posix is a shared extension on Debian, and built in elsewhere. */
    private static function plain(): array
    {
        $posix = ini_get('extension_dir') . '/posix.so';
        return is_file($posix) && !getenv('TRACED_COROUTINE_PHP') ? ['-n', '-d', 'extension=posix'] : ['-n'];
    }
}
