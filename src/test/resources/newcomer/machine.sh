#!/bin/sh
# A newcomer's machine, inside of a chroot: makes a network that has nothing but a loopback with Saltgate on port 8080 and
# the API on port 9000, then runs /newcomer/steps as documented, and writes what the documented checks print.
set -eu
export DEBIAN_FRONTEND=noninteractive PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
touch /run/net
unshare --net=/run/net ip link set lo up
for port in 8080 9000; do
  nsenter --net=/run/net socat "TCP-LISTEN:$port,bind=127.0.0.1,fork,reuseaddr" "UNIX-CONNECT:/newcomer/$port" &
done
cd /newcomer
# apt-get alone needs the real network.
sh -eux steps
nsenter --net=/run/net sh -eux checks >checked
for process in /proc/[0-9]*; do echo "$(stat -c %U "$process") $(cat "$process/comm")"; done >processes
