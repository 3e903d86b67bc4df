"""Hostile text and HTML: too long, too deep, too many, and characters that deceive."""

from collections.abc import Callable, Mapping

HEAD = "云溪市水务局2019年政府信息公开工作年度报告\n一、概述\n"
_WORDS = "本机关全年主动公开政府信息12条，收到信息公开申请5件。"
_ROWS = "规章 | 0 | 0 | 0 |\n"
_MANY = 1_000_000


def _lines(unit: str, count: int) -> bytes:
    return (HEAD + unit * count).encode()


def _page(body: str) -> bytes:
    return f"<html><body><h1>{HEAD}</h1><p>{_WORDS}</p>{body}</body></html>".encode()


def _nested(tag: str, count: int, close: bool = True) -> bytes:
    return _page(f"<{tag}>" * count + "规章" + f"</{tag}>" * count * close)


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "规章">{entities}]><html><p>&l11;</p></html>'.encode()


TEXTS: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "empty.txt": (lambda: b"", "文件为空"),
    "zeros.txt": (lambda: bytes(50_000_000), "二进制"),
    "nul.txt": (lambda: _lines("收到申请5件。\0\n", 3), "二进制"),
    "controls.txt": (lambda: _lines("收到\x01申请\x1b5件。\n", 30), "二进制"),
    "override.txt": (lambda: _lines("规章 | \u202e12\u202c | 0 | 0 |\n", 3), ""),
    "digits.txt": (lambda: _lines("1234567890", _MANY // 10), "200000字一段"),
    "commas.txt": (lambda: _lines("1,", _MANY // 2), "200000字一段"),
    "spaces.txt": (lambda: _lines(" ", _MANY), ""),
    "digits-within.txt": (lambda: _lines("1234567890", 15_000), ""),
    "commas-within.txt": (lambda: _lines("1,", 75_000), ""),
    "numbers-within.txt": (lambda: _lines("12 ", 8_000), ""),
    "brackets-within.txt": (lambda: _lines("(", 100_000), ""),
    "labels-within.txt": (lambda: _lines("规章", 30_000), ""),
    "numbering-within.txt": (lambda: _lines("（一）", 20_000), ""),
    "titles-within.txt": (lambda: _lines("2019年政府信息公开年度报告", 5_000), ""),
    "quotes-within.txt": (lambda: _lines("“《", 50_000), ""),
    "headings.txt": (lambda: _lines("一、概述\n", 8_000), ""),
    "blank-lines.txt": (lambda: _lines("\n", _MANY), ""),
    "long.txt": (lambda: _lines("本年收到申请。\n", 500_000), "3000000字"),
    "pipes.txt": (lambda: _lines("|" * 40 + "\n", 3_000), ""),
    "cells.txt": (lambda: _lines(_ROWS, _MANY // 4), "3000000字"),
    "cells-within.txt": (lambda: _lines(_ROWS, 2_500), ""),
    "json.txt": (lambda: _lines("[", 150_000), ""),
    "json-records.txt": (lambda: _lines('{"收到申请": [1, 2, {"规章": 0}]},\n', 2_000), ""),
    "divs.html": (lambda: _nested("div", 100_000), "嵌套"),
    "tables.html": (lambda: _nested("table><tr><td", 100_000, False), "嵌套"),
    "spans.html": (lambda: _nested("b", 100_000), "嵌套"),
    "tables-within.html": (lambda: _nested("table><tr><td", 600, False), ""),
    "unclosed.html": (lambda: _page("<p><td><li>规章" * 20_000), ""),
    "attributes.html": (lambda: _page("<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">规章。</p>"), "个属性"),
    "comments.html": (lambda: _page("<!--" * 200_000 + "规章。"), ""),
    "less.html": (lambda: _page("<" * 150_000 + "规章。"), ""),
    "cells.html": (lambda: _page("<table>" + "<tr>" + "<td>0" * 100 + "</tr>" * 10_000 + "</table>"), ""),
    "million.html": (lambda: _page("<table>" + ("<tr>" + "<td>0" * 100) * 10_000 + "</table>"), "个单元格"),
    "spanning.html": (
        lambda: _page("<table>" + "<tr><td rowspan=65534 colspan=1000>规章<td>0</tr>" * 2_000 + "</table>"),
        "",
    ),
    "entities.html": (lambda: _page("<p>&#0;&#xD800;&#x110000;&#x202e;&#8;规章。</p>"), ""),
    "laughs.html": (_laughs, ""),
    "external.html": (
        lambda: b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><p>\xe8\xa7\x84&x;</p></html>',
        "",
    ),
}
"""Name → how the bytes are made, and what the reason for refusing them says; empty where they may be read."""
