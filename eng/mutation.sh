# Mutation: the tool breaks the code in small ways, one at a time, and sees whether a test fails. Which folders, and what share of the breaks has to
# be noticed, stands in the stryker-config.json of a test project. Sourced by ./test.
# shellcheck shell=bash

# Not every registry carries the tool. One that lacks another tool of ours brings this one all the same.
set_up_stryker() {
  timeout 300 dotnet tool restore >/dev/null 2>&1 || true
  dotnet stryker --help >/dev/null 2>&1
}

# One test project's score, counted as one test: it fails below the "break" of its settings.
check_mutation() {
  local project=$1 began=$SECONDS output=$PWD/artifacts/mutation/${1##*/} status=0 score
  if ! set_up_stryker; then
    skipped=$((skipped + 1))
    echo "mutation, $project: skipped, dotnet-stryker cannot be restored"
    return
  fi
  rm -rf "$output" && mkdir -p "$output"
  (cd "$project" && dotnet stryker --output "$output") >"$output/output.txt" 2>&1 </dev/null || status=$?
  # Where nothing was there to break, the tool is content and has no score.
  score=$(sed -n 's/.*The final mutation score is \([0-9.,]* %\).*/\1/p' "$output/output.txt")
  if [ "$status" = 0 ] && [ -n "$score" ]; then
    passed=$((passed + 1))
  else
    tail -n 40 "$output/output.txt"
    fail "mutation, $project"
  fi
  echo "mutation, $project: ${score:-no score} in $((SECONDS - began)) s; what no test noticed stands in ${output#"$PWD/"}/reports"
}
