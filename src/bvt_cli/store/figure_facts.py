"""What the figures are counted from, read from the register: no names, no texts about people."""

from collections.abc import Mapping
from datetime import date

from bvt_cli.core.agreement import Stay
from bvt_cli.core.field import Record
from bvt_cli.core.figures_children import Engagement
from bvt_cli.core.figures_facts import FigureFacts
from bvt_cli.core.figures_homes import KEYS
from bvt_cli.core.form import AGREEMENT, CHILD, REGISTER
from bvt_cli.core.form_home import HOME
from bvt_cli.store import council_facts, follow_up_facts, grants, network_facts, records
from bvt_cli.store.database import Connection

_STAYS = 'SELECT agreement, "from", "to", coalesce(extra, 0) FROM stay WHERE cancelled_on IS NULL ORDER BY "from", "to"'
_OF_COUNCIL = """
SELECT DISTINCT c.child, f.home FROM council AS c JOIN council_family AS f ON f.council_id = c.id
WHERE f.home IS NOT NULL
"""
_AGREEMENT_KEYS = (
    "ref", "home", "child", "measure", "from", "to", "basis", "days_per_month", "aftercare", "legal_basis", "end_reason"
)  # fmt: skip


def figure_facts(connection: Connection) -> FigureFacts:
    """Everything in the register that figures look at."""
    homes = records.load(connection, HOME.only(*KEYS))
    meetings = [
        each["on"] for one in records.load(connection, REGISTER).values() for each in one.get("joint_meetings", ())
    ]
    return FigureFacts(
        homes=tuple(homes.values()),
        engagements=_engagements(connection, homes),
        followed=tuple(follow_up_facts.followed(connection)),
        grants=tuple(grants.all_grants(connection)),
        networks=tuple(each.network for each in network_facts.all_networks(connection)),
        joint_meetings=tuple(meetings),
        councils=tuple(each.council for each in council_facts.all_councils(connection)),
    )


def _engagements(connection: Connection, homes: Mapping[str, Record]) -> tuple[Engagement, ...]:
    children = records.load(connection, CHILD.only("ref", "born"))
    of_council = {(child, home) for child, home in connection.execute(_OF_COUNCIL)}
    stays: dict[str, tuple[Stay, ...]] = {}
    for agreement, first, last, extra in connection.execute(_STAYS):
        stay = Stay(date.fromisoformat(first), date.fromisoformat(last), bool(extra))
        stays[agreement] = (*stays.get(agreement, ()), stay)
    found = []
    for ref, each in records.load(connection, AGREEMENT.only(*_AGREEMENT_KEYS)).items():
        child, home = each.get("child"), each["home"]
        found.append(
            Engagement(
                ref=ref,
                home=home,
                measure=each["measure"],
                first=each["from"],
                last=each.get("to"),
                child=child,
                born=None if child is None else children[child]["born"],
                home_ended_on=homes[home].get("ended_on"),
                aftercare=each.get("aftercare", False),
                legal_basis=each.get("legal_basis"),
                end_reason=each.get("end_reason"),
                basis=each.get("basis", "fixed"),
                days_per_month=each.get("days_per_month"),
                stays=stays.get(ref, ()),
                of_council=(child, home) in of_council,
            )
        )
    return tuple(found)
