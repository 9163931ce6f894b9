"""All that figures are counted from, and all figures of a period."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from bvt_cli.core.council import Council
from bvt_cli.core.field import Record
from bvt_cli.core.figures import Figures, Period
from bvt_cli.core.figures_children import Engagement, child_figures, dogn_figures
from bvt_cli.core.figures_homes import ANSWER_DAYS, home_figures
from bvt_cli.core.figures_money import cost_figures, grant_figures
from bvt_cli.core.figures_work import council_figures, follow_up_figures, network_figures
from bvt_cli.core.follow_up import Followed
from bvt_cli.core.grant import Grant
from bvt_cli.core.history import Portion
from bvt_cli.core.network import Network
from bvt_cli.core.practice import Practice


class FigureFacts(NamedTuple):
    """What is counted, beside what is posted. `homes`: records with `figures_homes.KEYS`."""

    homes: tuple[Record, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    followed: tuple[Followed, ...] = ()
    grants: tuple[Grant, ...] = ()
    networks: tuple[Network, ...] = ()
    joint_meetings: tuple[date, ...] = ()
    councils: tuple[Council, ...] = ()


def figures_of(facts: FigureFacts, portions: Iterable[Portion], of: Period, practice: Practice) -> Figures:
    """The figures of a period; `portions`: what is posted with the runs of its months."""
    return home_figures(facts.homes, of, practice.number(ANSWER_DAYS, of.day)).plus(
        child_figures(facts.engagements, of),
        dogn_figures(facts.engagements, of, practice),
        follow_up_figures(facts.followed, of, practice),
        cost_figures(portions),
        grant_figures(facts.grants, of),
        network_figures(facts.networks, facts.joint_meetings, of),
        council_figures(facts.councils, of, practice),
    )
