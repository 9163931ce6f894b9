#!/bin/sh
# Debian packages that some tests try bvt with: cron, LibreOffice Calc to open CSV, the shells whose completion is
# tried, groff for the man page, and Chromium for pages to print. For CI, as root.
# Where they cannot be had those tests are skipped, each with its reason; this never fails a run.
set -u

wanted="cron:cron faketime:faketime soffice:libreoffice-calc-nogui zsh:zsh fish:fish groff:groff-base chromium:chromium"
missing=
for each in $wanted; do
    if ! command -v "${each%%:*}" >/dev/null 2>&1; then missing="$missing ${each#*:}"; fi
done
if [ -z "$missing" ]; then exit 0; fi
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" -ne 0 ]; then
    echo "not installed, needs apt-get and root:$missing"
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
limit=
if command -v timeout >/dev/null 2>&1; then limit="timeout 600"; fi
$limit apt-get update --quiet --quiet >/dev/null 2>&1
for package in $missing; do
    if $limit apt-get install --quiet --quiet --yes --no-install-recommends "$package" >/dev/null 2>&1; then
        echo "installed: $package"
    else
        echo "could not be installed, its tests are skipped: $package"
    fi
done
exit 0
