# The front door. `make` alone prints what it can do.

LINT    := go tool -modfile=.ci/tools/go.mod golangci-lint
FUZZFOR ?= 15s
UPSTREAM ?= auto
BENCH   ?= # flags of the benchmark, such as -runs 10
RACY    := ./analyze ./analyze/archive ./analyze/store ./simulate/corpus ./cmd/traillab ./localstack \
           ./localstack/gateway ./localstack/guard ./localstack/identity ./localstack/recorder ./localstack/upstream # where more than one goroutine runs
# What measures one goroutine or kills another process has nothing to tell the race detector, which makes it last ten times as long;
# and stories that run no goroutines but those of other stories (of loads, labs, drills, reports and the terminal) tell it nothing new.
ALONE   := ^Test(Bombs|WindowEnds|Memory|Boundary|ForgedEverywhere|SearchIsBounded|KilledByChance|FullDisk|Solutions)$$
KNOWN   := ^TestScripts$$/^(baseline|chains|detachments.*|drill-.*|fail-on|help|hostile-network|impact|manifest.*|misuse|places|recovered|report|show.*|silence|sql-types|timeline-filters|topology|totals|twins|unread|verify|voice|who)$$

.DEFAULT_GOAL := help
.PHONY: help demo build test check vet lint tidy race golden pictures samples lab down fuzz soak bench clean

help: ## print this list
	@echo 'make demo and make test are enough to begin with. All of it needs Go, a C++ compiler and the module proxy.'
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: build ## the five-minute tour: an incident, from its log to the record behind the cut
	@bin/traillab demo

build: ## bin/traillab, with its version and commit
	go build -buildvcs=auto -o bin/traillab ./cmd/traillab

test: ## all tests that need nothing but Go: no network; minutes when cold, for what did not change is not run again
	go test -timeout 30m ./...

check: vet lint tidy race ## what CI holds a change to: vet, lint and format, tidy, tests under the race detector

vet: ## go vet
	go vet ./...

lint: ## golangci-lint with the rules of .golangci.yml, format included
	$(LINT) run

tidy: ## go.mod and go.sum say what is used and nothing more
	go mod tidy -diff

race: ## the tests of the rooms that run goroutines, under the race detector
	go test -race -timeout 30m -skip '$(ALONE)|$(KNOWN)' $(RACY)

golden: ## write golden files and generated pages again; review the difference like code
	go test ./cmd/traillab ./cmd/traillab/listing ./analyze ./analyze/report ./analyze/trail/dialect ./simulate/playbook ./simulate/scenario -update

pictures: ## take the pictures of the terminal UI again, in docs/pictures; leaves no difference unless a page was changed (needs tmux)
	go run ./.ci/pictures

samples: ## make the samples again from their plans and scenarios; leaves no difference unless one was changed
	go test ./simulate/corpus -run Sample -update
	go test ./cmd/traillab -run TestSamplesCurrent -update

lab: build ## a lab on what this machine has (UPSTREAM=builtin|localstack|moto|localstack+moto): up, and what a shell must set
	@bin/traillab lab up --upstream $(UPSTREAM)
	@bin/traillab lab env

down: ## the end of that lab
	@bin/traillab lab down

fuzz: ## each fuzz target for FUZZFOR (15s)
	@.ci/fuzz $(FUZZFOR)

soak: ## the long suites whole: all seeds, all kills, ten minutes of each fuzz target
	TRAILLAB_SOAK=1 go test -count=1 -timeout 3h ./...
	@.ci/fuzz 10m

bench: ## measure what is promised of speed, beside the rival; writes docs/bench.md (ten minutes, more the first time)
	go run ./.ci/bench -out docs/bench.md $(BENCH)

clean: ## remove what was built and cached here
	rm -rf bin .cache
