<?php
/**
 * What the pages refer to exists: files, headings, folders of the sources, environment variables.
 *
 *   php .ci/lint-links.php
 *
 * Links to other sites are not followed. The check first shows that it finds each fault, in a tree made for that.
 */

declare(strict_types=1);

/** The page without code, in which a bracket is no link. */
function prose(string $text): string
{
    return preg_replace(['/^ *(```+|~~~+).*?^ *\1[^\n]*$/ms', '/(`+)[^`].*?\1/s'], '', $text);
}

/** The anchors that GitHub gives a page's headings. */
function anchors(string $text): array
{
    $anchors = [];
    preg_match_all('/^#{1,6} +(.+?) *#*$/m', preg_replace('/^ *(```+|~~~+).*?^ *\1[^\n]*$/ms', '', $text), $headings);
    foreach ($headings[1] as $heading) {
        $heading = preg_replace('/!?\[([^]]*)]\([^)]*\)/', '$1', $heading);
        $slug = str_replace(' ', '-', preg_replace('/[^\p{L}\p{N} _-]/u', '', strtolower($heading)));
        $name = $slug;
        for ($again = 1; isset($anchors[$name]); ++$again) {
            $name = "$slug-$again";
        }
        $anchors[$name] = true;
    }
    return $anchors;
}

/** The targets of a page's links and pictures. */
function targets(string $text): array
{
    $text = prose($text);
    preg_match_all('/]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/', $text, $inline);
    preg_match_all('/^ *\[[^]]+]: +<?(\S+?)>?$/m', $text, $definitions);
    preg_match_all('/<(?:a|img)\b[^>]*\b(?:href|src)="([^"]+)"/', $text, $html);
    return [...$inline[1], ...$definitions[1], ...$html[1]];
}

/** "docs/../README.md" as "README.md". */
function normal(string $path): string
{
    $parts = [];
    foreach (explode('/', $path) as $part) {
        if ($part === '..') {
            if (array_pop($parts) === null) {
                return '..';
            }
        } elseif ($part !== '' && $part !== '.') {
            $parts[] = $part;
        }
    }
    return implode('/', $parts);
}

/** What is wrong with the links of one page. */
function broken_links(string $root, string $page, array $files): array
{
    $faults = [];
    $folder = dirname($page) === '.' ? '' : dirname($page) . '/';
    foreach (targets(file_get_contents("$root/$page")) as $target) {
        if (preg_match('~^(https?|mailto):~', $target)) {
            continue;
        }
        [$path, $anchor] = explode('#', rawurldecode($target), 2) + [1 => ''];
        $file = $path === '' ? $page : normal($folder . $path);
        $is_folder = $file === '' || (bool) preg_grep('~^' . preg_quote($file) . '/~', $files);
        if (str_starts_with($path, '/') || (!in_array($file, $files, true) && !$is_folder)) {
            $faults[] = "$page: $target leads to no file of the repository";
        } elseif ($anchor !== '' && ($is_folder || !isset(anchors(file_get_contents("$root/$file"))[$anchor]))) {
            $faults[] = "$page: $target leads to no heading of " . ($is_folder ? 'a folder' : $file);
        }
    }
    return $faults;
}

/** Folders of the sources that docs/architecture.md does not name, and sources that it names and are gone. */
function unmapped(string $root, array $files): array
{
    $page = 'docs/architecture.md';
    if (!in_array($page, $files, true)) {
        return ["$page is missing"];
    }
    $text = file_get_contents("$root/$page");
    $faults = $folders = [];
    foreach (preg_grep('~^(span-core/)?src/.*\.rs$~', $files) as $file) {
        for ($folder = dirname($file); str_contains($folder, '/'); $folder = dirname($folder)) {
            $folders[$folder] = true;
        }
    }
    unset($folders['span-core']);
    foreach (array_keys($folders) as $folder) {
        if (!str_contains($text, "`$folder/`")) {
            $faults[] = "$page does not name `$folder/`";
        }
    }
    preg_match_all('~`((?:span-core/)?src/[\w/.-]*)`~', $text, $named);
    foreach ($named[1] as $path) {
        $exists = str_ends_with($path, '/') ? preg_grep('~^' . preg_quote($path) . '~', $files) : in_array($path, $files, true);
        if (!$exists) {
            $faults[] = "$page names `$path`, which is gone";
        }
    }
    return $faults;
}

