# Everything that is done with this repository. `make` alone lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
# rustup installs here, which a shell without a login does not have on its PATH.
export PATH := $(HOME)/.cargo/bin:$(PATH)

LIBRARY := target/release/libtraced_coroutine.so
RESULTS := target/test-results
PHP ?= php
# Under valgrind in each run of the tests: a return, an exception, a bailout, a destruction, and what reads the engine.
VALGRIND_QUICK := endings/return,endings/uncaught_exception.,endings/user_error,fiber/destroyed_unfinished,contract/active
# What make valgrind runs unless it is told otherwise.
VALGRIND_PART := endings/,fiber/,contract/,trace/returns,trace/across_suspensions,trace/caught_exception,trace/backtrace,trace/options,export/otlp_request
export TRACED_COROUTINE_SO := $(abspath $(LIBRARY))

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z0-9-]+:.*## / { printf "  \033[1m%-14s\033[0m %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: all
all: test ## What CI runs

.PHONY: setup
setup: ## Install what is missing of PHP, clang, valgrind, wrk, databases and the tests' OTLP decoder (Debian, Ubuntu)
	@.ci/setup

.PHONY: build
build: ## Build the release library (for another PHP: PHP=/path/php PHP_CONFIG=/path/php-config)
	@.ci/forget-other-php
	cargo build --release

.PHONY: build-profiled
build-profiled: ## Build it by a profile of traced servers, as releases are: needs Swoole, takes three times as long
	@library=$$(.ci/build-profiled $(PHP) target/profiled) && install -D "$$library" $(LIBRARY)

.PHONY: demo
demo: setup build ## Run examples/tour.php and show its trace tree
	@mkdir -p target
	@rm -f target/tour.jsonl
	@# PHP's own words about the tour's failures would run into the tree.
	@$(PHP) -d extension=$(abspath $(LIBRARY)) \
		-d traced_coroutine.exporter=console,file -d traced_coroutine.file.path=$(abspath target/tour.jsonl) \
		-d display_errors=0 -d log_errors=0 examples/tour.php
	@test -s target/tour.jsonl || { echo 'the demo exported nothing' >&2; exit 1; }
	@echo "The same spans as OTLP JSON lines: target/tour.jsonl ($$(wc -l < target/tour.jsonl) lines)"

.PHONY: test
test: ## Everything: lint, rustdoc, licences, the engine's tests, phpt on each tier, stubs, fuzzing; ends with the counts
	@.ci/test

.PHONY: test-core
test-core: ## Tests of the engine, without PHP; its unit tests once more without any exporter
	@.ci/counted core cargo test --workspace
	@.ci/counted core-bare cargo test -p span-core --no-default-features --lib

.PHONY: test-features
test-features: ## Build with each exporter alone and start PHP with it: FEATURES="otlp-grpc file" picks some
	@.ci/single-features

.PHONY: test-php test-phpt test-soak test-fuzz test-swoole test-valgrind
test-php: test-phpt test-soak test-fuzz test-swoole test-valgrind ## phpt tests on each tier, a short soak, a minute of random programs, a few tests under valgrind
test-phpt:
	@mkdir -p $(RESULTS)
	@$(PHP) php-tests/run --results=$(RESULTS)/phpt.json $(if $(TIER),--tier=$(TIER)) $(if $(FILTER),--filter=$(FILTER))
test-soak:
	@.ci/counted soak php-tests/soak --spans=500000
test-fuzz:
	@.ci/counted fuzz php-tests/fuzz-php --seconds=60 --seed=1
test-swoole: ## Swoole's own tests of coroutines, traced too (needs TRACED_COROUTINE_SWOOLE_TESTS=/path/to/swoole-src/tests)
	@test -z "$${TRACED_COROUTINE_SWOOLE_TESTS:-}" || .ci/counted swoole-tests php-tests/swoole-tests $(if $(FILTER),--filter=$(FILTER))
test-valgrind:
	@mkdir -p $(RESULTS)
	@$(PHP) php-tests/run --valgrind --results=$(RESULTS)/valgrind.json --filter=$(VALGRIND_QUICK)

.PHONY: matrix
matrix: ## The phpt tests on each PHP of TRACED_COROUTINE_PHPS=/path/bin/php:... and the system's: MATRIX=8.4-nts-swoole62,... picks cells
	@.ci/matrix

.PHONY: dist
dist: ## Zips for PIE in target/dist/, for the same PHPs, with checksums, an SBOM and licences
	@.ci/dist

.PHONY: lint lint-fmt lint-clippy lint-unsafe lint-imports lint-shapes lint-php lint-links lint-workflows
lint: lint-fmt lint-clippy lint-unsafe lint-imports lint-shapes lint-php lint-links lint-workflows ## Formatting, clippy with warnings denied, unsafe only in src/zend/, circles of imports, sizes and names of files, PHP files and packages, links, workflows
lint-fmt:
	@.ci/counted fmt cargo fmt --all --check
lint-clippy:
	@.ci/counted clippy cargo clippy --workspace --all-targets -- -D warnings
	@.ci/counted clippy-bare cargo clippy -p span-core --no-default-features --all-targets -- -D warnings
lint-unsafe:
	@.ci/counted unsafe .ci/unsafe-only-in-zend
lint-imports:
	@.ci/counted imports .ci/import-circles span-core/src --files src
lint-shapes:
	@.ci/counted shapes .ci/shapes src span-core/src
lint-php:
	@.ci/counted php .ci/lint-php
lint-links:
	@.ci/counted links $(PHP) -n .ci/lint-links.php
