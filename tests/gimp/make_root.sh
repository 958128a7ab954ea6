#!/bin/bash
# make_root.sh ROOT [SUITE]: a Debian root folder with a real GIMP 3 in it, made once (under a minute, 900 MB).
# SUITE is trixie (GIMP 3.0, the default) or forky (3.2). Needs root, Debian's archive keyring and a Debian mirror:
# $MIRROR, or the one that this machine's apt uses.
set -euo pipefail
root=${1:?usage: make_root.sh ROOT [trixie|forky]}
suite=${2:-trixie}
[ -x "$root/usr/bin/gimp-console" ] && exit 0
# mmdebstrap mounts /dev and the like into the root and leaves them there when it is ended or fails, after which nobody
# can try again: in a namespace of its own all of that is gone with it.
if [ -z "${IN_OWN_NAMESPACE:-}" ]; then
  IN_OWN_NAMESPACE=1 exec unshare --mount --propagation private "$0" "$@"
fi
if ! command -v mmdebstrap >/dev/null; then
  apt-get update -qq
  apt-get install -qq -y --no-install-recommends mmdebstrap debian-archive-keyring
fi
mirror=${MIRROR:-$(apt-get indextargets --format '$(REPO_URI) $(ORIGIN)' |
  awk '$2 == "Debian" && $1 !~ /security/ {print $1; exit}')}
mkdir -p "$(dirname "$root")"
findmnt --raw --noheadings --output TARGET | { grep -F "$root.part/" || true; } | sort --reverse | xargs --no-run-if-empty umount
rm -rf --one-file-system "$root.part"
packages=gimp,gir1.2-gtk-3.0,python3,python3-gi,python3-gi-cairo,xvfb,xauth,xdotool,x11-utils,openbox,imagemagick
packages+=,fonts-dejavu-core,adwaita-icon-theme
# The dates of a mirror's index are not checked: a frozen mirror is as good for a test as a fresh one.
mmdebstrap --variant=minbase --include="$packages" \
  --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Check-Date "false"' \
  --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
  --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
  "$suite" "$root.part" "$mirror"
mv "$root.part" "$root"
