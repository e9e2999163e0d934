# The exact commands, always with the same flags, so that nothing is built twice.
FLAGS = -debug-info-format none
export WEIR_WARNINGS_AS_ERRORS = 1

.PHONY: build test check format catalogue docs

build: ## Build the program and its tests.
	swift build --build-tests $(FLAGS)

test: ## Run everything that CI runs.
	scripts/test

check: ## Lint without building.
	swift format lint --strict --recursive Sources Tests Package.swift

format: ## Bring all Swift files into the house's form.
	swift format --in-place --recursive Sources Tests Package.swift

catalogue: ## List the connector files that are part of the program.
	scripts/catalogue

docs: ## Write docs/settings.md from the program itself.
	.build/debug/weir serve --help-settings --markdown > docs/settings.md
