"""Old Office files of fictional reports, made from new ones by LibreOffice where it is installed."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.generator.samples import Sample

# What LibreOffice calls the kinds of file that it is to write.
FILTERS = {"doc": "doc:MS Word 97", "xls": "xls:MS Excel 97", "ods": "ods"}
MISSING = "LibreOffice (soffice) isn't installed: no .doc, .xls and .ods files can be made"


def can_convert() -> bool:
    """Say whether LibreOffice is there."""
    return shutil.which("soffice") is not None


def converted(made: Sequence[Sample], suffix: str) -> list[Sample]:
    """Give samples as files of another kind (doc, xls or ods), all by one start of LibreOffice."""
    with TemporaryDirectory(prefix="converted") as folder:
        sources = []
        for number, one in enumerate(made):
            sources.append(Path(folder) / f"{number}.{one.name.rpartition('.')[2]}")
            sources[-1].write_bytes(one.data)
        command = ["soffice", f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", FILTERS[suffix], "--outdir", str(Path(folder) / "made"), *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        return [
            replace(
                one,
                name=f"{one.name.rpartition('.')[0]}.{suffix}",
                layout=f"{suffix}_{one.layout.partition('_')[2]}",
                data=(Path(folder) / "made" / f"{number}.{suffix}").read_bytes(),
            )
            for number, one in enumerate(made)
        ]
