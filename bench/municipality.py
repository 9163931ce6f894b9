"""An invented register of any size, for measuring: homes, children and agreements of every measure."""

from collections.abc import Iterator
from datetime import date, timedelta

MEASURES = ("besokshjem", "stottefamilie", "fosterhjem")


def document(agreements: int, measures: tuple[str, ...] = MEASURES) -> Iterator[str]:
    """The lines of a register document with so many agreements, four to a home, each for a child of its own."""
    yield "bvt_register: 1\npay_from: 2025-03\nhomes:\n"
    for home in range((agreements + 3) // 4):
        yield (
            f"- {{ref: H-{home}, kind: fosterhjem, name: Familien Nummer {home}, employment: oppdragstaker, persons: "
            f"[{{ref: P-{home}, name: Voksen {home}, born: 1980-01-01, role: carer}}], approvals: ["
            + ", ".join(f"{{kind: {kind}, on: 2024-08-01, by: leder}}" for kind in measures)
            + "]}\n"
        )
    yield "children:\n"
    for child in range(agreements):
        born = date(2008, 1, 1) + timedelta(days=child * 37 % 6000)
        yield f'- {{ref: C-{child}, case: "2024/{child}", born: {born.isoformat()}}}\n'
    yield "agreements:\n"
    for agreement in range(agreements):
        measure = measures[agreement % len(measures)]
        size = f", size: {('liten', 'medium', 'stor')[agreement % 3]}" if measure == "stottefamilie" else ""
        yield (
            f"- {{ref: A-{agreement}, home: H-{agreement // 4}, child: C-{agreement}, measure: {measure}, "
            f"from: {'2025-03-15' if agreement % 10 == 0 else '2024-09-01'}{size}}}\n"
        )
