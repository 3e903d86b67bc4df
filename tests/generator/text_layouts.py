"""The ways in which crawled text and PDF text write a grid down: one small function a layout."""

from dataclasses import replace
from itertools import count

from tests.generator.lines import Line, TextLayout, cells_of, joined, padded
from tests.generator.sheets import Cell, Sheet, grid


def row_pipes(sheet: Sheet) -> list[Line]:
    """规章 | 0 | 0 | 0 |"""
    return [joined(row, place, kind, " | ", " |") for row, place, kind in cells_of(sheet)]


def row_bare(sheet: Sheet) -> list[Line]:
    """规章 | 0 | 0 | 0"""
    return [joined(row, place, kind, " | ", "") for row, place, kind in cells_of(sheet)]


def row_tight(sheet: Sheet) -> list[Line]:
    """规章|0|0|0|"""
    return [joined(row, place, kind, "|", "|") for row, place, kind in cells_of(sheet)]


def row_markdown(sheet: Sheet) -> list[Line]:
    """| 规章 |      0 |, and a line ---|--- after the first row."""
    lines = []
    for row, place, kind in cells_of(sheet):
        wide = tuple(cell._replace(text=f"{cell.text:>6}") if cell.kind == "value" else cell for cell in row)
        lines.append(joined(wide, place, kind, " | ", " |", "| "))
    return [*lines[:1], Line("|".join(["---"] * sheet.width), "filler"), *lines[1:]]


def row_padded(sheet: Sheet) -> list[Line]:
    """第二十条第（一）项 | | | |: the pipes of spans are kept."""
    rows = zip(padded(sheet), cells_of(sheet), strict=True)
    return [joined(row, place, kind, " | ", " |") for row, (_, place, kind) in rows]


def row_padded_tight(sheet: Sheet) -> list[Line]:
    """第二十条第（一）项 | ||||: the pipes of spans and of empty cells are run together."""
    return [line._replace(text=line.text.replace("|  |", "||").replace("| |", "||")) for line in row_padded(sheet)]


def row_repeated(sheet: Sheet) -> list[Line]:
    """行政许可 | 5 | 5 | 5 |: the words of merged cells in every place that they cover."""
    rows = [tuple(cell for cell, _ in row) for row in grid(sheet)]
    lines = [joined(row, place, kind, " | ", " |") for row, (_, place, kind) in zip(rows, cells_of(sheet), strict=True)]
    return [line._replace(keys=tuple(dict.fromkeys(line.keys))) for line in lines]


def cell_pipe(sheet: Sheet) -> list[Line]:
    """规章 |, then 0 | on a line of its own; || and ||| stand where cells are merged."""
    lines: list[Line] = []
    for row, place, _ in cells_of(sheet):
        for cell in row:
            lines.append(_cell(cell, place, f"{cell.text} |".strip()))
            if cell.colspan > 1:
                lines.append(Line("|" * cell.colspan, "filler", place))
    return lines


def cell_pipe_folded(sheet: Sheet) -> list[Line]:
    """As before without the fillers of merged cells, but empty cells in a row are run together: || or |||."""
    lines: list[Line] = []
    for line in appendix(sheet):
        if lines and line.text == "|" and not lines[-1].text.strip("|") and lines[-1].row == line.row:
            lines[-1] = lines[-1]._replace(text=f"{lines[-1].text}|", keys=(*lines[-1].keys, *line.keys))
        else:
            lines.append(line)
    return lines


def mixed(sheet: Sheet) -> list[Line]:
    """The first row joined, the others a cell a line."""
    if not sheet.rows:
        return []
    first = sheet.rows[0]
    return [joined(first, (0, 0), "head", " | ", " |"), *cell_pipe(replace(sheet, rows=((), *sheet.rows[1:])))]


def lone_pipe_cells(sheet: Sheet) -> list[Line]:
    """A line with only | after every cell."""
    lines: list[Line] = []
    for row, place, _ in cells_of(sheet):
        for cell in row:
            lines += [_cell(cell, place, cell.text)] if cell.text else []
            # of a blank cell nothing but its pipe is left
            lines.append(Line("|", "filler", place) if cell.text else _cell(cell, place, "|"))
    return lines


def lone_pipe_rows(sheet: Sheet) -> list[Line]:
    """A line with only | before each row, its cells one a line."""
    lines: list[Line] = []
    for row, place, _ in cells_of(sheet):
        lines.append(Line("|", "filler", place))
        lines += [_cell(cell, place, cell.text) for cell in row]
    return lines


def pipe_first(sheet: Sheet) -> list[Line]:
    """| first, and the cell's words on the next line."""
    lines: list[Line] = []
    for row, place, _ in cells_of(sheet):
        for cell in row:
            lines += [Line("|", "filler", place), _cell(cell, place, cell.text)]
    return lines


