--TEST--
docs/settings.md and docs/troubleshooting.md name each setting, its default and each counter, and no others
--EXTENSIONS--
traced_coroutine
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

/** The rows of a page's tables whose first cell is one piece of code that matches $pattern: their cells, by that code. */
function rows(string $page, string $pattern): array
{
    $rows = [];
    foreach (file(root() . "/docs/$page") as $line) {
        if (preg_match("/^\| `($pattern)` \|/", $line, $match)) {
            isset($rows[$match[1]]) && print("!! $page names $match[1] twice\n");
            $rows[$match[1]] = array_map(trim(...), explode('|', trim($line, "| \n")));
        }
    }
    return $rows;
}

function compare(string $page, array $documented, array $real): void
{
    foreach (array_diff($real, $documented) as $name) {
        echo "!! $page lacks $name\n";
    }
    foreach (array_diff($documented, $real) as $name) {
        echo "!! $page names $name, which is none\n";
    }
    echo $page, ': ', count($real) > 20 ? 'compared' : '!! too few to compare', "\n";
}

$ran = run_php([...tier_arguments(), ...traced_arguments(), '-r', 'echo json_encode([ini_get_all("traced_coroutine", false), TracedCoroutine::stats()]);'], ['traced_coroutine.recorder.path' => '']);
[$settings, $stats] = json_decode($ran->stdout, true, flags: JSON_THROW_ON_ERROR);
// What the tier sets is no default.
unset($settings['traced_coroutine.end_hook']);
$rows = rows('settings.md', 'traced_coroutine\.[a-z_.]+');
compare('settings.md', array_keys($rows), [...array_keys($settings), 'traced_coroutine.end_hook']);
foreach ($settings as $name => $default) {
    $cell = $rows[$name][2] ?? '';
    if ($default !== '' && $cell !== "`$default`") {
        echo "!! settings.md gives $name the default $cell, and it is $default\n";
    }
}

$counters = [];
foreach ($stats as $name => $value) {
    $counters = [...$counters, ...($name === 'exporters' || !is_array($value) ? [$name] : array_map(fn ($reason) => "$name.$reason", array_keys($value)))];
}
compare('troubleshooting.md', array_keys(rows('troubleshooting.md', '[a-z_.]+')), $counters);
--EXPECT--
settings.md: compared
troubleshooting.md: compared
