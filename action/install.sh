#!/usr/bin/env bash
# Puts hitgate on the path: HITGATE_VERSION from npm, or the revision that this action is of ("source").
set -euo pipefail

if [ "$HITGATE_VERSION" = source ]; then
  root=$(cd "$GITHUB_ACTION_PATH/.." && pwd)
  (cd "$root" && npm ci --include=dev --no-audit --no-fund)
  bin="$RUNNER_TEMP/hitgate-bin"
  mkdir -p "$bin"
  printf '#!/usr/bin/env bash\nexec node %q "$@"\n' "$root/dist/cli/main.js" >"$bin/hitgate"
  chmod +x "$bin/hitgate"
  echo "$bin" >>"$GITHUB_PATH"
else
  if ! [[ "$HITGATE_VERSION" =~ ^[0-9A-Za-z.+-]+$ ]]; then
    echo "::error::The version of hitgate must be one on npm, or \"source\""
    exit 2
  fi
  npm install --global --no-audit --no-fund --prefix "$RUNNER_TEMP/hitgate" "hitgate@$HITGATE_VERSION"
  echo "$RUNNER_TEMP/hitgate/bin" >>"$GITHUB_PATH"
fi
