"""`bvt db`: looking after the register file."""

import typer

from bvt_cli.commands.help import Later
from bvt_cli.core.texts import mark

app = typer.Typer(help=mark("Look after the register file."), epilog="bvt db check\nbvt db backup bvt-2025-03-31.db")
app.command(
    "check",
    help=mark("Check that the register is whole: pages, references, and the sums of every run."),
    epilog="bvt db check\nbvt db check --json",
)(Later("db_check", "check"))
app.command(
    "verify",
    help=mark(
        "Go through all that is kept, from the first entry of the journal to the last, and name the first row that"
        " somebody or something has changed behind bvt's back."
    ),
    epilog="bvt db verify\nbvt db verify --head 3f1c9a7be02d\nbvt db verify --json",
)(Later("db_verify", "verify"))
app.command(
    "backup",
    help=mark(
        "Make a consistent copy of the register in a new file, for its owner only, and read it back: that it is whole,"
        " and holds as many rows and the same last entries as the register. One encrypted with age is checked so before"
        " it is encrypted; that it can be decrypted is tried with --identity."
    ),
    epilog="bvt db backup\nbvt db backup bvt-2025-03-31.db\nbvt db backup /srv/bvt/backup --keep 30\n"
    "bvt db backup /srv/bvt/backup --recipients-file mottakere.txt",
)(Later("db_backup", "backup"))
app.command(
    "restore",
    help=mark(
        "Put a backup in place as the register, once it is found whole. A register that stands there is only replaced"
        " when told to, and is kept beside; what happened since the backup is not in it."
    ),
    epilog="bvt db restore bvt-2025-03-31.db\nbvt db restore bvt-2025-03-31.db --replace\n"
    "bvt --db prove.db db restore bvt-3f1c9a7b-2025-03-31.db.age --identity nokkel.txt",
)(Later("db_restore", "restore"))
app.command(
    "new-identity",
    help=mark("Make a key pair of age: a file with the secret key, and the public key that backups are encrypted to."),
    epilog="bvt db new-identity nokkel.txt",
)(Later("db_backup", "new_identity"))
app.command(
    "rekey",
    help=mark(
        "Turn an encrypted register over to a new key, or encrypt a plain one. The old key is kept, for the backups"
        " made with it."
    ),
    epilog="bvt db rekey\nbvt db rekey --encrypt\nbvt db rekey --new-key-file /media/usb/bvt.key",
)(Later("db_rekey", "rekey"))
