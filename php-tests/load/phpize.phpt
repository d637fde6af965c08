--TEST--
phpize and configure work from another directory with a bare php-config, and leave the project's Makefile alone
--DESCRIPTION--
cargo was given the bare name, which it does not look up, and PHP's Makefile took the place of the project's.
--EXTENSIONS--
traced_coroutine
--SKIPIF--
<?php
require __DIR__ . '/../support/skip.inc';
needs_phpize();
--FILE--
<?php
require __DIR__ . '/../support/child.inc';

$project = root();
$copy = scratch() . '/project';
mkdir($copy);
mkdir("$copy/ext");
mkdir("$copy/elsewhere");
mkdir("$copy/src");
mkdir("$copy/span-core/src", recursive: true);
foreach (['Makefile', 'build.rs', 'Cargo.toml', 'Cargo.lock', 'span-core/Cargo.toml', 'ext/config.m4'] as $file) {
    copy("$project/$file", "$copy/$file");
}
$sh = function (string $command) use ($copy): array {
    exec("cd $copy/ext && $command 2>&1", $output, $status);
    $status === 0 || print("!! $command: " . implode("\n", $output) . "\n");
    return $output;
};
// What is built belongs to this PHP, whatever is first on the PATH.
$php = trim((string) shell_exec('php-config --php-binary'));
$config = trim((string) shell_exec('command -v php-config'));
$sh('phpize');
$sh('cd ../elsewhere && ../ext/configure --with-php-config=php-config');
$rule = implode("\n", $sh('cd ../elsewhere && make -n modules/traced_coroutine.so'));
foreach (["PHP=$php ", "PHP_CONFIG=$config ", 'cd ' . realpath($copy) . ' &&'] as $expected) {
    echo str_contains($rule, $expected) ? '' : "!! no $expected in $rule\n";
}
echo file_get_contents("$copy/Makefile") === file_get_contents("$project/Makefile") ? "the Makefile is as it was\n" : "!! another Makefile\n";
echo json_decode(file_get_contents("$project/composer.json"), true)['php-ext']['build-path'], " is where PIE looks\n";
--EXPECT--
the Makefile is as it was
ext is where PIE looks
