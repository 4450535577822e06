#!/bin/sh
# Makes the release on GitHub, with what `tools/release/assets.ts` wrote into the folder. Needs IMAGE and VERSION.
set -eu
printf '\n## Docker image\n\n`%s`\n' "$IMAGE" >>"$1/notes.md"
if gh release view "v$VERSION" >/dev/null 2>&1; then
  # A run that broke off had come this far.
  gh release upload "v$VERSION" "$1"/assets/* "$1"/packages/*.tgz --clobber
else
  gh release create "v$VERSION" --target "$GITHUB_SHA" --title "v$VERSION" --notes-file "$1/notes.md" \
    "$1"/assets/* "$1"/packages/*.tgz
fi
