"""The templates of letters from their files: those shipped, and the municipality's own in place of them.

A template is `letters/<kind>.<language>.md`, such as `letters/contract.nb.md`; how it is written is told in
docs/brev.md. Everything wrong in all files is reported at once.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bvt_cli.core.errors import Problem, RegisterError
from bvt_cli.core.letter_data import LANGUAGES, LETTERS
from bvt_cli.core.letter_template import Block, parse
from bvt_cli.core.reasons import system_reason
from bvt_cli.core.texts import text
from bvt_cli.store.nodes import CONTROL, place

FOLDER = "letters"
SHIPPED = "bvt/"
LARGEST = 256 * 1024


class LetterTemplate(NamedTuple):
    """A template. `file`: as messages call it, `letters/contract.nb.md`, a shipped one with `bvt/` before it."""

    kind: str
    language: str
    file: str
    blocks: tuple[Block, ...]

    @property
    def own(self) -> bool:
        return not self.file.startswith(SHIPPED)


def load_templates(shipped: Path, own: Path | None) -> dict[tuple[str, str], LetterTemplate]:
    """All templates by kind and language, the municipality's own (in `own`/letters) in place of those shipped.

    Raises RegisterError with everything that is wrong in any of the files.
    """
    problems: list[Problem] = []
    found = {}
    for folder, prefix in ((shipped, SHIPPED), (own, "")):
        for path in _files(folder / FOLDER, problems) if folder else ():
            template = _load(f"{prefix}{FOLDER}/{path.name}", path, problems)
            if template is not None:
                found[template.kind, template.language] = template
    if problems:
        message = text("The templates of letters are wrong; none is written until they are mended.")
        raise RegisterError(message, problems)
    return found


def _files(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """The files in a folder but hidden ones and backup copies of editors; none where there is no such folder."""
    try:
        found = sorted(folder.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        problems.append(Problem(FOLDER, text("The folder cannot be read: {reason}.", reason=system_reason(error))))
        return
    yield from (path for path in found if not path.name.startswith(".") and not path.name.endswith("~"))


def _load(name: str, path: Path, problems: list[Problem]) -> LetterTemplate | None:
    kind, _, language = path.stem.partition(".")
    if kind not in LETTERS or language not in LANGUAGES or path.suffix != ".md":
        message = text(
            "There is no such letter. A template is named by its letter and its language, such as contract.nb.md;"
            " the letters are {letters}.",
            letters=tuple(LETTERS),
        )
        problems.append(Problem(name, message))
        return None
    content = _read(name, path, problems)
    if content is None:
        return None
    blocks, faults = parse(content, LETTERS[kind].places)
    problems.extend(Problem(place(name, line), message) for line, message in faults)
    return LetterTemplate(kind, language, name, blocks)


def _read(name: str, path: Path, problems: list[Problem]) -> str | None:
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        problems.append(Problem(name, text("The file cannot be read: {reason}.", reason=system_reason(error))))
        return None
    if len(data) > LARGEST:
        problems.append(Problem(name, text("The template is larger than {limit} bytes.", limit=LARGEST)))
        return None
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = text("The file is not UTF-8 here; perhaps it was saved as latin-1. Save it as UTF-8.")
        problems.append(Problem(place(name, line), message))
        return None
    control = CONTROL.search(content)
    if control is None:
        return content
    line = content.count("\n", 0, control.start()) + 1
    code = f"U+{ord(control.group()):04X}"
    message = text("There is a control character here ({code}); take it out.", code=code)
    problems.append(Problem(place(name, line), message))
    return None
