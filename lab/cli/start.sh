#!/bin/sh
# Entry of every npm script: installs the packages of this clone when they are missing or out of date, then hands over to the
# Node that comes with them. Plain sh, because on a bare clone there is nothing else yet.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
node="$root/node_modules/node/bin/node"
stamp="$root/node_modules/.wraplab-installed"

if ! { [ -x "$node" ] && cmp -s "$root/package-lock.json" "$stamp"; }; then
  echo "wraplab: installing packages" >&2
  # No install scripts: only that of "node" does anything the lab needs, and that one is run by name.
  if ! (cd "$root" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 &&
    cd node_modules/node && node installArchSpecificPackage >&2); then
    echo "wraplab: could not install the packages of package-lock.json; run \"npm ci\" to see why" >&2
    exit 69
  fi
  cp "$root/package-lock.json" "$stamp"
fi

# The lab ends when npm does (see starter.ts).
if [ -n "${npm_lifecycle_event:-}" ]; then
  export WRAPLAB_STARTER="$PPID"
fi

# Stripping types and compiling takes Node two seconds each time; half a second with its cache.
export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$root/node_modules/.cache/node}"
exec "$node" --disable-warning=ExperimentalWarning "$root/lab/cli/main.ts" "$@"
