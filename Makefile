# Everything a person needs here. The work is done by the scripts in .build/.
.DEFAULT_GOAL := help
.PHONY: help run dev test check format release screenshots clean end2end bench bench-chat

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: ## install what is missing, build, fill ./data with the demo world when it is empty, serve
	@.build/run

dev: ## serve, and rebuild and reload at every change
	@.build/dev

test: ## everything that continuous integration does
	@.ci/run

check: ## the quick part of it: format, lints, tests on SQLite
	@.build/check

end2end: ## only the browser tests, on SQLite (ARGS as for playwright test)
	@.build/tools test && .build/site dev
	@cargo build --locked --bin atiende --no-default-features --features ssr
	@.build/end2end $(ARGS)

format: ## format the Rust code
	@cargo fmt

release: ## the server and its site as they ship: target/release/atiende and target/site
	@.build/release

bench: ## the release beside the least that its work can cost (ARGS as in end2end/bench/main.mjs)
	@.build/bench $(ARGS)

bench-chat: ## the same for sockets and messages of chats (ARGS as in src/benches/chat/main.rs)
	@.build/bench-chat $(ARGS)

screenshots: ## pictures in both languages, light and dark (ARGS as in end2end/screenshots.mjs)
	@node end2end/screenshots.mjs $(ARGS)

clean: ## remove what was built; ./data stays
	@rm -rf target end2end/node_modules end2end/test-results
