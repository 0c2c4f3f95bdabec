# shellcheck shell=bash
# What the commands in bin/ share; to be sourced. Plain enough for the bash 3.2 of macOS.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
war=$root/target/saltgate.war
server=$root/target/server/payara-micro.jar
built=$root/target/built

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# Exports JAVA_HOME: a JDK (the build needs its compiler) of 21 or newer.
find_jdk() {
  local home
  while read -r home; do
    if [ "$(jdk_version "$home")" -ge 21 ]; then
      export JAVA_HOME=$home
      return
    fi
  done < <(jdk_candidates)
  die "Saltgate needs a JDK of 21 or newer: install one (Debian: openjdk-21-jdk; others: https://adoptium.net) or set JAVA_HOME to it."
}

jdk_candidates() {
  printf '%s\n' "${JAVA_HOME-}"
  java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
  printf '%s\n' /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* ~/.sdkman/candidates/java/* ~/.jdks/* \
    {,~}/Library/Java/JavaVirtualMachines/*/Contents/Home
  sed -n 's:.*<jdkHome>\(.*\)</jdkHome>.*:\1:p' ~/.m2/toolchains.xml 2>/dev/null
}

jdk_version() {
  local version
  if [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
    [ -n "$version" ] || version=$("$1/bin/javac" -version 2>/dev/null | sed -n 's/^javac \([0-9]*\).*/\1/p')
  fi
  echo "${version:-0}"
}

# Sets maven. The machine's own Maven needs no download and knows the site's mirrors; the wrapper is for where it is missing or too old.
# shellcheck disable=SC2034 # for those that source this
find_maven() {
  local major minor
  read -r major minor < <(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
  if [ "${major:-0}" -gt 3 ] || { [ "${major:-0}" -eq 3 ] && [ "$minor" -ge 8 ]; }; then
    maven=mvn
  else
    maven=$root/mvnw
  fi
}

# By content, so that neither a checkout nor a touch makes a build necessary.
sources_sum() {
  (cd "$root" && find pom.xml .mvn src/main webapp-theme -type f -exec cksum {} + 2>/dev/null | LC_ALL=C sort | cksum)
}

is_built() {
  [ -s "$server" ] && [ -s "$war" ] && [ "$(build_stamp "$(sources_sum)")" = "$(cat "$built" 2>/dev/null)" ]
}

# The WAR belongs to the stamp: another build may have made it from other sources.
build_stamp() {
  printf '%s, %s\n' "$1" "$(cksum <"$war")"
}

# Maven leaves what came from a deleted source where it was: a removed migration or test would live on.
forget_old_output() {
  (cd "$root" && rm -rf target/{classes,test-classes,saltgate,saltgate.war,cli,maven-status})
}

# Whether provide_tools may install: in CI, or where the command was told to (--install).
may_install=${CI:-false}

# Sees to "tools", an array of a Debian package and then commands or files of which any will do. Says what is missing;
# installs it where it may, and otherwise ends.
provide_tools() {
  local packages
  # Servers are installed there, and an ordinary user's PATH may lack these folders.
  PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
  packages=$(missing_packages | tr '\n' ' ')
  packages=${packages% }
  [ -n "$packages" ] || return 0
  if [ "$may_install" = true ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing with apt-get: $packages"
    # shellcheck disable=SC2086 # several packages
    install_without_starting $packages
    packages=$(missing_packages | tr '\n' ' ')
    packages=${packages% }
    [ -n "$packages" ] || return 0
  fi
  die "${0##*/} needs: $packages. Install them (Debian: apt-get install $packages), or run ${0##*/} --install as root."
}

# Debian starts each server that it installs, and again at every boot: not those that only tests need.
install_without_starting() {
  local policy=/usr/sbin/policy-rc.d ours package
  if [ ! -e "$policy" ]; then
    ours=$policy
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
  fi
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
  [ -z "${ours-}" ] || rm -f "$ours"
  command -v systemctl >/dev/null || return 0
  for package in "$@"; do systemctl disable --quiet "${package%-light}" 2>/dev/null; done
}

missing_packages() {
  local tool commands
  for tool in "${tools[@]}"; do
    read -r -a commands <<<"$tool"
    is_there "${commands[@]:1}" || echo "${commands[0]}"
  done
}

is_there() {
  local each
  for each in "$@"; do
    if command -v "$each" >/dev/null || { [ "${each#/}" != "$each" ] && compgen -G "$each" >/dev/null; }; then return; fi
  done
  return 1
}
