"""What each number of the figures means: said once; the report, the page and docs/tall.md are written from it."""

from bvt_cli.core.figures_defined_people import APPLICATIONS, CHILDREN, HOMES
from bvt_cli.core.figures_defined_work import COST, COUNCILS, DOGN, FOLLOW_UP, GRANTS, NETWORKS
from bvt_cli.core.texts import mark

CHAPTERS = (HOMES, APPLICATIONS, CHILDREN, DOGN, FOLLOW_UP, COST, GRANTS, NETWORKS, COUNCILS)
DEFINED = {each.code: each for chapter in CHAPTERS for each in chapter.definitions}
HIDING = mark(
    "Numbers behind which there are 1 to 3 homes, children, agreements, networks or councils are hidden and shown as a"
    " colon; zero stays. Where a hidden number could be worked out from the others, one more is hidden besides, the"
    " smallest that will do, a total last."
)
"""The rule for small numbers, as it is told wherever some may be hidden."""
AS_REGISTERED = mark(
    "The figures say what is in the register when they are made. Nothing was recorded of days before the register"
    " began, and what is recorded later changes them; posted lines never change."
)
