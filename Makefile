# make help lists the targets.

SHELL := /bin/bash
.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install the tools that Proceedings needs (Debian, Ubuntu) and build bin/versitygw
	scripts/setup

.PHONY: web
web: internal/site/dist/assets.json ## Fetch the npm packages and bundle the pages' scripts (internal/site/dist)

# Both rules do nothing if their inputs have not changed.
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

.PHONY: test
test: ## Install the tools and run every test; a test without its tool fails
	scripts/setup --tests
	scripts/test

.PHONY: test-long
test-long: ## Run every test with all cases instead of a sample
	PROCEEDINGS_TEST_LONG=1 $(MAKE) test

.PHONY: chaos
chaos: ## Disturb a system of two workers in many ways (CHAOS='-chaos.runs 20 -chaos.seed 1')
	PROCEEDINGS_TEST_REQUIRE=1 go test ./internal/e2e -count=1 -v -parallel 1 -timeout 12h -run TestChaos -args $(or $(CHAOS),-chaos.seed 1)

.PHONY: load
load: ## Publish 1,000 meetings with four workers, and 200 with ingest run (LOAD='-load.meetings 100 -load.workers 2 -load.runs 20')
	PROCEEDINGS_TEST_REQUIRE=1 go test ./internal/e2e -count=1 -v -parallel 1 -timeout 12h -run TestLoad -args $(or $(LOAD),-load.meetings 1000 -load.runs 200)

.PHONY: test-short
test-short: ## Run the tests that this machine has the tools for
	go test ./...

.PHONY: lint
lint: bin/golangci-lint ## Check style, imports, formatting and scripts
	scripts/lint

.PHONY: audit
audit: bin/golangci-lint ## Check licences, and known vulnerabilities where their list can be reached
	scripts/audit

bin/golangci-lint: tools/lint/go.mod
	scripts/setup --tests

.PHONY: fuzz
fuzz: ## Run each fuzz target for some seconds (FUZZ='30 ./internal/sniff')
	scripts/fuzz $(FUZZ)

.PHONY: test-containers
test-containers: ## Build the images and test docker-compose.yml with Podman (Debian, root, half an hour)
	scripts/test-containers

.PHONY: bench
bench: ## Compare encoding with other systems' settings (BENCH='-seconds 60 -runs 2')
	go run ./internal/bench $(BENCH)

.PHONY: bench-align
bench-align: ## Measure slide alignment (BENCH_ALIGN='-seeds 1,2,3 -profiles room -decks 5 -seconds 200 -keep DIR')
	go run ./internal/bench/align $(BENCH_ALIGN)

.PHONY: examples
examples: ## Regenerate examples/cluster-meeting from examples/src
	scripts/make-example

.PHONY: clean
clean: ## Remove build output (keeps proceedings-data)
	rm -rf bin web/node_modules
	find internal/site/dist -type f ! -name .gitignore -delete
