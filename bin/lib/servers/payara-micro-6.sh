# shellcheck shell=bash disable=SC2034,SC2154 # for bin/run, and from it
# Payara Micro 6, started as bin/run starts 7.

fetch_server() {
  fetch_payara_micro payara6.version
}
