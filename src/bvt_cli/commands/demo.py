"""`bvt demo`: bvt at work on an invented municipality, in a register that is thrown away afterwards."""

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Refused
from bvt_cli.core.texts import Text, mark, text

command = typer.Typer()

AS_OF = "2025-03-31"


class Step(NamedTuple):
    """A command of the demo: why it is run, what is typed, and the exit code it must end with."""

    why: Text
    typed: str
    exit_code: int = 0


STEPS = (
    Step(text("A new register, and the invented municipality taken into it."), "bvt init --pay-from 2024-10"),
    Step(text("The example document holds homes, children, agreements and stays."), "bvt import kommune.yaml"),
    Step(text("A home with every step in place is approved."), "bvt home approve H-005 --on 2025-03-01"),
    Step(text("Another lacks several, and is refused with the reasons."), "bvt home approve H-004 --on 2025-03-01", 3),
    Step(text("What is to be paid for March 2025, and for the months before it."), "bvt pay month 2025-03"),
    Step(text("It is posted; from now on it is never changed, only corrected."), "bvt pay month 2025-03 --post"),
    Step(text("Each line explains itself."), "bvt pay explain R1-3"),
    Step(text("A network of foster homes as it should be."), "bvt network check N-1 --as-of 2025-06-30"),
    Step(text("And one that is not."), "bvt network check N-2 --as-of 2025-06-30", 3),
)


@command.command(
    "demo",
    help=mark("Show bvt at work on an invented municipality, in a register that is thrown away afterwards."),
    epilog="bvt demo\nbvt demo --keep ./demo",
)
def demo(
    ctx: typer.Context,
    keep: Annotated[
        str | None,
        typer.Option("--keep", metavar="FOLDER", help=mark("Make the register in this new folder, and leave it.")),
    ] = None,
) -> int:
    session: Session = ctx.obj
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="bvt-demo-") as passing:
            return _play(session, Path(passing))
    folder = Path(arguments.line(keep, "--keep"))
    from bvt_cli.store import beside

    try:
        beside.make_folder(folder.absolute().parent)
        folder.mkdir(mode=0o700)
    except FileExistsError:
        raise Refused(text("There is already something at {path}; nothing was changed.", path=str(folder))) from None
    code = _play(session, folder)
    session.out.tell(
        text("Look further with `bvt --db {path} home list`; all of it is invented.", path=str(folder / "bvt.db"))
    )
    return code


def examples() -> Path:
    """The folder of examples that comes with bvt: in the package, or in the checkout it is run from."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "examples"
    return inside if inside.is_dir() else package.parent.parent / "examples"


def _play(session: Session, folder: Path) -> int:
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("BVT_")},
        "BVT_DB": str(folder / "bvt.db"),
        "BVT_AS_OF": AS_OF,
        "BVT_LANG": session.translator.language,
        "BVT_USER": "demo",
    }
    wrong = 0
    for step in STEPS:
        session.out.write("\n")
        session.out.say(step.why)
        code = _run(session, step.typed, environment)
        if code:
            session.out.say(text("(exit code {code})", code=code))
        wrong += code != step.exit_code
    return 1 if wrong else 0


def _run(session: Session, typed: str, environment: Mapping[str, str]) -> int:
    """Run one command as its own process, as a person would, its words among ours."""
    session.out.write(f"$ {typed}\n")
    sys.stdout.flush()
    done = subprocess.run(
        [sys.executable, "-m", "bvt_cli", *shlex.split(typed)[1:]],
        cwd=examples(),
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode
