"""`python -m bvt_cli` is `bvt`."""

import sys

from bvt_cli.main import run

sys.exit(run())
