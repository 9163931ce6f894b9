"""The exit codes and what they mean: told once, in the table of the README."""

import re
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"


def exit_codes() -> dict[int, str]:
    """The table of the README, code by code."""
    section = README.read_text(encoding="utf-8").partition("## Exit codes\n")[2].partition("\n## ")[0]
    return {int(code): meaning for code, meaning in re.findall(r"^\| (\d+) \| (.*) \|$", section, re.MULTILINE)}
