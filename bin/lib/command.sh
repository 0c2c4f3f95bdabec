# shellcheck shell=bash
# Runs a main class of the WAR, outside of any server; to be sourced after common.sh.

#   run_main CLASS ARGUMENT...
run_main() {
  export SALTGATE_DATA_DIR=${SALTGATE_DATA_DIR:-$root/data}
  find_jdk
  if [ -n "${SALTGATE_WAR-}" ]; then
    war=$SALTGATE_WAR
  elif ! is_built; then
    build
  fi
  work=$(mktemp -d) || die "No temporary folder can be made."
  trap 'rm -rf "$work"' EXIT
  unpack
  # shellcheck disable=SC2086 # several options in one variable
  "$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC ${SALTGATE_JAVA_OPTS-} \
    -cp "$work/WEB-INF/classes:$work/WEB-INF/lib/*" "$@"
}

build() {
  local sources output=$root/target/build.log
  find_maven
  sources=$(sources_sum)
  echo "Building ..." >&2
  forget_old_output
  mkdir -p "$root/target"
  (cd "$root" && "$maven" -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true package) >"$output" 2>&1 \
    || die "The build failed:" "$(grep -v '^WARNING: ' "$output")"
  build_stamp "$sources" >"$built"
}

# Classes and drivers; the JVM reads no archive within an archive.
unpack() {
  local path
  path=$(cd "$(dirname "$war")" 2>/dev/null && pwd)/$(basename "$war")
  [ -s "$path" ] || die "There is no WAR at $war."
  (cd "$work" && "$JAVA_HOME/bin/jar" -xf "$path" WEB-INF) || die "The WAR $war can't be unpacked."
}
