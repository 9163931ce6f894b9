"""What `bvt doctor` looks at beside the register: whether backups can be made, and what lies about."""

from collections.abc import Iterator

from bvt_cli.commands.doctor_asked import Asked
from bvt_cli.core.errors import BvtError
from bvt_cli.core.texts import text
from bvt_cli.render.checkup import NOTE, OK, WRONG, Finding, failed


def backups(asked: Asked) -> Iterator[Finding]:
    """What would stop every backup: a wrong file of recipients, or a folder that others can write in."""
    from bvt_cli.store import safeguard

    path = asked.session.db
    if not path.is_file():
        return
    try:
        age = safeguard.usual_age(path)
        safeguard.check_folder(path)
    except BvtError as error:
        yield failed("backups", error)
        return
    if age is not None:
        message = text("Backups are encrypted with age; recipients: {number}.", number=len(age.to.keys))
        yield Finding("backups", OK, message)


def unfinished(asked: Asked) -> Iterator[Finding]:
    """Files that a killed bvt left behind; of a register that was being decrypted they may be plain."""
    from bvt_cli.store import leftovers

    path = asked.session.db
    folder = path.absolute().parent
    found = [each for where in (folder, folder / "backups") for each in leftovers.left(where, path.name, register=True)]
    if found:
        message = text("Unfinished files that a killed bvt left behind lie at: {paths}.", paths=tuple(map(str, found)))
        remedy = text("The next `bvt db backup` removes them; they may hold all that the register does.")
        yield Finding("unfinished", WRONG if _encrypted(asked) else NOTE, message, remedy)


def plain_copies(asked: Asked) -> Iterator[Finding]:
    """Copies that anybody can read who gets hold of them, beside a register that is encrypted."""
    if not _encrypted(asked):
        return
    from bvt_cli.store import copies

    for folder, found in copies.plain(asked.session.db).items():
        message = text(
            "The register is encrypted, but in {folder} lie copies that are not: {number}.",
            folder=str(folder),
            number=len(found),
        )
        remedy = text("Make new ones with `bvt db backup`, and delete these.")
        yield Finding("plain_copies", NOTE, message, remedy)


def _encrypted(asked: Asked) -> bool:
    from bvt_cli.store import keys

    return asked.session.db.is_file() and keys.is_encrypted(asked.session.db)
