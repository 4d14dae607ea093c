#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds and runs the measurements of docs/benchmarks.md: benchmarks/run.sh --help
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
module=$root/benchmarks
(cd "$root" && mvn -q -B --no-transfer-progress -pl benchmarks -am process-classes)
exec java -XX:+UseParallelGC -Dfluxmill.home="$root" -cp "$module/target/classes:$(cat "$module/target/classpath")" \
    io.fluxmill.benchmarks.Benchmarks --work "$module/target/work" "$@"
