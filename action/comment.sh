#!/usr/bin/env bash
# Writes the verdict into one comment on the pull request, or replaces the one of an earlier run. A comment that cannot be written is
# a warning: it never hides the verdict.
set -euo pipefail

link=${ARTIFACT_URL:-$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID}
text="$RUNNER_TEMP/hitgate-comment.md"
api="repos/$GITHUB_REPOSITORY/issues"

comment() {
  hitgate report --format comment --link "$link" --output "$text" -- "$REPORT" || return
  local marker found all
  marker=$(head -n 1 "$text")
  all=$(gh api --paginate "$api/$PULL_REQUEST/comments") || return
  # One array a page; only a bot's comment is replaced, whatever a person quotes.
  found=$(jq -rs --arg marker "$marker" \
    'add // [] | map(select(.user.type == "Bot" and (.body | startswith($marker)))) | .[0].id // empty' <<<"$all") || return
  if [ -n "$found" ]; then
    gh api --silent --method PATCH "$api/comments/$found" --field "body=@$text"
  else
    gh api --silent --method POST "$api/$PULL_REQUEST/comments" --field "body=@$text"
  fi
}

if ! comment; then echo '::warning::The comment on the pull request could not be written'; fi
