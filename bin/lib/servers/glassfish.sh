# shellcheck shell=bash disable=SC2034,SC2154 # for bin/run, and from it
# GlassFish, with a domain in the data directory that server-config/glassfish/setup makes.

version=8.0.0
home=$root/target/server/glassfish-$version
patience=600
start_failure='Saltgate cannot start: |Error occurred during deployment|Exception while [a-z]* the app'
progress='/\[io\.saltgate\.platform\.\(start\.Startup\|db\.Migrations\)\]/{n;s/^  //;s/\]\]$//;p;}'

fetch_server() {
  fetch "org.glassfish.main.distributions:glassfish:$version:zip" "$home.zip"
  if [ ! -x "$home/bin/asadmin" ]; then
    rm -rf "$home" "$root/target/server/glassfish8"
    unpack "$home.zip" "$root/target/server"
    mv "$root/target/server/glassfish8" "$home" || die "Cannot write to $home."
  fi
  export AS_JAVA=$JAVA_HOME
  domains=$SALTGATE_DATA_DIR/glassfish-$PORT
  mkdir -p "$domains" || die "Cannot create $domains."
  set_up_once glassfish "$domains/saltgate" "$HOST, $PORT, $body_threads" make_domain
}

make_domain() {
  rm -rf "$domains/saltgate"
  HOST=$HOST PORT=$PORT ADMIN_PORT=$(free_port 4848) THREADS=$((4 * body_threads)) \
    "$root/server-config/glassfish/setup" "$home" "$domains" || die "GlassFish could not be set up."
}

free_port() {
  local port=$1
  while (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}

prepare_log() {
  log=$domains/saltgate/logs/server.log
  : >>"$log" || die "Cannot write to the log $log."
  log_start=$(wc -c <"$log")
}

# What lies in autodeploy/ is deployed once, and again when it is newer. The server is started without asadmin, which
# would not pass a signal on: its command stands a word per line between a heading and an empty line.
serve() {
  local deployed=$domains/saltgate/autodeploy/saltgate.war words=() word
  cmp -s "$war" "$deployed" || cp "$war" "$deployed" || die "Cannot write to $deployed."
  while IFS= read -r word && [ -n "$word" ]; do
    words+=("$word")
  done < <("$home/bin/asadmin" start-domain --dry-run --domaindir "$domains" saltgate 2>&1)
  [ ${#words[@]} -gt 2 ] || die "GlassFish's domain in $domains can't be started: ${words[*]}"
  # shellcheck disable=SC2086 # several options in one variable
  launch "${words[1]}" ${SALTGATE_JAVA_OPTS-} "${words[@]:2}" > >(keep_bounded "$console" 2>/dev/null) 2>&1 </dev/null
}

# The server has a /health of its own until the application is there.
is_ready() {
  [[ $(status_of /signin) =~ ^(200|303)$ ]] && [ "$(status_of /health/ready)" = 200 ]
}

missing_part() {
  if log_of_this_start | grep -qE 'PersistenceProvider.* not found|persistence\.jpa\.PersistenceProvider|org[./]eclipse[./]persistence'; then
    echo "GlassFish has no EclipseLink: remove $home to have it unpacked anew."
  else
    return 1
  fi
}
