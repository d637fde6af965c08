/* An extension with the class of Swoole's coroutines that is none of Swoole's: create() calls its callable at once. */
#include "php.h"

ZEND_BEGIN_ARG_INFO_EX(arginfo_any, 0, 0, 0)
	ZEND_ARG_VARIADIC_INFO(0, arguments)
ZEND_END_ARG_INFO()

static PHP_METHOD(Coroutine, create)
{
	zend_fcall_info info;
	zend_fcall_info_cache cache;
	zval result;

	ZEND_PARSE_PARAMETERS_START(1, -1)
		Z_PARAM_FUNC(info, cache)
		Z_PARAM_VARIADIC('*', info.params, info.param_count)
	ZEND_PARSE_PARAMETERS_END();
	ZVAL_UNDEF(&result);
	info.retval = &result;
	zend_call_function(&info, &cache);
	zval_ptr_dtor(&result);
	RETURN_LONG(7);
}

static PHP_METHOD(Coroutine, other)
{
	zend_throw_error(NULL, "called");
}

static const zend_function_entry methods[] = {
	ZEND_ME(Coroutine, create, arginfo_any, ZEND_ACC_PUBLIC | ZEND_ACC_STATIC)
	ZEND_MALIAS(Coroutine, defer, other, arginfo_any, ZEND_ACC_PUBLIC | ZEND_ACC_STATIC)
	ZEND_MALIAS(Coroutine, getCid, other, arginfo_any, ZEND_ACC_PUBLIC | ZEND_ACC_STATIC)
	ZEND_MALIAS(Coroutine, getPcid, other, arginfo_any, ZEND_ACC_PUBLIC | ZEND_ACC_STATIC)
	ZEND_MALIAS(Coroutine, getBackTrace, other, arginfo_any, ZEND_ACC_PUBLIC | ZEND_ACC_STATIC)
	ZEND_MALIAS(Coroutine, exists, other, arginfo_any, ZEND_ACC_PUBLIC | ZEND_ACC_STATIC)
	PHP_FE_END
};

static PHP_MINIT_FUNCTION(other_coroutines)
{
	zend_class_entry class;

	INIT_CLASS_ENTRY(class, "Swoole\\Coroutine", methods);
	return zend_register_internal_class(&class) ? SUCCESS : FAILURE;
}

static zend_module_entry module = {
	STANDARD_MODULE_HEADER, "other_coroutines", NULL, PHP_MINIT(other_coroutines), NULL, NULL, NULL, NULL, "1.2.3",
	STANDARD_MODULE_PROPERTIES
};

ZEND_DLEXPORT zend_module_entry *get_module(void)
{
	return &module;
}
