#!/bin/sh
# Looks after the register each night: is it whole and as bvt wrote it, a backup, (weekly) are the rates stale, and what has fallen due.
set -eu
. "$(dirname "$0")/cron.sh"

one_at_a_time
run "db verify" db verify # what was altered or damaged is not copied over the good copies
worst=0
backup nightly "$BVT_KEEP_NIGHTLY" || worst=$?
case " $BVT_RATE_DAYS " in
    *" $(date +%u) "*) run "rate check" rate check || worst=$? ;;
esac
case " $BVT_DUE_DAYS " in
    *" $(date +%u) "*) list "due" due --new --within 14d || worst=$? ;; # each thing once, in time
esac
exit "$worst"
