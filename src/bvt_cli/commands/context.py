"""One run of bvt: where things are, in which language, which day counts as today, and who is asking."""

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from bvt_cli.commands import arguments as typed
from bvt_cli.commands import places
from bvt_cli.core.errors import RegisterError, Usage
from bvt_cli.core.texts import text
from bvt_cli.render.messages import LANGUAGES, Translator, language_of, translator
from bvt_cli.render.output import Output, wants_colour
from bvt_cli.store.location import Location


class Session:
    """Made once per run and handed to every command as `ctx.obj`.

    `out` shows results. The language is known from the start, so that help and errors speak it too;
    `locate` takes in the options before the command.
    """

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._db = environment.get("BVT_DB", "")
        self._rates = environment.get("BVT_RATES", "")
        self._key_file = environment.get("BVT_KEY_FILE", "")
        self._key_descriptor: int | None = None
        self.out = Output(translator(_asked_language(arguments) or language_of(environment)), wants_colour(environment))

    def locate(
        self,
        db: str | None,
        rates: str | None,
        lang: str | None,
        no_color: bool,
        quiet: bool,
        key_file: str | None = None,
        key_descriptor: int | None = None,
    ) -> None:
        """Take in the options before the command."""
        for option, value in (("--db", db), ("--rates", rates), ("--key-file", key_file)):
            if value == "":
                raise Usage(text("{option} needs a path.", option=option))
        if key_file and key_descriptor is not None:
            raise Usage(text("--key-file and --key-fd do not go together."))
        if key_descriptor in (1, 2):
            raise Usage(text("--key-fd: {number} is written to, not read.", number=key_descriptor))
        self._db = db or self._db
        self._rates = rates or self._rates
        self._key_file = key_file or self._key_file
        self._key_descriptor = key_descriptor
        wanted = self._environment.get("BVT_LANG", "") if lang is None else lang
        if wanted not in LANGUAGES and not (lang is None and wanted == ""):
            name = "BVT_LANG" if lang is None else "--lang"
            raise Usage(text("{name}: {value} is none of {choices}.", name=name, value=wanted, choices=LANGUAGES))
        self.out.quiet = quiet
        self.out.colour = self.out.colour and not no_color

    @property
    def translator(self) -> Translator:
        return self.out.translator

    @property
    def attended(self) -> bool:
        """Whether somebody sits at a terminal and may be asked; with BVT_NO_INPUT nobody ever is."""
        streams = (sys.stdin, sys.stdout, sys.stderr)
        on_terminal = all(stream is not None and stream.isatty() for stream in streams)
        return on_terminal and self._environment.get("BVT_NO_INPUT", "") in ("", "0")

    @property
    def db(self) -> Path:
        """The register: `--db`, `BVT_DB`, or `bvt.db` in the user's data folder."""
        return Path(self._db) if self._db else data_folder(self._environment, sys.platform) / "bvt.db"

    @cached_property
    def register(self) -> Location:
        """The register as it is opened: where it is, and where its key is read from."""
        return self.located(self.db)

    def located(self, path: Path) -> Location:
        """A register or a copy of it, with the key said (`--key-fd`, `--key-file`, `BVT_KEY_FILE`).

        Where none is said, an encrypted file is opened by the key in its usual place, if there is one.
        """
        return Location(path, *self._key_of(path), self._tell_of_backup, self.usual_key_file)

    def _key_of(self, path: Path) -> tuple[Path | None, int | None]:
        """The file or the descriptor that the key of a register is read from."""
        if self._key_descriptor is not None:
            return None, self._key_descriptor
        if self._key_file:
            return Path(self._key_file), None
        usual = self.usual_key_file
        if usual is not None and usual.exists():
            from bvt_cli.store import keys

            if keys.is_encrypted(path):
                return usual, None
        return None, None

    def _tell_of_backup(self, made: Path) -> None:
        message = text(
            "The register is of an older bvt and is brought up to date; a backup was made before that: {path}.",
            path=str(made),
        )
        self.out.tell(message)

    @property
    def usual_key_file(self) -> Path | None:
        """Where the register's key is when nothing else is said; None where there is no home folder."""
        usual = Path(places.key_file(self._environment, sys.platform, str(self.db)))
        return usual if usual.is_absolute() else None

    @property
    def rates(self) -> Path:
        """The municipality's own tables and settings: `--rates`, `BVT_RATES`, or `rates` beside the register."""
        return Path(self._rates) if self._rates else self.db.parent / "rates"

    def as_of(self, given: str | None = None) -> date:
        """The day that counts as today: `--as-of`, `BVT_AS_OF`, or today in Oslo. Results know no other clock."""
        if given is not None:
            return typed.day(given, "--as-of")
        if self._environment.get("BVT_AS_OF"):
            return typed.day(self._environment["BVT_AS_OF"], "BVT_AS_OF")
        return machine_day()

    def by(self, given: str | None = None) -> str:
        """Who is said to do it: `--by`, `BVT_USER`, or the login name."""
        if given is not None:
            return typed.line(given, "--by")
        if self._environment.get("BVT_USER"):
            return typed.line(self._environment["BVT_USER"], "BVT_USER")
        return self.login

    @property
    def login(self) -> str:
        """The account bvt runs under, whatever `--by` and the environment say (on Windows: what it says)."""
        if sys.platform == "win32":
            import getpass

            return getpass.getuser()
        import pwd

        try:
            return pwd.getpwuid(os.getuid()).pw_name
        except KeyError:  # an account without a name, as in some containers
            return f"uid {os.getuid()}"


def now_utc() -> datetime:
    """The moment, for the stamp of the journal only."""
    return datetime.now(UTC)


def machine_day() -> date:
    """Today in Oslo by the clock of the machine: no result hangs on it, but what cannot be undone waits for it."""
    from zoneinfo import ZoneInfo

    return now_utc().astimezone(ZoneInfo("Europe/Oslo")).date()


def data_folder(environment: Mapping[str, str], platform: str) -> Path:
    """Where a user's data belongs on this system. Raises RegisterError where there is no home folder."""
    folder = Path(places.data_folder(environment, platform))
    if not folder.is_absolute():
        raise RegisterError(text("There is no home folder here; say where the register is, with --db or BVT_DB."))
    return folder


def _asked_language(arguments: Sequence[str]) -> str | None:
    """The language `--lang` asks for, read before all else; a wrong one is told of later."""
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            value = value if equals else "".join(arguments[place + 1 : place + 2])
            return value if value in LANGUAGES else None
    return None