def pipe_start(sheet: Sheet) -> list[Line]:
    """| 规章, then | 0 on a line of its own."""
    return [_cell(cell, place, f"| {cell.text}".strip()) for row, place, _ in cells_of(sheet) for cell in row]


def plain_lines(sheet: Sheet) -> list[Line]:
    """No pipes: one cell a line, blank lines between."""
    lines: list[Line] = []
    for row, place, _ in cells_of(sheet):
        for cell in row:
            lines += [_cell(cell, place, cell.text), Line("", "filler", place)]
    return lines


def tight_lines(sheet: Sheet) -> list[Line]:
    """No pipes and no blank lines: one cell a line, empty cells gone."""
    return [_cell(cell, place, cell.text) for row, place, _ in cells_of(sheet) for cell in row if cell.text]


def appendix(sheet: Sheet) -> list[Line]:
    """Label, unit and value each on a line that ends in |; an empty value is a line with only |."""
    return [_cell(cell, place, f"{cell.text} |".strip()) for row, place, _ in cells_of(sheet) for cell in row]


def spaced(sheet: Sheet) -> list[Line]:
    """Columns parted by spaces, as text copied from a page."""
    return [joined(row, place, kind, "  ", "") for row, place, kind in cells_of(sheet)]


def tabbed(sheet: Sheet) -> list[Line]:
    """Columns parted by tabs, as text copied from a sheet: empty cells keep their tab."""
    return [joined(row, place, kind, "\t", "") for row, place, kind in cells_of(sheet)]


def pdf(sheet: Sheet) -> list[Line]:
    """Text of a PDF: heads fused, long labels wrapped around their numbers, page marks and repeated heads."""
    pages = count(3)
    lines: list[Line] = []
    head = [line for line in spaced(sheet) if line.kind == "head"][:1]
    for position, (row, place, kind) in enumerate(cells_of(sheet)):
        if position and position % 14 == 0:
            lines += [
                Line(f"— {next(pages)} —", "filler"),
                *(line._replace(text=line.text.replace(" ", "")) for line in head),
            ]
        lines += _pdf_row(row, place, kind)
    return lines


def _pdf_row(row: tuple[Cell, ...], place: tuple[int, int], kind: str) -> list[Line]:
    groups = [cell.text for cell in row if cell.kind == "group"]
    rest = [cell.text for cell in row if cell.kind in ("unit", "value") and cell.text]
    keys = tuple(cell.key for cell in row if cell.key)
    label = next((cell.text for cell in row if cell.kind == "label"), "")
    if kind == "head":
        return [Line("".join(cell.text for cell in row), "head", place)]
    lines = [Line(group, "group", place) for group in groups]
    if len(label) > 14:
        half = len(label) // 2
        return [
            *lines,
            Line(label[:half], "label", place),
            Line(" ".join(rest), "value", place, keys),
            Line(label[half:], "label", place),
        ]
    text = " ".join([label, *rest]).strip()
    return [*lines, Line(text, "row", place, keys, label)] if text else lines


def _cell(cell: Cell, place: tuple[int, int], text: str) -> Line:
    return Line(text, cell.kind, place, (cell.key,) if cell.key else (), cell.text if cell.kind == "label" else "")


TEXT_LAYOUTS = (
    TextLayout("row_pipes", row_pipes, row_a_line=True),
    TextLayout("row_bare", row_bare, row_a_line=True),
    TextLayout("row_tight", row_tight, row_a_line=True),
    TextLayout("row_markdown", row_markdown, row_a_line=True),
    TextLayout("row_padded", row_padded, row_a_line=True),
    TextLayout("row_padded_tight", row_padded_tight, row_a_line=True),
    TextLayout("row_repeated", row_repeated, row_a_line=True),
    TextLayout("row_tabs", tabbed, row_a_line=True),
    TextLayout("row_spaces", spaced, shows_blanks=False, row_a_line=True),
    TextLayout("cell_pipe", cell_pipe),
    TextLayout("cell_pipe_folded", cell_pipe_folded, shows_blanks=False),
    TextLayout("mixed", mixed),
    TextLayout("lone_pipe_cells", lone_pipe_cells),
    TextLayout("lone_pipe_rows", lone_pipe_rows, shows_blanks=False),
    TextLayout("pipe_first", pipe_first),
    TextLayout("pipe_start", pipe_start),
    TextLayout("plain_lines", plain_lines, shows_blanks=False),
    TextLayout("tight_lines", tight_lines, shows_blanks=False),
    TextLayout("appendix", appendix),
    TextLayout("pdf", pdf, shows_blanks=False, row_a_line=True),
    TextLayout("one_paragraph", spaced, shows_blanks=False, row_a_line=True, one_line=True),
)