/** Environment variables that the settings read and no page explains, and the other way round. */
function undocumented_variables(string $root, array $files): array
{
    $read = static function (string $pattern, string $word) use ($root, $files): array {
        $found = [];
        foreach (preg_grep($pattern, $files) as $file) {
            preg_match_all($word, file_get_contents("$root/$file"), $matches);
            $found += array_fill_keys($matches[1], $file);
        }
        return $found;
    };
    $in_code = $read('~^(span-core/)?src/.*\.rs$~', '/"(OTEL_[A-Z_]+)"/');
    $settings = $read('~^docs/settings\.md$~', '/`(OTEL_[A-Z_]+)/');
    $faults = [];
    foreach (array_diff_key($in_code, $settings + $read('~^docs/environment\.md$~', '/(OTEL_[A-Z_]+)/')) as $name => $file) {
        $faults[] = "docs/settings.md lacks $name, which $file reads";
    }
    foreach (array_diff_key($settings, $in_code) as $name => $file) {
        $faults[] = "$file names $name, which is read nowhere";
    }
    return $faults;
}

function faults(string $root, array $files): array
{
    $faults = [];
    foreach (preg_grep('/\.md$/', $files) as $page) {
        array_push($faults, ...broken_links($root, $page, $files));
    }
    return [...$faults, ...unmapped($root, $files), ...undocumented_variables($root, $files)];
}

/** Each fault in a small tree, and what only looks like one. */
function self_test(): void
{
    $tree = [
        'README.md' => "[a](docs/a.md) [b](docs/gone.md) [c](docs/a.md#two-words-1) [d](docs/a.md#none) [e](src/) [f](../out.md) ![p](p.png)\n"
            . "`[x](gone)`\n```\n[x](gone)\n```\n[g]: /docs/a.md\n<a href=\"#nowhere\">\n[h](#a-heading)\n# A `heading`\n",
        'docs/a.md' => "# Two words\n## Two words\n[up](../README.md)\n",
        'docs/architecture.md' => "`src/` `src/left/` `src/gone.rs`\n",
        'docs/settings.md' => "`OTEL_DOCUMENTED` `OTEL_UNREAD`\n",
        'src/lib.rs' => '"OTEL_DOCUMENTED"',
        'src/new/a.rs' => '"OTEL_NEW"',
    ];
    $root = sys_get_temp_dir() . '/lint-links-' . getmypid();
    foreach ($tree as $file => $text) {
        is_dir(dirname("$root/$file")) || mkdir(dirname("$root/$file"), recursive: true);
        file_put_contents("$root/$file", $text);
    }
    $found = faults($root, array_keys($tree));
    foreach (array_keys($tree) as $file) {
        unlink("$root/$file");
    }
    array_map(rmdir(...), ["$root/src/new", "$root/src", "$root/docs", $root]);
    $expected = [
        'README.md: docs/gone.md leads to no file of the repository',
        'README.md: docs/a.md#none leads to no heading of docs/a.md',
        'README.md: ../out.md leads to no file of the repository',
        'README.md: p.png leads to no file of the repository',
        'README.md: /docs/a.md leads to no file of the repository',
        'README.md: #nowhere leads to no heading of README.md',
        'docs/architecture.md does not name `src/new/`',
        'docs/architecture.md names `src/left/`, which is gone',
        'docs/architecture.md names `src/gone.rs`, which is gone',
        'docs/settings.md lacks OTEL_NEW, which src/new/a.rs reads',
        'docs/settings.md names OTEL_UNREAD, which is read nowhere',
    ];
    if ($found !== $expected) {
        fwrite(STDERR, "the check itself is broken; in a tree with these faults\n" . implode("\n", $expected) . "\nit found\n" . implode("\n", $found) . "\n");
        exit(1);
    }
}

self_test();
$root = dirname(__DIR__);
exec('git -C ' . escapeshellarg($root) . ' ls-files --cached --others --exclude-standard', $files, $status);
if ($status !== 0 || count($files) < 10) {
    fwrite(STDERR, "git lists no files here\n");
    exit(1);
}
// A file that was removed and not yet committed is still in git's list.
$files = array_values(array_filter($files, static fn (string $file) => is_file("$root/$file")));
$faults = faults($root, $files);
foreach ($faults as $fault) {
    fwrite(STDERR, "$fault\n");
}
exit($faults === [] ? 0 : 1);
