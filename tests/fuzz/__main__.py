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
from tests.hostile import CASES

CRASHES = Path(__file__).parent.parent / "samples" / "crashes"
# Small files to begin with. Old ones aren't among them: another program is started for .doc, and the library that
# reads .xls may end the process.
SEEDS = [
    "report.pdf",
    "actions.pdf",
    "locked.pdf",
    "no-xref.pdf",
    "report.docx",
    "elsewhere.docx",
    "report.xlsx",
    "elsewhere.xlsx",
    "secret.ods",
    "outside.zip",
    "link.zip",
    "controls.zip",
    "locked.zip",
    "shells.zip",
    "objects.rtf",
    "cut.png",
]
OPTIONS = ("-timeout=20", "-rss_limit_mb=2000", "-report_slow_units=60", "-max_len=4096")


def main(name: str, seconds: str) -> None:
    with TemporaryDirectory() as folder:
        seeds, dictionary = Path(folder) / "seeds", Path(folder) / "words"
        seeds.mkdir()
        for number, data in enumerate(_seeds(name)):
            (seeds / str(number)).write_bytes(data)
        dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS))
        atheris.Setup(
            [
                sys.argv[0],
                f"-max_total_time={seconds}",
                *OPTIONS,
                f"-artifact_prefix={CRASHES}/{name}-",
                f"-dict={dictionary}",
                str(seeds),
            ],
            TARGETS[name],
        )
        atheris.Fuzz()


def _seeds(name: str) -> list[bytes]:
    if name == "file":
        return [CASES[file][0]() for file in SEEDS]
    return ["".join(WORDS[start : start + 12]).encode() for start in range(0, len(WORDS), 12)]


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
