"""Addresses (单元格地址) in a workbook, as its links and its rows write them."""

from functools import cache

from openpyxl.utils import get_column_letter


@cache
def letters(count: int) -> tuple[str, ...]:
    """Give the letters of so many columns.

    >>> letters(3)
    ('A', 'B', 'C')
    """
    return tuple(map(get_column_letter, range(1, count + 1)))


def cell_address(sheet: str, row: int, column: int) -> str:
    """Give the address of a cell in a workbook.

    >>> cell_address("2021年格式", 3, 2)
    "'2021年格式'!B3"
    """
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{get_column_letter(column)}{row}"
