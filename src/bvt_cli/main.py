"""The start of bvt: every way a run can end, as words and an exit code.

Nothing heavy is imported here, so that `bvt --version` is as quick as Python itself.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # typing itself is half of what Python takes to start
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bvt_cli.commands.context import Session
    from bvt_cli.core.errors import BvtError

FAULT = 1
USAGE = 2
INTERRUPTED = 130


def run(argv: Sequence[str] | None = None) -> int:
    """Carry out one command line (`sys.argv` when left out) and answer the exit code."""
    if argv is not None:
        return _run(list(argv))
    gc.disable()  # a run is short and leaves hardly any cycles: looking for them would cost more than it frees
    try:
        return _process(sys.argv[1:])
    except KeyboardInterrupt:  # before the command began, or after it ended
        return INTERRUPTED


def _process(arguments: list[str]) -> int:
    """A command line that has a process of its own, so that signals are its business too."""
    if arguments == ["--version"] or arguments[:1] == ["__complete"]:
        return _run(arguments)
    from bvt_cli.commands import stopping

    stopping.leave_no_core()
    stopping.heed()
    code = _run(arguments)
    stopping.ignore()
    return code


def _run(arguments: list[str]) -> int:
    if arguments == ["--version"]:
        return _version()
    if arguments[:1] == ["__complete"]:
        from bvt_cli.commands import completing

        return completing.answer(arguments[1:])
    try:
        return _ended(arguments)
    except Exception as error:  # in the very telling of what happened
        return _untold(error)


def _ended(arguments: list[str]) -> int:
    from bvt_cli.render import output

    output.use_utf8()
    try:
        code = _carry_out(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # the reader has had enough, as with `| head`
        output.let_go_of_stdout()
        return FAULT
    except OSError as error:
        output.let_go_of_stdout()
        return _system_says_no(error, arguments)
    except KeyboardInterrupt:
        output.let_go_of_stdout()
        return INTERRUPTED
    except SystemExit:  # told to stop
        output.let_go_of_stdout()
        raise
    return code


def _version() -> int:
    from bvt_cli import __version__

    try:
        print(f"bvt {__version__}", flush=True)
    except OSError:
        from bvt_cli.render.output import let_go_of_stdout

        let_go_of_stdout()
        return FAULT
    return 0


def _carry_out(arguments: list[str]) -> int:
    from bvt_cli.commands.context import Session
    from bvt_cli.core.errors import BvtError, Usage
    from bvt_cli.core.texts import text

    session = Session(arguments, os.environ)
    try:
        if not all(argument.isascii() or _encodes(argument) for argument in arguments):
            raise Usage(text("An argument is not valid UTF-8."))
        if any("\0" in argument for argument in arguments):  # no shell gives one, but a program may
            raise Usage(text("An argument holds a NUL character."))
        from bvt_cli.commands.root import call

        return call(arguments, session)
    except BvtError as error:
        return _report(error, session, arguments)
    except (OSError, SystemExit):
        raise
    except Exception as error:
        return _fault(error, session, arguments)


def _encodes(argument: str) -> bool:
    try:
        argument.encode()
    except UnicodeEncodeError:  # bytes that were no UTF-8 arrive as lone surrogates
        return False
    return True


def _report(error: BvtError, session: Session, arguments: list[str]) -> int:
    from bvt_cli.render import failures
    from bvt_cli.render.output import complain

    if "--json" in arguments:
        complain(failures.failure_json(error))
    else:
        complain(failures.failure_text(error, session.translator))
    return error.exit_code


def _system_says_no(error: OSError, arguments: list[str]) -> int:
    """What the system says; where a path that was given is the reason, it is told as such and is no fault of bvt."""
    import errno

    from bvt_cli.commands.context import Session
    from bvt_cli.core.errors import BvtError
    from bvt_cli.core.reasons import system_reason
    from bvt_cli.core.texts import text

    of_paths = (errno.ENAMETOOLONG, errno.EACCES, errno.EPERM, errno.ELOOP, errno.ENOTDIR, errno.EISDIR)

    class SystemRefused(BvtError):
        exit_code = USAGE if error.filename is not None and error.errno in of_paths else FAULT
        code = "system"

    reason = system_reason(error)
    if error.filename is None:
        message = text("The system says no: {reason}.", reason=reason)
    else:
        message = text("The system says no: {reason} ({file}).", reason=reason, file=str(error.filename))
    return _report(SystemRefused(message), Session(arguments, os.environ), arguments)


def _fault(error: Exception, session: Session, arguments: list[str]) -> int:
    """A fault in bvt: named by its kind and place, without any value of the register."""
    from bvt_cli.core.errors import BvtError
    from bvt_cli.core.texts import text

    class Fault(BvtError):
        exit_code = FAULT
        code = "fault"

    if os.environ.get("BVT_TRACEBACK") == "1":
        _trace(error)
    message = text(
        "This is a fault in bvt ({error} at {place}). Please tell its makers; BVT_TRACEBACK=1 shows more.",
        error=type(error).__name__,
        place=_place(error),
    )
    return _report(Fault(message), session, arguments)


def _trace(error: BaseException) -> None:
    """Where it happened, frame by frame, and the kind of error; never what it says, which may be a name."""
    import traceback

    from bvt_cli.render.output import complain

    chain = [error]
    while (before := chain[-1].__cause__ or chain[-1].__context__) is not None and before not in chain:
        chain.append(before)
    for each in reversed(chain):
        frames = "".join(traceback.format_tb(each.__traceback__))
        code = getattr(each, "sqlite_errorname", "") or getattr(each, "errno", "")
        complain(f"Traceback (most recent call last):\n{frames}{type(each).__name__} {code}".rstrip() + "\n")


def _untold(error: Exception) -> int:
    """The last words where even a message cannot be made: the same, without a translation."""
    try:
        print(f"This is a fault in bvt ({type(error).__name__} at {_place(error)}).", file=sys.stderr, flush=True)
    except Exception:  # nobody is left to tell
        return FAULT
    return FAULT


def _place(error: Exception) -> str:
    """The innermost line of bvt's own that the error passed through."""
    here = os.path.dirname(__file__)
    place = "?"
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(here):
            place = f"bvt_cli/{os.path.relpath(file, here)}:{trace.tb_lineno}".replace(os.sep, "/")
        trace = trace.tb_next
    return place
