#!/bin/sh
# Builds the image, pushes it under its version, and says by which digest it is found for good.
# Needs IMAGE and VERSION, and to be signed in.
set -eu
docker buildx create --use >/dev/null
docker buildx build --push --file apps/mcp-server/Dockerfile \
  --tag "$IMAGE:$VERSION" --tag "$IMAGE:latest" \
  --label "org.opencontainers.image.version=$VERSION" --label "org.opencontainers.image.revision=$GITHUB_SHA" \
  --provenance=mode=max --sbom=true --metadata-file image.json .
digest=$(jq --raw-output '."containerimage.digest"' image.json)
test "$digest" != null
docker run --rm "$IMAGE@$digest" doctor --demo
echo "name=$IMAGE@$digest" >>"$GITHUB_OUTPUT"
