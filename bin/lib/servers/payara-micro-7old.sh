# shellcheck shell=bash disable=SC2034,SC2154 # for bin/run, and from it
# The oldest Payara Micro 7 that Saltgate is tested on, started as bin/run starts the current one.

fetch_server() {
  fetch_payara_micro payara7old.version
}
