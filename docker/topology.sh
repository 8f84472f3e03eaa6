#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Brings a topology up, lets it transfer a file, prints every copy's hash, and takes it down again, whatever happened.
#   topology.sh NAME [compose options of `up`, as --scale receiver=10]
# NAME is a file of docker/topologies. Environment: BASE_IMAGE, MEGABYTES, RATE; KEEP=1 leaves it running.
# Exit 0 only when every receiver has the file. Needs the jar (mvn -q -B package -DskipTests) and Docker's plugin compose.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
name=${1:?usage: topology.sh NAME [options of compose up]}
shift
file=$here/topologies/$name.yaml
[ -f "$file" ] || { echo "topology.sh: no topology $name; there are: $(basename -s .yaml "$here"/topologies/*.yaml | xargs)" >&2; exit 2; }
[ -f "$here/../engine-cli/target/uftp-engine.jar" ] || { echo "topology.sh: build the jar first: mvn -q -B package -DskipTests" >&2; exit 2; }
docker compose version >/dev/null 2>&1 || { echo "topology.sh: Docker has no plugin compose; docker/local/get-compose.sh brings it" >&2; exit 2; }
if [ -z "${BASE_IMAGE:-}" ] && docker image inspect localbase/debian:local >/dev/null 2>&1; then
  export BASE_IMAGE=localbase/debian:local
fi
compose() { docker compose --progress quiet --ansi never --project-name "uftp-$name" --file "$file" "$@"; }

down() { [ -n "${KEEP:-}" ] || compose down --volumes --remove-orphans --timeout 5 >/dev/null 2>&1; }
trap down EXIT
trap 'exit 130' INT TERM
compose build --quiet
compose up --detach --quiet-pull "$@"
sender=$(compose ps --all --quiet sender)
docker logs --follow "$sender"
code=$(docker wait "$sender")
if [ "$code" -ne 0 ]; then
  echo "topology.sh: the sender ended with $code; the receivers' last words:" >&2
  compose logs --no-color --tail 20 >&2
fi
exit "$code"
