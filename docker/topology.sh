#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Brings a topology up, lets it transfer a file, prints every copy's hash, and takes it down again, whatever happened.
#   topology.sh NAME [compose options of `up`, as --scale receiver=10]
# NAME is a file of docker/topologies, or one and an overlay, as lan+monitoring. Environment: BASE_IMAGE, MEGABYTES, RATE; KEEP=1 leaves it running.
# Exit 0 only when every receiver has the file. Needs the jar (mvn -q -B package -DskipTests) and Docker's plugin compose.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
name=${1:?usage: topology.sh NAME [options of compose up]}
shift
files=()
for part in ${name//+/ }; do
  [ -f "$here/topologies/$part.yaml" ] || {
    echo "topology.sh: no topology $part; there are: $(basename -s .yaml "$here"/topologies/*.yaml | xargs)" >&2
    exit 2
  }
  files+=(--file "$here/topologies/$part.yaml")
done
[ -f "$here/../engine-cli/target/uftp-engine.jar" ] || { echo "topology.sh: build the jar first: mvn -q -B package -DskipTests" >&2; exit 2; }
docker compose version >/dev/null 2>&1 || { echo "topology.sh: Docker has no plugin compose; docker/local/get-compose.sh brings it" >&2; exit 2; }
if [ -z "${BASE_IMAGE:-}" ] && docker image inspect localbase/debian:local >/dev/null 2>&1; then
  export BASE_IMAGE=localbase/debian:local
fi
compose() { docker compose --progress quiet --ansi never --project-name "uftp-${name%%+*}" "${files[@]}" "$@"; }

down() { [ -n "${KEEP:-}" ] || compose down --volumes --remove-orphans --timeout 5 >/dev/null 2>&1; }
trap down EXIT
trap 'exit 130' INT TERM
failed() {
  echo "topology.sh: $1; the last words of all:" >&2
  compose logs --no-color --tail 20 >&2
  exit "$2"
}
compose build --quiet
compose up --detach --quiet-pull "$@" || failed "it does not come up" 1
# Senders end by themselves, one after the other where there are several.
for service in $(compose config --services | grep '^sender' | sort); do
  sender=$(compose ps --all --quiet "$service")
  docker logs --follow "$sender"
  code=$(docker wait "$sender")
  [ "$code" -eq 0 ] || failed "$service ended with $code" "$code"
done
