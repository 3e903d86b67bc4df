"""``python -m tests.fuzz TARGET SECONDS``: look for inputs that break a target, guided by the code that they reach.

What breaks it is kept in ``tests/samples/crashes``, and from then on is part of the tests.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["gik"]):
    from tests.fuzz.targets import TARGETS

from tests.fuzz.words import WORDS
from tests.hostile.packed import PACKED

CRASHES = Path(__file__).parent.parent / "samples" / "crashes"


def main(name: str, seconds: str) -> None:
    with TemporaryDirectory() as folder:
        seeds, dictionary = Path(folder) / "seeds", Path(folder) / "words"
        seeds.mkdir()
        for number, data in enumerate(_seeds(name)):
            (seeds / str(number)).write_bytes(data)
        dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS))
        options = [
            f"-max_total_time={seconds}",
            "-timeout=20",
            "-rss_limit_mb=2000",
            "-max_len=4096",
            "-report_slow_units=60",
        ]
        atheris.Setup(
            [sys.argv[0], *options, f"-artifact_prefix={CRASHES}/{name}-", f"-dict={dictionary}", str(seeds)],
            TARGETS[name],
        )
        atheris.Fuzz()


def _seeds(name: str) -> list[bytes]:
    if name == "file":  # without old Word files, which another program is started for
        made = (make() for file, (make, _) in PACKED.items() if "bomb" not in file and not file.endswith(".doc"))
        return [data for data in made if len(data) <= 4096]
    return ["".join(WORDS[start : start + 12]).encode() for start in range(0, len(WORDS), 12)]


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
