# Hosts of this repository for scripts, to be sourced at its root: `start NAME COMMAND...` starts one, the end of the script
# ends them all. `scratch` is a directory that lives as long as the script.

scratch=$(mktemp -d)
started=()

# Ends what was started, whatever happens.
stop() {
    local pid
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$scratch"
}
trap stop EXIT
trap 'exit 130' INT TERM

# The hosts are on this machine, whatever stands between it and the world.
export NO_PROXY=127.0.0.1${NO_PROXY:+,$NO_PROXY} no_proxy=127.0.0.1${no_proxy:+,$no_proxy}

# start NAME COMMAND...: starts a host, waits until it prints its address, and leaves that in `base_url`.
start() {
    local log=$scratch/$1.log pid
    NO_COLOR=1 "${@:2}" >"$log" 2>&1 &
    pid=$!
    started+=("$pid")
    for _ in $(seq 300); do
        base_url=$(grep -som1 'http://127\.0\.0\.1:[0-9]*' "$log" || true)
        [ -z "$base_url" ] || return 0
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    echo "the host '$1' did not start:" >&2
    cat "$log" >&2
    return 1
}
