#!/bin/sh
# Commits what a new version changed, and opens or renews the pull request that holds it.
set -eu
branch=changeset-release/main
title='Version packages'
git config user.name 'github-actions[bot]'
git config user.email '41898282+github-actions[bot]@users.noreply.github.com'
git switch --create "$branch"
git add --all
git commit --message "$title"
git push --force origin "$branch"
if [ -z "$(gh pr list --head "$branch" --state open --json number --jq '.[].number')" ]; then
  gh pr create --base main --head "$branch" --title "$title" \
    --body 'Merging this publishes the packages. The changelogs in it become the notes of the release.'
fi
# What a workflow's own token pushes starts no other workflow; asked for like this, one starts.
gh workflow run ci.yml --ref "$branch"
