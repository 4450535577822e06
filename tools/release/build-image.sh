#!/bin/sh
# Builds the image into an archive, and runs it once. It pushes nothing and needs no token: what an install brings runs
# in here. Needs VERSION.
set -eu
docker buildx create --use >/dev/null
build() {
  docker buildx build --file apps/mcp-server/Dockerfile \
    --label "org.opencontainers.image.version=$VERSION" --label "org.opencontainers.image.revision=$GITHUB_SHA" "$@" .
}
build --load --tag trailhound-mcp
docker run --rm trailhound-mcp doctor --demo
# The same layers, from the cache, with their provenance and their bill of materials.
build --provenance=mode=max --sbom=true --output "type=oci,dest=$1"
