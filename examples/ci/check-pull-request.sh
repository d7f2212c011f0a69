#!/bin/sh
# Checks and diffs a pull request: what it opens, and what it adds to the findings of the branch it goes to.
#
#   sh ci/check-pull-request.sh [options of `cdk-private-api check`, as --exceptions exceptions.yaml --fail-on warning]
#
# Ends with 0 if nothing became weaker, 1 if something did, 2 if it could not run. Writes into $REPORTS:
#   comment.md        for the pull request; empty if there is nothing to say
#   findings.sarif    everything that is found, for code scanning
#   base-branch.json  what the branch had before, as a baseline
#
# Settings, by environment:
#   BASE     revision that the pull request goes to (default: origin/main)
#   MODEL    a stored model of it (`cdk-private-api model`), so that it need not be synthesized again
#   APP      folder of the CDK app (default: .)
#   SYNTH    what writes $APP/cdk.out
#   REPORTS  folder of the results (default: private-api-reports)
#   CHECKS   the command (default: npx --no-install cdk-private-api)
set -eu

base=${BASE:-origin/main}
app=${APP:-.}
synth=${SYNTH:-npm ci --no-audit --no-fund && npx --no-install cdk synth --quiet}
checks=${CHECKS:-npx --no-install cdk-private-api}
reports=${REPORTS:-private-api-reports}
mkdir -p "$reports"
scratch=$(mktemp -d)
tree=

finish() {
  status=$?
  trap - EXIT
  if [ "$status" -gt 1 ]; then
    status=2
    printf '%s\n' '<!-- cdk-private-api -->' '### Private API: not checked' '' 'The check could not run: the log of the job says why.' > "$reports/comment.md"
  fi
  if [ -n "$tree" ]; then
    git worktree remove --force "$tree" || true
  fi
  rm -rf "$scratch"
  exit "$status"
}
trap finish EXIT
trap 'exit 2' HUP INT TERM

# What ends with 1 has found something and goes on; what could not run ends it all.
status=0
found() {
  code=0
  "$@" || code=$?
  case $code in
    0) ;;
    1) status=1 ;;
    *) exit 2 ;;
  esac
}

synthesize() {
  (cd "$1" && sh -c "$synth" >&2) || exit 2
}

: > "$reports/comment.md"
rm -f "$reports/findings.sarif"

synthesize "$app"
head=$app/cdk.out
if [ -n "${MODEL:-}" ]; then
  before=$MODEL
else
  revision=$(git merge-base "$base" HEAD) || exit 2
  git worktree add --quiet --detach "$scratch/base" "$revision" || exit 2
  tree=$scratch/base
  synthesize "$tree/$app"
  before=$tree/$app/cdk.out
fi

# Code scanning knows itself what is new: it gets everything.
$checks check "$head" "$@" --format sarif --output "$reports/findings.sarif" || [ $? -eq 1 ] || exit 2

# The pull request answers for what it adds.
$checks check "$before" "$@" --write-baseline "$reports/base-branch.json" --output "$scratch/base.txt" || exit 2
found $checks check "$head" "$@" --baseline "$reports/base-branch.json"
$checks check "$head" "$@" --baseline "$reports/base-branch.json" --format markdown --output "$scratch/check.md" || [ $? -eq 1 ] || exit 2
found $checks diff "$before" "$head"
$checks diff "$before" "$head" --format markdown --output "$scratch/diff.md" || [ $? -eq 1 ] || exit 2

if [ -s "$scratch/diff.md" ] || [ -s "$scratch/check.md" ]; then
  {
    echo '<!-- cdk-private-api -->'
    cat "$scratch/diff.md"
    # A comment takes 65,536 characters.
    if [ "$(cat "$scratch/diff.md" "$scratch/check.md" | wc -c)" -lt 65000 ]; then
      cat "$scratch/check.md"
    elif [ -s "$scratch/check.md" ]; then
      echo
      echo 'The new findings are in the log of the job: with them this comment would be too long.'
    fi
  } > "$reports/comment.md"
fi
exit "$status"
