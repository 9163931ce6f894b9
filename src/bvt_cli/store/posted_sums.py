"""What stands posted, added up."""

from bvt_cli.core.period import Month
from bvt_cli.store.database import Connection


def posted_by_month(connection: Connection, first: Month, last: Month) -> dict[str, dict[Month, int]]:
    """What is posted of each agreement for each month from `first` to `last`, reversals and corrections in it. Øre."""
    select = "SELECT agreement, for_month, sum(amount_ore) FROM line WHERE for_month BETWEEN ? AND ? GROUP BY 1, 2"
    found: dict[str, dict[Month, int]] = {}
    for agreement, month, ore in connection.execute(select, (str(first), str(last))):
        found.setdefault(agreement, {})[Month.parse(month)] = ore
    return found
