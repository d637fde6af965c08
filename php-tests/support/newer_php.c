/* An extension that has PHP say another version of itself, to extensions that ask at run time. */
#include "php.h"

static PHP_MINIT_FUNCTION(newer_php)
{
	zend_module_entry *standard = zend_hash_str_find_ptr(&module_registry, "standard", sizeof("standard") - 1);

	standard->version = getenv("NEWER_PHP");
	return SUCCESS;
}

static zend_module_entry module = {
	STANDARD_MODULE_HEADER, "newer_php", NULL, PHP_MINIT(newer_php), NULL, NULL, NULL, NULL, "1", STANDARD_MODULE_PROPERTIES
};

ZEND_DLEXPORT zend_module_entry *get_module(void)
{
	return &module;
}
