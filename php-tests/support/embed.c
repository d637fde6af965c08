/* A program that embeds PHP, and starts and ends it again and again: embed PROGRAM CYCLES. Each cycle has its number in
 * the environment, as CYCLE and in the service's name, and runs the PHP file PROGRAM. */
#include <stdio.h>
#include <stdlib.h>
#include <sapi/embed/php_embed.h>

int main(int argc, char **argv)
{
	for (int cycle = 1; cycle <= atoi(argv[2]); cycle++) {
		char text[64];
		snprintf(text, sizeof text, "%d", cycle);
		setenv("CYCLE", text, 1);
		snprintf(text, sizeof text, "cycle-%d", cycle);
		setenv("OTEL_SERVICE_NAME", text, 1);
		if (php_embed_init(argc, argv) == FAILURE) {
			return 1;
		}
		zend_first_try {
			zend_file_handle file;
			zend_stream_init_filename(&file, argv[1]);
			php_execute_script(&file);
			zend_destroy_file_handle(&file);
		} zend_end_try();
		php_embed_shutdown();
		fprintf(stderr, "cycle %d over\n", cycle);
	}
	return 0;
}