lint-workflows:
	@.ci/counted workflows .ci/lint-workflows

.PHONY: fmt
fmt: ## Format the Rust code
	cargo fmt --all

.PHONY: doc
doc: ## The pages of rustdoc, private items too, with warnings denied
	@.ci/counted doc env RUSTDOCFLAGS='-D warnings -A rustdoc::private_intra_doc_links' \
		cargo doc --workspace --no-deps --document-private-items

.PHONY: deny
deny: ## Licences, sources, bans and advisories of the dependencies
	@.ci/counted deny .ci/deny

.PHONY: stubs-check
stubs-check: ## Compare stubs/, the polyfill too, with the extension, in both directions
	@.ci/counted stubs $(PHP) -n -d extension=$(abspath $(LIBRARY)) stubs/check.php

.PHONY: bench
bench: ## What tracing costs, beside bare Swoole and tracers in PHP: SECTION=ladder,alive,manual,export,memory,http,recorder,core
	@$(PHP) benches/run --section=$(SECTION)

.PHONY: bench-hyperf
bench-hyperf: ## A coroutine's cost in Hyperf, beside hyperf/tracer's own drivers (needs TRACED_COROUTINE_HYPERF)
	@$(PHP) benches/hyperf

.PHONY: fuzz fuzz-smoke
fuzz: ## Fuzz what comes in from outside with the address sanitizer: SECONDS=300 for each target
	@.ci/fuzz $(or $(SECONDS),300) address
fuzz-smoke: ## The same for 20 seconds, without a sanitizer, which is a part of make test
	@.ci/counted fuzz-smoke .ci/fuzz 20

.PHONY: fuzz-php
fuzz-php: ## Random programs over the whole API on each tier: SEED=n SECONDS=60 TIER=fibers,... PROGRAMS=n INSTRUMENT=1 VALGRIND=1
	@php-tests/fuzz-php --seconds=$(or $(SECONDS),60) $(if $(SEED),--seed=$(SEED)) $(if $(TIER),--tier=$(TIER)) \
		$(if $(PROGRAMS),--programs=$(PROGRAMS)) $(if $(INSTRUMENT),--instrument) $(if $(VALGRIND),--valgrind)

.PHONY: soak
soak: ## 2 million traced coroutines in one process with each end hook: memory may not grow
	@php-tests/soak --spans=2000000

.PHONY: load
load: ## A Swoole server under wrk, SECONDS=60 with each kind of ill collector (MODES=healthy,...), and reloads; MODES=away SECONDS=600 is an outage of ten minutes
	@php-tests/under-load --seconds=$(or $(SECONDS),60) $(if $(MODES),--modes=$(MODES))
	@$(if $(MODES),,KILLS=200 $(PHP) php-tests/run --tier=swoole-stop --filter=recorder/server_workers)
	@$(if $(MODES),,KILLS=1500 $(PHP) php-tests/run --tier=swoole-stop --filter=recorder/killed_at_random)

.PHONY: valgrind
valgrind: ## phpt tests under valgrind: FILTER=area/test,... (default: a representative part)
	@$(PHP) php-tests/run --valgrind --filter=$(or $(FILTER),$(VALGRIND_PART))

.PHONY: e2e collector zipkin
e2e: collector zipkin ## Every protocol against real backends: an OpenTelemetry Collector (built with Go) and Zipkin (from Maven, for Java)
	@mkdir -p $(RESULTS)
	@$(PHP) php-tests/run --tier=swoole-stop --filter=e2e/ --results=$(RESULTS)/e2e.json
# Where one cannot be had its tests say that they need it, and are skipped.
collector:
	@command -v go >/dev/null || echo 'no OpenTelemetry Collector: it is built with Go, which is not on the PATH' >&2
	@! command -v go >/dev/null || $(MAKE) --no-print-directory target/collector/build/otelcol || \
		echo 'no OpenTelemetry Collector: see above what it could not be built for' >&2
target/collector/build/otelcol: php-tests/e2e/collector.yaml
	@mkdir -p $(@D)
	GOFLAGS=-buildvcs=false nice -n 10 go run go.opentelemetry.io/collector/cmd/builder@v0.165.0 --config=$<
	@touch $@
zipkin:
	@command -v mvn >/dev/null || echo 'no Zipkin: Maven, which fetches it, is not on the PATH' >&2
	@! command -v mvn >/dev/null || $(MAKE) --no-print-directory target/zipkin/zipkin-server-exec.jar || \
		echo 'no Zipkin: see above why Maven could not fetch it' >&2
target/zipkin/zipkin-server-exec.jar:
	mvn --batch-mode --quiet dependency:copy -Dartifact=io.zipkin:zipkin-server:3.5.1:jar:exec -DoutputDirectory=$(abspath $(@D)) -Dmdep.stripVersion=true

.PHONY: new-test
new-test: ## Start a phpt test: make new-test NAME=area/behaviour
	@test -n "$(NAME)" || { echo 'usage: make new-test NAME=area/behaviour' >&2; exit 1; }
	@test ! -e php-tests/$(NAME).phpt || { echo 'php-tests/$(NAME).phpt is there' >&2; exit 1; }
	@test -d php-tests/$(dir $(NAME)) || { echo 'no area $(dir $(NAME)): there are' $$(cd php-tests && ls -d */) >&2; exit 1; }
	@cp php-tests/support/template.phpt php-tests/$(NAME).phpt
	@echo 'php-tests/$(NAME).phpt: write the title first, then run make test-php FILTER=$(NAME)'
