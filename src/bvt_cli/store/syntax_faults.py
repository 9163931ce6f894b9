"""Plain sentences for what is wrong with the syntax of a file; the readers' own words are for programmers."""

from typing import TYPE_CHECKING

from bvt_cli.core.texts import Text, text

if TYPE_CHECKING:
    from yaml import YAMLError


def json_fault(said: str) -> Text:
    """A plain sentence for what Python's JSON reader says."""
    if "delimiter" in said:
        return text("A comma, a colon or a closing bracket is missing here, or one stands in a wrong place.")
    if "property name" in said or "trailing comma" in said:
        return text("A key in double quotes is missing here, or there is a comma too many.")
    if "Unterminated" in said or "control character" in said:
        return text("A quotation mark that opens here, or before, is not closed on its line.")
    if "escape" in said:
        return text("A backslash before this character means nothing; write two backslashes for one.")
    if "Extra data" in said:
        return text("The document ends before this, but the file goes on.")
    return text("A value is missing here, or it is none that JSON knows.")


def yaml_fault(error: "YAMLError", content: str) -> tuple[int, Text]:
    """The line and a plain sentence for what the parser met; its own words differ with the parser."""
    said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    lines = content.rstrip().splitlines()
    line = min(_line(error, "problem_mark") or len(lines), len(lines))
    opened = _line(error, "context_mark") or line
    if "tab character" in said or ("cannot start any token" in said and "\t" in lines[line - 1]):
        return line, text("There is a tab here; use spaces.")
    if "cannot start any token" in said:
        return line, text("A text that begins with this character must be in quotes.")
    if "quoted scalar" in said and "stream" in said:
        return opened, text("A quotation mark that opens here is never closed.")
    if "escape" in said:
        return line, text("A backslash before this character means nothing; put the text in single quotes.")
    if "flow sequence" in said or "flow mapping" in said:
        return line, text("A bracket opened on line {opened} is not closed, or a comma is missing.", opened=opened)
    if "not allowed" in said:
        return line, text("The indentation is wrong here, or a text with a colon or a dash is not in quotes.")
    if "document" in said:
        return line, text("The document ends before this, but the file goes on.")
    if "expected" in said:
        return line, text("The indentation does not fit the lines above, or quotes or brackets do not match.")
    return line, text("This cannot be read as YAML; look at the indentation, the quotes and the colons.")


def _line(error: "YAMLError", name: str) -> int | None:
    mark = getattr(error, name, None)
    return None if mark is None else mark.line + 1
