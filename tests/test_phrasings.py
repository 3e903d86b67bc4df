"""New phrasings (新说法) are data: invented words, read once they stand in a copy of the vocabulary and not before."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# Words that no report uses, by the file and the list into which they go.
ADDED = {
    "concepts": {
        '"field.request"': "信息索取函",
        '"field.fee"': "誊抄费",
        '"field.press"': "新闻通气会",
        '"field.reading"': "查阅角",
        '"staff.full_time"': "专责公开员",
        '"field.staff"': "专责公开员",
        '"way.wechat"': "政务蓝信",
        '"kind.denied"': "婉拒提供",
        '"result.corrected"': "匡正",
    },
    "units": {"count": "帖"},
    "indicators": {"items": "帖"},
    "bounds": {"ge": "不亚于"},
    "nothing": {"begins": "付阙", "verbs": "未见", "after": "[皆]付阙如"},
}

# A sentence, and its last figure: text, value, unit, bound, indicator.
PHRASINGS = {
    "全年收到信息索取函12件。": ["12", 12.0, "件", "eq", "requests.received"],
    "全年主动公开政府信息35帖。": ["35", 35.0, "帖", "eq", "disclosed"],
    "通过政务蓝信公开政府信息20条。": ["20", 20.0, "条", "eq", "channel.wechat"],
    "本年未见政府信息公开行政复议案件。": ["未见", 0.0, "", "eq", "reviews"],
    "本年政府信息公开行政诉讼皆付阙如。": ["皆付阙如", 0.0, "", "eq", "lawsuits"],
    "收到政府信息公开申请9件，其中婉拒提供3件。": ["3", 3.0, "件", "eq", "replies.denied"],
    "政府信息公开引发行政复议案件4件，其中匡正1件。": ["1", 1.0, "件", "eq", "reviews.corrected"],
    "依申请公开收取誊抄费120元。": ["120", 120.0, "元", "eq", "fees.collected"],
    "召开新闻通气会2次。": ["2", 2.0, "次", "eq", "response.press_conferences"],
    "设立政府信息查阅角5个。": ["5", 5.0, "个", "eq", "capacity.reading_points"],
    "举办政府信息公开培训班不亚于40次。": ["40", 40.0, "次", "ge", "trainings"],
    "从事政府信息公开工作的专责公开员3名。": ["3", 3.0, "名", "eq", "capacity.staff.full_time"],
}

TRY = """
import json, sys
from gik.outline import Section
from gik.prose import read_figures

read = {}
for sentence in json.load(sys.stdin):
    figures = read_figures(sentence, (Section(0, 1, "", "", "", 0, len(sentence)),), (), 2017)
    last = [getattr(figures[-1], name) for name in ("text", "value", "unit", "bound", "indicator")] if figures else []
    read[sentence] = last
json.dump(read, sys.stdout)
"""


@pytest.fixture(scope="module")
def read(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[object]]]:
    """What is read with the vocabulary as it is, and with the words that were added to a copy."""
    folder = tmp_path_factory.mktemp("phrasings")
    shutil.copytree(root / "gik", folder / "gik", ignore=shutil.ignore_patterns("__pycache__"))
    for name, lists in ADDED.items():
        path = folder / "gik" / "definitions" / "prose" / f"{name}.toml"
        text = path.read_text(encoding="utf-8")
        for key, word in lists.items():
            text, count = re.subn(rf"^({re.escape(key)} = \[)", rf'\1"{word}", ', text, count=1, flags=re.MULTILINE)
            assert count, key
        path.write_text(text, encoding="utf-8")
    return {"before": _read_in(root), "after": _read_in(folder)}


def _read_in(folder: Path) -> dict[str, list[object]]:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", TRY],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        input=json.dumps(list(PHRASINGS)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[object]] = json.loads(done.stdout)
    return found


def test_new_phrasings_are_read_once_they_are_in_the_vocabulary(read: dict[str, dict[str, list[object]]]) -> None:
    assert read["after"] == PHRASINGS


@pytest.mark.parametrize("sentence", PHRASINGS)
def test_none_of_them_is_read_so_before(read: dict[str, dict[str, list[object]]], sentence: str) -> None:
    assert read["before"][sentence] != PHRASINGS[sentence]
