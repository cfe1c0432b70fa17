#!/usr/bin/env bash
# Runs the contract tests against moto, an AWS emulator in Python, which it starts on a free port and stops.
# moto is installed into .venv/ the first time. Arguments are passed to the test runner.
set -euo pipefail
cd "$(dirname "$0")/../.."

requirements=tests/aws/requirements.txt
installed=.venv/installed-requirements.txt
moto=.venv/bin/moto_server

fail() {
  echo "$1" >&2
  echo '0 passed, 1 failed'
  exit 1
}

install_moto() {
  local log
  log=$(mktemp)
  python3 -m venv .venv >"$log" 2>&1 \
    || fail "Python cannot make a virtual environment (on Debian: apt-get install python3-venv): $(tail -3 "$log")"
  .venv/bin/pip install --quiet --disable-pip-version-check -r "$requirements" >"$log" 2>&1 \
    || fail "moto could not be installed: $(tail -3 "$log")"
  cp "$requirements" "$installed"
  rm -f "$log"
}

command -v python3 >/dev/null || fail 'The AWS contract tests need Python 3.'
cmp -s "$requirements" "$installed" || install_moto

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
log=$(mktemp)
"$moto" -H 127.0.0.1 -p "$port" >"$log" 2>&1 &
pid=$!
stop() {
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  rm -f "$log"
}
trap stop EXIT
trap 'exit 1' INT TERM HUP

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }
for _ in $(seq 1 300); do
  answers && break
  kill -0 "$pid" 2>/dev/null || fail "moto ended: $(tail -5 "$log")"
  sleep 0.1
done
answers || fail "moto did not answer within 30 s: $(tail -5 "$log")"

# Nothing real may be reached, whatever the shell that calls us is signed in to.
unset AWS_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL
export AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing AWS_EC2_METADATA_DISABLED=true
export CURFEW_MOTO_URL="http://127.0.0.1:$port"
node --import tsx tooling/test/run.ts tests/aws "$@"
