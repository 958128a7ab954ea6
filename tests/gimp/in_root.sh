#!/bin/bash
# in_root.sh ROOT FOLDER... -- COMMAND...: run COMMAND inside ROOT with the host's FOLDERs at their own paths there.
# The mounts live in a namespace of their own: nothing stays mounted. The host's Python, whose glibc is older than the
# root's, runs inside when its folder is among them: so a GIMP in the root talks to the engine of this checkout.
set -eu
root=$1
shift
folders=()
while [ "$1" != -- ]; do
  folders+=("$1")
  shift
done
shift
exec unshare --mount --propagation private bash -c '
  set -e
  root=$1 count=$2
  shift 2
  mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
  mountpoint -q "$root/dev" || mount --rbind /dev "$root/dev"
  while [ "$count" -gt 0 ]; do
    mkdir -p "$root$1"
    mount --bind "$1" "$root$1"
    shift
    count=$((count - 1))
  done
  exec chroot "$root" /usr/bin/env -i HOME=/root LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
' _ "$root" "${#folders[@]}" "${folders[@]}" "$@"
