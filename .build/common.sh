# Sourced by every script of this folder and by .ci/run: strict mode, the repository's root, and how time is told.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TARGET_DIR="$PWD/target"
readonly WASM=wasm32-unknown-unknown
readonly NODE_TOOLS="$PWD/end2end/node_modules/.bin"

# stage 2 5 "The browser's part": the line that a person waits by.
stage() {
    stage_end
    STAGE_NAME="[$1/$2] $3"
    STAGE_START=$SECONDS
    printf '%s …\n' "$STAGE_NAME"
}
stage_end() {
    if [ -n "${STAGE_NAME:-}" ]; then
        printf '%s: %s\n' "$STAGE_NAME" "$(elapsed $((SECONDS - STAGE_START)))"
    fi
    STAGE_NAME=
}
elapsed() {
    if [ "$1" -ge 60 ]; then printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); else printf '%d s' "$1"; fi
}
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}
