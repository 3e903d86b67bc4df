"""``python -m tests.hostile [words of a name]``: the hostile set as a table of what each file comes to and costs."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from gik.isolation import Lost, run
from tests.hostile import CASES
from tests.hostile.measuring import measure


def main(words: str = "") -> None:
    print("| file | size, MB | seconds | peak, MiB | reports | outcome |\n|---|--:|--:|--:|--:|---|")
    with TemporaryDirectory() as folder:
        for name, (make, _) in CASES.items():
            if words in name:
                path = Path(folder) / name
                path.write_bytes(make())
                list(run(os._exit, [(0,)]))  # so that each is read in a fresh process
                (cost,) = run(measure, [(path, name)])
                size = f"{path.stat().st_size / 1e6:.1f}"
                if isinstance(cost, Lost):
                    print(f"| {name} | {size} | | | | {cost.reason} |", flush=True)
                else:
                    reason = cost.rows[0]["reason"] or "read"
                    numbers = f"{cost.seconds:.1f} | {cost.mebibytes:.0f} | {len(cost.rows)}"
                    print(f"| {name} | {size} | {numbers} | {reason} |", flush=True)
                path.unlink()


if __name__ == "__main__":
    main(*sys.argv[1:])
