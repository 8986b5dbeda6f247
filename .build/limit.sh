# Sourced by the benches: the programs that the portal is measured beside, in the folder that ATIENDE_BENCH_LIMIT names.
readonly LIMIT=${ATIENDE_BENCH_LIMIT:-../shared/bench}
readonly LIMIT_BUILT=target/bench/limit

# Their sources are copied: cargo writes a lock file beside them, and what it writes stays in our folder. It also keeps what
# was resolved once, so that the floor does not move between two runs.
limit_program() {
    [ -d "$LIMIT/$1" ] || fail "Missing: the folder of the floor. ATIENDE_BENCH_LIMIT names it; $LIMIT has no $1."
    mkdir -p "$LIMIT_BUILT/$1"
    cp -R "$LIMIT/$1/." "$LIMIT_BUILT/$1/"
    chmod -R u+w "$LIMIT_BUILT/$1"
    # Not with our own flags, which cargo would find above the folder.
    (cd "$LIMIT_BUILT/$1" && CARGO_ENCODED_RUSTFLAGS='' CARGO_TARGET_DIR=../target cargo build --release)
}
