#!/usr/bin/env bash
# `make image`: builds the image of deploy/Dockerfile with buildah, which needs no daemon, and tries it as the user skm.
# The base is BASE (an image's name) where it is given, else Debian with Python, made by debootstrap: no registry of
# images is asked; it is kept (`buildah rmi localhost/skm-base`: made anew). Needs root. The image stays, as
# localhost/skm; tests/deployment/containers.py runs what compose.yaml says in it.
set -euo pipefail
cd "$(dirname "$0")/../.."

packages=()
for tool in buildah debootstrap; do command -v "$tool" >/dev/null || packages+=("$tool"); done
if [ ${#packages[@]} -gt 0 ]; then
  apt-get update --quiet >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends "${packages[@]}" >/dev/null
fi

work=$(mktemp --directory)
trap 'buildah rm "${container:-}" >/dev/null 2>&1 || true; rm --recursive --force "$work"' EXIT

if [ -z "${BASE:-}" ]; then
  BASE=localhost/skm-base
  if ! buildah inspect --type image "$BASE" >/dev/null 2>&1; then
    debootstrap --variant=minbase --include=python3,python3-venv,python-is-python3,ca-certificates,tzdata \
      bookworm "$work/base" >"$work/debootstrap.log" \
      || { tail "$work/debootstrap.log" >&2; exit 1; }
    rm --recursive --force "$work"/base/var/cache/apt/archives/*.deb "$work"/base/var/lib/apt/lists/*
    container=$(buildah from scratch)
    buildah add --quiet "$container" "$work/base" / >/dev/null
    buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd python "$container"
    buildah commit --quiet --rm "$container" "$BASE" >/dev/null
  fi
fi

# This machine's own authorities and index of packages, where it has some; of them an empty file stays in the image, the place of a mount.
given=(--build-arg "BASE=$BASE")
if [ -n "${PIP_INDEX_URL:-}" ]; then given+=(--build-arg "PIP_INDEX_URL=$PIP_INDEX_URL"); fi
if [ -n "${PIP_CERT:-}" ]; then given+=(--build-arg PIP_CERT=/run/authorities.pem --volume "$PIP_CERT:/run/authorities.pem:ro"); fi
buildah build --isolation chroot --layers --file deploy/Dockerfile --tag localhost/skm "${given[@]}" .

container=$(buildah from --pull-never localhost/skm)
inside() { buildah run --isolation chroot "$container" -- "$@"; }
echo "user: $(inside id)"
inside skm --version
inside sh -c 'for tool in gcc make git hatchling; do ! command -v $tool || exit 1; done'
inside sh -c '! test -e /opt/skm/.venv/bin/pip && ! test -e /opt/skm/tests'
inside skm init --home /tmp/skm --samples
inside skm run --home /tmp/skm --no-documents
buildah images --format '{{.Name}}: {{.Size}}' localhost/skm
