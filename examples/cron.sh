# Read by monthly.sh and nightly.sh: where things are, and how bvt is run. POSIX sh.
# Set here, or in the crontab, what differs at your place.

BVT=${BVT:-/opt/bvt/bin/bvt}                 # bvt in its venv; it need not be on PATH
BVT_DB=${BVT_DB:-/srv/bvt/bvt.db}            # the register
BVT_BACKUPS=${BVT_BACKUPS:-/srv/bvt/backup}  # copies of it, and the locks of these scripts
BVT_USER=${BVT_USER:-cron}                   # who signs in the journal
BVT_LANG=${BVT_LANG:-nb}                     # language of the mails
BVT_KEEP_NIGHTLY=${BVT_KEEP_NIGHTLY:-30}     # how many copies of the nights to keep
BVT_KEEP_MONTHLY=${BVT_KEEP_MONTHLY:-65}     # how many copies from before a posting to keep: five a month
BVT_RATE_DAYS=${BVT_RATE_DAYS-1}             # weekdays on which stale rates are told, 1 is Monday
BVT_DUE_DAYS=${BVT_DUE_DAYS-1 2 3 4 5}       # weekdays on which is told what has fallen due; empty: never
BVT_TRIES=${BVT_TRIES:-5}                    # how often to try while another bvt is writing
BVT_WAIT=${BVT_WAIT:-60}                     # seconds between
TZ=Europe/Oslo
LC_ALL=C.UTF-8
export BVT_DB BVT_USER BVT_LANG TZ LC_ALL
umask 077

# in_words NB NN EN: the one in the language of the mails
in_words() {
    case $BVT_LANG in
        nn) printf '%s' "$2" ;;
        en) printf '%s' "$3" ;;
        *) printf '%s' "$1" ;;
    esac
}

# shout CODE WORDS...: cron mails what is written here
shout() {
    code=$1
    shift
    echo "bvt $(basename "$0"): $*" >&2
    return "$code"
}

# one_at_a_time: a second run of the same script ends here, quietly
one_at_a_time() {
    mkdir -p "$BVT_BACKUPS" || shout 78 "$(in_words \
        "mappen $BVT_BACKUPS kan ikke lages; ingenting ble gjort." \
        "mappa $BVT_BACKUPS kan ikkje lagast; ingenting blei gjort." \
        "the folder $BVT_BACKUPS cannot be made; nothing was done.")"
    lock=$BVT_BACKUPS/.$(basename "$0").lock
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$lock"
        flock -n 9 || exit 0
    elif mkdir "$lock.d" 2>/dev/null; then
        trap 'rmdir "$lock.d"' EXIT
        trap 'exit 130' HUP INT TERM
    elif [ -n "$(find "$lock.d" -prune -mmin +360)" ]; then
        shout 75 "$(in_words \
            "en kjøring ble avbrutt, eller har vart i seks timer. Hvis ingen pågår: rmdir $lock.d" \
            "ei køyring blei avbroten, eller har vart i seks timar. Om inga går føre seg: rmdir $lock.d" \
            "a run was cut off, or has lasted for six hours. If none is going on: rmdir $lock.d")"
    else
        exit 0
    fi
}

# outcome CODE: what an exit code of bvt means
outcome() {
    case $1 in
        3) in_words "gjort, men noen må se på dette" "gjort, men nokon må sjå på dette" \
            "done, but somebody must look at this" ;;
        5) in_words "en sats mangler, eller en satsfil er feil eller endret" \
            "ein sats manglar, eller ei satsfil er feil eller endra" \
            "a rate is missing, or a rate file is wrong or was changed" ;;
        65) in_words "en verdi er ikke gyldig; ingenting ble skrevet" "ein verdi er ikkje gyldig; ingenting blei skrive" \
            "a value is not valid; nothing was written" ;;
        75) in_words "IKKE GJORT, en annen bvt skrev hele tiden" "IKKJE GJORT, ein annan bvt skreiv heile tida" \
            "NOT DONE, another bvt was writing all the time" ;;
        78) in_words "IKKE GJORT, registeret eller innstillingene kan ikke brukes" \
            "IKKJE GJORT, registeret eller innstillingane kan ikkje brukast" \
            "NOT DONE, the register or its settings cannot be used" ;;
        126 | 127) in_words "IKKE GJORT, $BVT kan ikke kjøres" "IKKJE GJORT, $BVT kan ikkje køyrast" \
            "NOT DONE, $BVT cannot be run" ;;
        1) in_words "IKKE GJORT, en feil i bvt eller omgivelsene" "IKKJE GJORT, ein feil i bvt eller omgivnadene" \
            "NOT DONE, a fault in bvt or its surroundings" ;;
        *) in_words "IKKE GJORT (kode $1)" "IKKJE GJORT (kode $1)" "NOT DONE (exit $1)" ;;
    esac
}

# words_of ARGUMENTS...: what bvt says; its tables only where a list is what is wanted
words_of() {
    if [ "${with_tables:-}" = yes ]; then
        "$BVT" --quiet "$@" 2>&1
    else
        "$BVT" --quiet "$@" 2>&1 >/dev/null
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
        words=$(words_of "$@") || code=$?
        if [ "$code" -ne 75 ] || [ "$try" -ge "$BVT_TRIES" ]; then break; fi
        try=$((try + 1))
        sleep "$BVT_WAIT"
    done
    [ "$code" -ne 0 ] || return 0
    shout "$code" "$what: $(outcome "$code"):" || :
    printf '%s\n' "$words" >&2
    return "$code"
}

# list WHAT ARGUMENTS...: the same, and what it lists is passed on too
list() {
    with_tables=yes
    run "$@" || {
        code=$?
        with_tables=
        return "$code"
    }
    with_tables=
}

# backup FOLDER NUMBER: a copy in a folder of its own, named by the day; the newest NUMBER of the register are kept.
# With the file backup-recipients.txt beside the register the copies are encrypted to those it names.
backup() {
    mkdir -p "$BVT_BACKUPS/$1"
    run "backup" db backup "$BVT_BACKUPS/$1" --keep "$2"
}

# heads: how the chains of the register end, appended to heads.txt beside the copies. Copy that file to where nobody
# who can write in the register can reach it: what is altered later is found with `bvt db verify --head`.
heads() {
    code=0
    ends=$("$BVT" --quiet db verify 2>&1) || code=$?
    if [ "$code" -eq 0 ]; then
        printf '%s\n%s\n\n' "$(date +%Y-%m-%dT%H:%M)" "$ends" >>"$BVT_BACKUPS/heads.txt"
        return 0
    fi
    shout "$code" "db verify: $(outcome "$code"):" || :
    printf '%s\n' "$ends" >&2
    return "$code"
}
