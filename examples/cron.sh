# Read by monthly.sh and nightly.sh: where things are, and how bvt is run. POSIX sh.
# Set here, or in the crontab, what differs at your place.

BVT=${BVT:-/opt/bvt/bin/bvt}                 # bvt in its venv; it need not be on PATH
BVT_DB=${BVT_DB:-/srv/bvt/bvt.db}            # the register
BVT_BACKUPS=${BVT_BACKUPS:-/srv/bvt/backup}  # copies of it, and the locks of these scripts
BVT_USER=${BVT_USER:-cron}                   # who signs in the journal
BVT_LANG=${BVT_LANG:-nb}                     # language of the mails
BVT_KEEP_NIGHTLY=${BVT_KEEP_NIGHTLY:-30}     # days to keep the copies of each night
BVT_KEEP_MONTHLY=${BVT_KEEP_MONTHLY:-400}    # days to keep the copies from before a posting
BVT_RATE_DAYS=${BVT_RATE_DAYS-1}             # weekdays on which stale rates are told, 1 is Monday
BVT_TRIES=${BVT_TRIES:-5}                    # how often to try while another bvt is writing
BVT_WAIT=${BVT_WAIT:-60}                     # seconds between
TZ=Europe/Oslo
LC_ALL=C.UTF-8
export BVT_DB BVT_USER BVT_LANG TZ LC_ALL
umask 077

# shout CODE WORDS...: cron mails what is written here
shout() {
    code=$1
    shift
    echo "bvt $(basename "$0"): $*" >&2
    return "$code"
}

# one_at_a_time: a second run of the same script ends here, quietly
one_at_a_time() {
    mkdir -p "$BVT_BACKUPS" || shout 78 "the folder $BVT_BACKUPS cannot be made; nothing was done."
    lock=$BVT_BACKUPS/.$(basename "$0").lock
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$lock"
        flock -n 9 || exit 0
    elif mkdir "$lock.d" 2>/dev/null; then
        trap 'rmdir "$lock.d"' EXIT
        trap 'exit 130' HUP INT TERM
    elif [ -n "$(find "$lock.d" -prune -mmin +360)" ]; then
        shout 75 "a run was cut off, or has lasted for six hours. If none is going on: rmdir $lock.d"
    else
        exit 0
    fi
}

# run WHAT ARGUMENTS...: bvt, tried again while the register is busy. Its tables are thrown away; its words
# are passed on only when somebody has to read them. Answers bvt's exit code.
run() {
    what=$1
    shift
    try=1
    while :; do
        code=0
        words=$("$BVT" --quiet "$@" 2>&1 >/dev/null) || code=$?
        if [ "$code" -ne 75 ] || [ "$try" -ge "$BVT_TRIES" ]; then break; fi
        try=$((try + 1))
        sleep "$BVT_WAIT"
    done
    case $code in
        0) return 0 ;;
        3) shout 3 "$what: done, but somebody must look at this:" || : ;;
        5) shout 5 "$what: a rate is missing, or a rate file is wrong or was changed:" || : ;;
        65) shout 65 "$what: a value is not valid; nothing was written:" || : ;;
        75) shout 75 "$what: NOT DONE, another bvt was writing all the time:" || : ;;
        78) shout 78 "$what: NOT DONE, the register or its settings cannot be used:" || : ;;
        126 | 127) shout "$code" "$what: NOT DONE, $BVT cannot be run:" || : ;;
        1) shout 1 "$what: NOT DONE, a fault in bvt or its surroundings:" || : ;;
        *) shout "$code" "$what: NOT DONE (exit $code):" || : ;;
    esac
    printf '%s\n' "$words" >&2
    return "$code"
}

# backup NAME DAYS: a copy named by the moment; then copies of that name older than DAYS go
backup() {
    run "backup" db backup "$BVT_BACKUPS/$1-$(date +%Y-%m-%dT%H%M%S)-$$.db" || return
    find "$BVT_BACKUPS" -type f -name "$1-*.db" -mtime "+$2" -exec rm -f {} +
}
