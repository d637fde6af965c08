/* An extension that observes each call, as profilers and debuggers do, and says at the end of a request which calls have not ended. */
#include "php.h"
#include "zend_observer.h"

static int begun, ended;

static void begin(zend_execute_data *frame)
{
	begun++;
}

static void end(zend_execute_data *frame, zval *result)
{
	ended++;
}

static zend_observer_fcall_handlers observe(zend_execute_data *frame)
{
	return (zend_observer_fcall_handlers) { begin, end };
}

static PHP_MINIT_FUNCTION(observer)
{
	zend_observer_fcall_register(observe);
	return SUCCESS;
}

static PHP_RSHUTDOWN_FUNCTION(observer)
{
	php_printf("%s\n", begun == ended ? "each observed call has ended" : "!! observed calls that have not ended");
	return SUCCESS;
}

static zend_module_entry module = {
	STANDARD_MODULE_HEADER, "observer", NULL, PHP_MINIT(observer), NULL, NULL, PHP_RSHUTDOWN(observer), NULL, "1",
	STANDARD_MODULE_PROPERTIES
};

ZEND_DLEXPORT zend_module_entry *get_module(void)
{
	return &module;
}
