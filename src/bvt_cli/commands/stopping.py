"""Being told to stop: SIGTERM and SIGHUP unwind a command as Ctrl-C does, so that nothing half-made is left.

The exit code is the shell's: 128 and the number of the signal. What SQLite had begun is rolled back, and files that
were not finished are removed, before the process ends.
"""

import signal
import sys
from types import FrameType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

SOON = 0.001  # seconds
_STOPS = ("SIGTERM", "SIGHUP")  # Windows has no SIGHUP


def heed() -> None:
    """From here on SIGTERM and SIGHUP raise SystemExit, unless the process was started to ignore them (`nohup`)."""
    for number in _known("SIGTERM", "SIGHUP"):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)
    sys.unraisablehook = _not_lost


def leave_no_core() -> None:
    """A crash leaves no image of the memory on the disk: it would hold names."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def ignore() -> None:
    """Let the process end as it was about to: the command is carried out, and its exit code is the answer."""
    for number in _known("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(number, signal.SIG_IGN)


def _known(*names: str) -> list[signal.Signals]:
    return [signal.Signals[name] for name in names if name in signal.Signals.__members__]


def _stop(number: int, frame: FrameType | None) -> None:
    for each in _known(*_STOPS):
        signal.signal(each, signal.SIG_IGN)  # once is enough: a second would break off the clearing away
    raise SystemExit(128 + number)


def _not_lost(lost: "sys.UnraisableHookArgs") -> None:
    """Where Python has nobody to raise a stop to (in a callback of its own), it is raised again right after."""
    if issubclass(lost.exc_type, SystemExit | KeyboardInterrupt) and hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _raising(lost.exc_value))
        signal.setitimer(signal.ITIMER_REAL, SOON)
    elif sys.stderr is not None:  # its kind alone: what it says may hold a name
        print(f"This is a fault in bvt ({lost.exc_type.__name__}, told to nobody).", file=sys.stderr)


def _raising(stop: BaseException | None) -> "Callable[[int, FrameType | None], None]":
    def again(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt if stop is None else stop

    return again
