"""Findings (核对问题): what a careful reader should be told, as plain records.

Severities and messages stand in ``definitions/rules.toml``; this module only fills them in.
"""

from typing import Any

from gik.definitions import definition


def finding(
    rule: str,
    *,
    place: str = "",
    expected: float | None = None,
    found: float | None = None,
    evidence: str = "",
    severity: str = "",
    wording: str = "zh",
    **facts: Any,
) -> dict[str, Any]:
    """Give one row of the findings frame, without its report.

    ``facts`` fill the rule's message; ``expected`` and ``found`` are numbers where the rule compares numbers.
    ``wording`` names the message of a rule that has several.

    >>> finding("file.failed", reason="文件为空")["message"]
    '文件未能读取：文件为空。'
    """
    entry = definition("rules.toml")[rule]
    return {
        "other": "",
        "rule": rule,
        "severity": severity or entry["severity"],
        "place": place,
        "expected": expected,
        "found": found,
        "difference": None if expected is None or found is None else found - expected,
        "message": entry[wording].format(place=place, expected=expected, found=found, evidence=evidence, **facts),
        "evidence": evidence,
    }
