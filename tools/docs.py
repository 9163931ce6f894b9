"""Write what the documents take from the program (`make docs`): the reference pages, the man page, and what
comes out in every console session. With --pages only the pages are written.

Each page has a module `docs_*.py` with a function that answers its text. The tests compare.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import docs_commands  # noqa: E402
import docs_figures  # noqa: E402
import docs_json  # noqa: E402
import docs_man  # noqa: E402
import docs_privacy  # noqa: E402
import docs_register  # noqa: E402
import docs_settings  # noqa: E402

PAGES: dict[str, Callable[[], str]] = {
    "docs/commands.md": docs_commands.page,
    "docs/settings.md": docs_settings.page,
    "docs/register-document.md": docs_register.page,
    "docs/json.md": docs_json.page,
    "docs/tall.md": docs_figures.page,
    "docs/privacy.md": docs_privacy.page,
    "man/bvt.1": docs_man.page,
}


def write_pages() -> None:
    for name, page in PAGES.items():
        write(ROOT / name, page())


def write_sessions() -> None:
    """Put what comes out now into the documents; the commands in them are left alone."""
    import console

    for document in console.documents():
        with tempfile.TemporaryDirectory(prefix="bvt-docs-") as folder:
            write(document, console.rewritten(document.read_text(encoding="utf-8"), Path(folder)))


def write(path: Path, content: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != content:
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
        print(f"{path.relative_to(ROOT).as_posix()} is written")


if __name__ == "__main__":
    write_pages()
    if "--pages" not in sys.argv[1:]:
        write_sessions()
