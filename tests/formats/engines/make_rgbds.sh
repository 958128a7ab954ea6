#!/bin/bash
# make_rgbds.sh ROOT: RGBDS of Debian's unstable, with the libraries that it needs, in a folder (under a minute, 20 MB).
# Stable has none, and this one wants newer libraries than stable's. Needs apt; $MIRROR, or the one that apt uses.
set -euo pipefail
root=${1:?usage: make_rgbds.sh ROOT}
[ -x "$root/usr/bin/rgbgfx" ] && exit 0
mirror=${MIRROR:-$(apt-get indextargets --format '$(REPO_URI) $(ORIGIN)' |
  awk '$2 == "Debian" && $1 !~ /security/ {print $1; exit}')}
part=$root.part
rm -rf --one-file-system "$part"
mkdir -p "$part/lists/partial" "$part/debs" "$part/cache/archives/partial"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" >"$part/sources.list"
apt="apt-get -qq -o Dir::Etc::sourcelist=$part/sources.list -o Dir::Etc::sourceparts=- -o Dir::State::lists=$part/lists
  -o Dir::Cache=$part/cache -o Acquire::Check-Valid-Until=false -o Acquire::Languages=none -o APT::Sandbox::User=root"
$apt update
(cd "$part/debs" && $apt download rgbds/sid libc6/sid libpng16-16t64/sid libstdc++6/sid libgcc-s1/sid zlib1g/sid)
for package in "$part"/debs/*.deb; do dpkg-deb -x "$package" "$part"; done
rm -r "$part/lists" "$part/debs" "$part/cache"
mv "$part" "$root"
