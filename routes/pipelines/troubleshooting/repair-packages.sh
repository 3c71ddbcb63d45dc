#!/bin/sh
# Lets dpkg finish what it began, keeping configuration files as they are on the host.
set -eu
LC_ALL=C
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
DEBIAN_FRONTEND=noninteractive
export LC_ALL PATH DEBIAN_FRONTEND
dpkg --configure -a
left=$(dpkg --audit)
[ -z "$left" ] || { echo "$left" >&2; exit 1; }
echo "all packages are whole"
