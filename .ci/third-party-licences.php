<?php
/**
 * Prints the licences of everything that is linked into the library, which the zips carry: for each text the crates under it.
 */

declare(strict_types=1);

$metadata = json_decode((string) shell_exec('cargo metadata --format-version 1 --locked --filter-platform x86_64-unknown-linux-gnu'), true, flags: JSON_THROW_ON_ERROR);
$packages = array_column($metadata['packages'], null, 'id');
$nodes = array_column($metadata['resolve']['nodes'], null, 'id');

/** What is needed to build or to test only is not in the library. */
$linked = [];
$waiting = [$metadata['resolve']['root']];
while ($waiting !== []) {
    $id = array_pop($waiting);
    if (isset($linked[$id])) {
        continue;
    }
    $linked[$id] = true;
    $is_macro = in_array('proc-macro', array_merge(...array_column($packages[$id]['targets'], 'kind')), true);
    foreach ($is_macro ? [] : $nodes[$id]['deps'] as $dependency) {
        in_array(null, array_column($dependency['dep_kinds'], 'kind'), true) && $waiting[] = $dependency['pkg'];
    }
}

$crates_of = [];
foreach (array_intersect_key($packages, $linked) as $package) {
    if ($package['source'] === null) {
        continue;
    }
    $crate = "$package[name] $package[version] ($package[license])";
    $folder = dirname($package['manifest_path']);
    $names = preg_grep('/^(LICEN[CS]E|COPYING|COPYRIGHT|NOTICE)/i', scandir($folder));
    foreach (array_filter($names, static fn (string $name): bool => is_file("$folder/$name")) ?: [null] as $name) {
        $text = $name === null ? 'The crate has no text of its licence.' : trim((string) file_get_contents("$folder/$name"));
        $crates_of[$text][] = $crate;
    }
}
foreach ($crates_of as $text => $crates) {
    sort($crates);
    echo str_repeat('=', 80), "\n", implode("\n", array_unique($crates)), "\n", str_repeat('-', 80), "\n$text\n\n";
}
