"""Errors that a user can cause: one sentence, the single problems below it, and the exit code of its kind."""

from bvt_cli.core.errors import InvalidInput, Problem
from bvt_cli.core.texts import text


def test_an_error_keeps_its_sentence_and_its_single_problems() -> None:
    """Each problem with its place; the sentence as it is gathered for translation, without values."""
    problem = Problem("homes.yaml:3", text("The name is missing."))
    error = InvalidInput(text("Something is wrong in {file}.", file="homes.yaml"), [problem])
    assert (error.exit_code, error.message, error.details) == (
        65,
        text("Something is wrong in {file}.", file="homes.yaml"),
        (problem,),
    )
    assert str(error) == "Something is wrong in {file}."
