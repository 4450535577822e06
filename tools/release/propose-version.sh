#!/bin/sh
# Takes the patch that a job without rights made of a new version, and opens or renews the pull request that holds it.
# Needs GH_TOKEN.
set -eu
branch=changeset-release/main
title='Version packages'
git switch --create "$branch"
git apply --index "$1"
# A new version changes manifests, changelogs and the lockfile. A patch that changes more is not of our making.
versioned='^(\.changeset/[^/]+\.md|pnpm-lock\.yaml|((packages|apps)/[^/]+|bench)/(package\.json|CHANGELOG\.md)|apps/mcp-server/(README\.md|server\.json))$'
strangers=$(git diff --cached --name-only --no-renames | grep -Ev "$versioned" || true)
if [ -n "$strangers" ]; then
  printf 'A new version does not change:\n%s\n' "$strangers" >&2
  exit 1
fi
git config user.name 'github-actions[bot]'
git config user.email '41898282+github-actions[bot]@users.noreply.github.com'
git commit --message "$title"
gh auth setup-git
git push --force origin "$branch"
if [ -z "$(gh pr list --head "$branch" --state open --json number --jq '.[].number')" ]; then
  gh pr create --base main --head "$branch" --title "$title" \
    --body 'Merging this publishes the packages. The changelogs in it become the notes of the release.'
fi
# What a workflow's own token pushes starts no other workflow; asked for like this, one starts.
gh workflow run ci.yml --ref "$branch"
