"""Small registers for the tests of commands, as documents."""

from pathlib import Path

KOMMUNE = Path(__file__).resolve().parents[2] / "examples" / "kommune.yaml"

ONE_HOME = """
bvt_register: 1
homes:
  - ref: H-1
    kind: besokshjem
    name: Familien Prøve
    employment: oppdragstaker
    persons: [{ref: P-1, name: Prøve Prøvesen, born: 1980-01-01, role: carer}]
    approvals: [{kind: besokshjem, on: 2024-09-01}, {kind: stottefamilie, on: 2024-09-01}]
children:
  - {ref: C-1, case: "2024/1", born: 2018-05-04}
agreements:
  - {ref: A-1, home: H-1, child: C-1, measure: besokshjem, from: 2025-01-01}
"""
"""A besøkshjem approved from September 2024, with a child of 6 from January 2025, three døgn a month."""
