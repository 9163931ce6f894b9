"""A file by a column map: its bytes, with how many rows they carry and what these come to."""

from collections.abc import Sequence

from bvt_cli.core.exported import Row, balancing
from bvt_cli.core.formats import Format, Whole
from bvt_cli.core.payroll import Codes
from bvt_cli.render.formats.delimited import delimited
from bvt_cli.render.formats.fixed import fixed
from bvt_cli.render.formats.sheet import Faults, Rendered, check_settings, summed, total_of

_WRITERS = {"delimited": delimited, "fixed": fixed}


def written(form: Format, rows: Sequence[Row], whole: Whole, codes: Codes) -> Rendered:
    """The file of a run. `rows` of the result counts those paid or booked, without heading and balancing row.

    Raises InvalidInput with everything the format cannot carry, Refused where only settings are missing.
    """
    faults = Faults()
    for row in rows:  # before any are summed: rows without a code look alike
        check_settings(row, form, faults, whole.month)
    made = summed(rows, form)
    last = [balancing(made, whole, form.balance, codes)] if form.balance and made else []
    text = _WRITERS[form.kind](form, [*made, *last], faults, whole.month)
    faults.stop()
    return Rendered(text.encode(form.encoding), len(made), total_of(made), tuple(faults.notices))
