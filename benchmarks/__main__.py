"""`python -m benchmarks`: one JSON line for each figure; exit 1 when one is not as it must be."""

from __future__ import annotations

import argparse
import os
import shutil
import sys

from benchmarks import home, runners
from benchmarks.home import ROOT
from benchmarks.measuring import StockWanted

VAR = ROOT / "var" / "bench"


def main() -> int:
    """Run what was asked for on a system of its own, and leave only the stock model behind."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--only", default=",".join(runners.NAMES), help=f"some of: {','.join(runners.NAMES)}"
    )
    parser.add_argument("--without-stock", action="store_true", help="measure ours alone")
    asked = parser.parse_args()
    only = frozenset(asked.only.split(","))
    if unknown := only - set(runners.NAMES):
        parser.error(f"no such figure: {', '.join(sorted(unknown))}")
    epochs = int(os.environ.get("BENCH_STOCK_EPOCHS", "5"))
    run_home = home.settle_in(VAR / "run")
    try:
        wanted = None if asked.without_stock else StockWanted(VAR / "stock", epochs)
        figures = runners.run(run_home, only, wanted)
    finally:
        if "BENCH_KEEP" not in os.environ:
            shutil.rmtree(run_home.var, ignore_errors=True)
    return 1 if any(figure.holds is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
