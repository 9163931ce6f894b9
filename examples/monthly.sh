#!/bin/sh
# Posts the month before the present one, after a backup: monthly.sh, or monthly.sh 2025-03.
# Cron runs it in the first days of each month. Run again it posts only what has become known since,
# so what one day stops (no approval, no rate) is paid the next, once it is put right.
set -eu
. "$(dirname "$0")/cron.sh"

month_before() {
    today=${BVT_AS_OF:-$(date +%Y-%m-%d)}
    year=${today%%-*}
    month=${today#*-}
    month=${month%%-*}
    month=$((${month#0} - 1))
    if [ "$month" -eq 0 ]; then
        year=$((year - 1))
        month=12
    fi
    printf '%04d-%02d\n' "$year" "$month"
}

one_at_a_time
month=${1:-$(month_before)}
case $month in
    [0-9][0-9][0-9][0-9]-[0-9][0-9]) ;;
    *) shout 2 "$(in_words "$month er ingen måned; skriv 2025-03" "$month er ingen månad; skriv 2025-03" \
        "$month is no month; write 2025-03")" ;;
esac
backup before-posting "$BVT_KEEP_MONTHLY" # without a backup nothing is posted
worst=0
run "pay month $month" pay month "$month" --post || worst=$?
case $worst in
    0 | 3) heads || worst=$? ;;
esac
exit "$worst"
