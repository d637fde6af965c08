/* An extension that runs PHP files in threads, for a thread-safe PHP without Swoole\Thread. Each thread is a whole request:
 * threads_start(string $file, string $word), threads_word() in the thread, threads_join() for all of them. */
#include <pthread.h>
#include <php.h>
#include <php_main.h>
#include <SAPI.h>

struct job {
	pthread_t thread;
	char *file;
	char *word;
};

static struct job jobs[64];
static int started = 0;
static __thread const char *own_word = "";

static void *run(void *argument)
{
	struct job *job = argument;
	ts_resource(0);
	own_word = job->word;
	PG(expose_php) = 0;
	PG(auto_globals_jit) = 1;
	if (php_request_startup() == SUCCESS) {
		PG(during_request_startup) = 0;
		SG(headers_sent) = 1;
		SG(request_info).no_headers = 1;
		zend_first_try {
			zend_file_handle file;
			zend_stream_init_filename(&file, job->file);
			file.primary_script = 1;
			php_execute_script(&file);
			zend_destroy_file_handle(&file);
		} zend_end_try();
		php_request_shutdown(NULL);
	}
	ts_free_thread();
	return NULL;
}

ZEND_BEGIN_ARG_INFO_EX(arginfo_start, 0, 0, 2)
	ZEND_ARG_INFO(0, file)
	ZEND_ARG_INFO(0, word)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_none, 0, 0, 0)
ZEND_END_ARG_INFO()

PHP_FUNCTION(threads_start)
{
	char *file, *word;
	size_t file_length, word_length;
	if (zend_parse_parameters(ZEND_NUM_ARGS(), "ss", &file, &file_length, &word, &word_length) == FAILURE) {
		RETURN_THROWS();
	}
	struct job *job = &jobs[started++];
	job->file = strdup(file);
	job->word = strdup(word);
	RETURN_BOOL(pthread_create(&job->thread, NULL, run, job) == 0);
}

PHP_FUNCTION(threads_word)
{
	ZEND_PARSE_PARAMETERS_NONE();
	RETURN_STRING(own_word);
}

PHP_FUNCTION(threads_join)
{
	ZEND_PARSE_PARAMETERS_NONE();
	for (int index = 0; index < started; index++) {
		pthread_join(jobs[index].thread, NULL);
	}
	started = 0;
}

static const zend_function_entry functions[] = {
	PHP_FE(threads_start, arginfo_start)
	PHP_FE(threads_word, arginfo_none)
	PHP_FE(threads_join, arginfo_none)
	PHP_FE_END
};

zend_module_entry threads_module_entry = {
	STANDARD_MODULE_HEADER, "threads", functions, NULL, NULL, NULL, NULL, NULL, "1", STANDARD_MODULE_PROPERTIES
};

ZEND_GET_MODULE(threads)
