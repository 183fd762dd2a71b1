#!/usr/bin/env bash
# Runs the scenario and compares it with the baseline, when there is one. Ends with 0: the exit code of hitgate is an output, so that
# the report is kept first, and the last step of the action ends by it.
set -uo pipefail

runs() { find "$INPUT_OUT" -mindepth 2 -maxdepth 2 -name report.json 2>/dev/null | LC_ALL=C sort; }
output() { printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"; }

if ! cd -- "$INPUT_WORKING_DIRECTORY"; then
  echo '::error::working-directory is no folder of the checkout'
  output exit-code 2
  exit 0
fi

args=(--out "$INPUT_OUT")
if [ -n "$INPUT_TARGET" ]; then args+=(--target "$INPUT_TARGET"); fi
undecided=()
if [ -n "$INPUT_ON_INCONCLUSIVE" ]; then undecided=(--on-inconclusive "$INPUT_ON_INCONCLUSIVE"); fi
read -r -d '' -a more <<<"$INPUT_ARGS"

before=$(runs)
code=0
# An empty array is "unbound" to the bash 3.2 of macOS: ${name[@]+…} leaves it out.
hitgate run "${args[@]}" ${undecided[@]+"${undecided[@]}"} ${more[@]+"${more[@]}"} -- "$INPUT_SCENARIO" || code=$?

report=$(LC_ALL=C comm -13 <(printf '%s\n' "$before") <(runs) | tail -n 1)
if [ -n "$report" ]; then
  folder=$(dirname "$report")
  output verdict "$(node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8")).verdict.outcome' "$report")"
  output report "$(cd "$folder" && pwd)"
  if [ -n "$INPUT_BASELINE" ]; then
    compared=0
    hitgate compare --out "$INPUT_OUT" ${undecided[@]+"${undecided[@]}"} -- "$INPUT_BASELINE" "$folder" || compared=$?
    hitgate compare --out "$INPUT_OUT" --format markdown -- "$INPUT_BASELINE" "$folder" >>"$GITHUB_STEP_SUMMARY" || true
    if [ "$code" = 0 ]; then code=$compared; fi
  fi
fi
output exit-code "$code"
