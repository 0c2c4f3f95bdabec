# shellcheck shell=bash disable=SC2034,SC2154 # for bin/run, and from it
# WildFly, set up by server-config/wildfly/setup, with its standalone/ copied anew into the data directory for each start.

version=39.0.1.Final
eclipselink=4.0.7
home=$root/target/server/wildfly-$version
patience=600
start_failure='Saltgate cannot start: |WFLYCTL0080|WFLYCTL0184|WFLYCTL0186'
progress='s/^.* INFO  *\[io\.saltgate\.platform\.\(start\.Startup\|db\.Migrations\)\] ([^)]*) //p'

fetch_server() {
  local jar=$root/target/server/eclipselink-$eclipselink.jar
  fetch "org.wildfly:wildfly-dist:$version:zip" "$home.zip"
  fetch "org.eclipse.persistence:eclipselink:$eclipselink" "$jar"
  set_up_once wildfly "$home" "$eclipselink" unpack_and_set_up "$jar"
  check_security_domain
}

unpack_and_set_up() {
  rm -rf "$home"
  unpack "$home.zip" "$root/target/server"
  "$root/server-config/wildfly/setup" "$home" "$1" || die "WildFly could not be set up."
}

# Without integrated-jaspi=false all seems well until someone signs in, which WildFly answers with 500 and logs nothing.
check_security_domain() {
  local domains what="Remove $home to have it set up anew."
  domains=$(grep '<application-security-domain name="saltgate"' "$home/standalone/configuration/standalone.xml")
  [ -n "$domains" ] || die "WildFly has no security domain 'saltgate'. $what"
  [[ $domains == *' integrated-jaspi="false"'* ]] \
    || die "WildFly's security domain 'saltgate' lacks integrated-jaspi=false, so nobody could sign in. $what"
}

prepare_log() {
  log_dir=$log_dir/wildfly-$PORT
  log=$log_dir/server.log
  mkdir -p "$log_dir"
  : >>"$log" || die "Cannot write to the log $log."
  log_start=$(wc -c <"$log")
}

# The options are those of the server's own start script, which keeps to itself which process is the server.
serve() {
  local base=$run_dir/standalone options
  cp -R "$home/standalone" "$run_dir/" && cp "$war" "$base/deployments/saltgate.war" || die "Cannot write to $run_dir."
  # shellcheck disable=SC2016 # expands in the shell that reads the server's script
  options=$(JAVA=$JAVA_HOME/bin/java GREP=grep DIRNAME=$home/bin sh -c '
    . "$DIRNAME/common.sh"; setDefaultModularJvmOptions; setSecurityManagerDefault
    echo "$DEFAULT_MODULAR_JVM_OPTIONS $SECURITY_MANAGER_CONFIG_OPTION"' 2>/dev/null)
  # shellcheck disable=SC2086 # several options in one variable
  launch "$JAVA_HOME/bin/java" -Djava.awt.headless=true -XX:+ExitOnOutOfMemoryError $options ${SALTGATE_JAVA_OPTS-} \
    -Djava.io.tmpdir="$run_dir/tmp" -Dsaltgate.server.threads=$((4 * body_threads)) \
    -Djboss.server.base.dir="$base" -Djboss.server.log.dir="$log_dir" -Dorg.jboss.boot.log.file="$log" \
    -Dlogging.configuration="file:$base/configuration/logging.properties" \
    -jar "$home/jboss-modules.jar" -mp "$home/modules" org.jboss.as.standalone \
    -Djboss.home.dir="$home" -b "$HOST" -Djboss.http.port="$PORT" -Djboss.management.http.port=0 \
    > >(keep_bounded "$console" 2>/dev/null) 2>&1
}

missing_part() {
  local what="Remove $home to have it set up anew."
  if log_of_this_start | grep -q "legacy security domain 'saltgate'"; then
    echo "WildFly has no security domain 'saltgate'. $what"
  elif log_of_this_start | grep -qE 'PersistenceProvider.* not found|persistence\.jpa\.PersistenceProvider|java/rmi/'; then
    echo "WildFly has no EclipseLink, or not the modules of the JDK that it needs. $what"
  else
    return 1
  fi
}
