/* Loaded before Swoole, it answers in its place: with a version of the C API that no Swoole has. */

int swoole_api_version_id(void)
{
	return 0x2099001;
}

int openswoole_api_version_id(void)
{
	return 0x2099001;
}
