#!/bin/sh
# Pushes the archive that `build-image.sh` made, as it is, and says by which digest it is found for good.
# Needs IMAGE and VERSION, and to be signed in.
set -eu
for tag in "$VERSION" latest; do
  skopeo copy --all --preserve-digests --digestfile image.digest "oci-archive:$1" "docker://$IMAGE:$tag"
done
digest=$(cat image.digest)
docker run --rm "$IMAGE@$digest" doctor --demo
printf 'name=%s\ndigest=%s\n' "$IMAGE@$digest" "$digest" >>"$GITHUB_OUTPUT"
