# Each target says what it does: make help.

SHELL := /bin/bash
.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install the tools that it runs (Debian, Ubuntu) and build bin/versitygw
	scripts/setup

.PHONY: web
web: internal/site/dist/assets.json ## Fetch the pages' libraries and bundle their scripts (internal/site/dist)

# Both rules do nothing where their inputs are as they were.
internal/site/dist/assets.json: web/node_modules/.package-lock.json $(wildcard web/src/* web/src/lib/* tools/web/*)
	go run -C tools/web . ../..

web/node_modules/.package-lock.json: web/package.json web/package-lock.json web/.npmrc
	cd web && npm ci --no-progress
	@touch $@

.PHONY: build
build: web ## Build bin/ingest and bin/worker
	go build -trimpath -o bin/ingest ./cmd/ingest
	go build -trimpath -o bin/worker ./cmd/worker

.PHONY: demo
demo: setup ## Publish the example meeting and serve it (data in ./proceedings-data)
	$(MAKE) build
	bin/ingest run --serve examples/cluster-meeting

# The slowest packages start first, so that none of them runs alone at the end.
longest := ./internal/transcode ./internal/slides ./internal/probe ./internal/pipeline ./internal/catalogue

.PHONY: test
test: ## Run every test; one that lacks a tool fails instead of skipping
	scripts/setup --tests
	$(MAKE) web
	go test -C tools/web ./...
	PROCEEDINGS_TEST_REQUIRE=1 go test -count=1 -timeout 30m $(longest) $$(go list ./... | grep -v /internal/e2e)
	@# By themselves: what a browser waits for says little on a machine that encodes beside it.
	@# Three at a time, since some of them mostly wait.
	PROCEEDINGS_TEST_REQUIRE=1 go test -count=1 -timeout 30m -parallel 3 ./internal/e2e

.PHONY: test-long
test-long: ## Run every test with all of its cases, not a sample
	PROCEEDINGS_TEST_LONG=1 $(MAKE) test

.PHONY: test-short
test-short: ## Run the tests that this machine has the tools for
	go test ./...

.PHONY: lint
lint: bin/golangci-lint ## Check style, imports and formatting
	bin/golangci-lint run ./...
	cd tools/web && ../../bin/golangci-lint run -c ../../.golangci.yml ./...
	@if command -v shellcheck >/dev/null; then \
		echo "shellcheck scripts"; \
		shellcheck scripts/setup scripts/make-example scripts/fuzz .ci/run; \
	else \
		echo "shellcheck is not here: the scripts were not checked"; \
	fi

bin/golangci-lint: tools/lint/go.mod
	scripts/setup --tests

.PHONY: fuzz
fuzz: ## Run each fuzz target for some seconds (FUZZ='30 ./internal/sniff')
	scripts/fuzz $(FUZZ)

.PHONY: bench
bench: ## Measure encoding against other systems' settings (BENCH='-seconds 60 -runs 2')
	go run ./internal/tools/bench $(BENCH)

.PHONY: examples
examples: ## Make examples/cluster-meeting anew from examples/src
	scripts/make-example

.PHONY: clean
clean: ## Remove what was built (proceedings-data stays)
	rm -rf bin web/node_modules
	find internal/site/dist -type f ! -name .gitignore -delete
