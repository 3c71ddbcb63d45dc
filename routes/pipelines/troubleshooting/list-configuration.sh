#!/bin/sh
# The SHA-256 of every file of the configuration.
set -eu
cd "${ROOT:-}/app/config"
find . -type f -print0 | sort -z | xargs -0r sha256sum
