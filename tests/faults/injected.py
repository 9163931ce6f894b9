"""Faults put into bvt from outside, without a line in it for this: at the n-th call of a function of a command.

Python tells a profile function of every call before it is carried out; one that raises makes the call itself raise.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

LAYERS = tuple(str(Path("bvt_cli") / layer) for layer in ("store", "render", "core"))


def _ours(code: CodeType) -> bool:
    return any(layer in code.co_filename for layer in LAYERS) and not code.co_name.startswith("<")


def name_of(code: CodeType) -> str:
    return f"{Path(code.co_filename).parent.name}/{Path(code.co_filename).stem}.{code.co_qualname}"


@contextmanager
def _profiled(told: Callable[[FrameType, str, Any], None]) -> Iterator[None]:
    before = sys.getprofile()
    sys.setprofile(told)
    try:
        yield
    finally:
        sys.setprofile(before)


@contextmanager
def counted() -> Iterator[dict[CodeType, int]]:
    """How often each function of store, render and core is called meanwhile."""
    calls: dict[CodeType, int] = {}

    def told(frame: FrameType, event: str, argument: Any) -> None:
        if event == "call" and _ours(frame.f_code):
            calls[frame.f_code] = calls.get(frame.f_code, 0) + 1

    with _profiled(told):
        yield calls


@contextmanager
def failing(function: CodeType, at: int, error: Exception) -> Iterator[None]:
    """The `at`-th call (from 1) of a function raises an error instead of being carried out."""
    calls = 0

    def told(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        if event == "call" and frame.f_code is function:
            calls += 1
            if calls == at:
                sys.setprofile(None)
                raise error

    with _profiled(told):
        yield
