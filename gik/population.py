"""Population (人口): a file that the analyst gives, by region and year."""

from pathlib import Path

import pandas as pd

from gik.errors import GikError
from gik.lists import read_list

NEEDED = ["region_code", "year", "population"]
CODE = r"\d{6}"


def read_population(source: str | Path | pd.DataFrame) -> "pd.Series[int]":
    """Give the number of persons by region_code and year.

    Columns: region_code (GB/T 2260, six digits), year, population (persons, 人); others are left alone.
    Raises GikError, in words for the analyst, for what can't be read or used.

    >>> made = pd.DataFrame({"region_code": ["330102"], "year": [2020], "population": [700000]})
    >>> read_population(made).to_dict()
    {('330102', 2020): 700000}
    """
    words = read_list(source, NEEDED, "人口表")
    codes = words["region_code"].str.fullmatch(CODE)
    _require(codes, words["region_code"], "行政区划代码应为六位数字")
    numbers = words[["year", "population"]].apply(pd.to_numeric, errors="coerce")
    _require(numbers["year"].between(1900, 2200), words["year"], "年度应为四位数字")
    whole = (numbers["population"] > 0) & (numbers["population"] % 1 == 0)
    _require(whole, words["population"], "人口应为大于0的整数，单位为人")
    keys = pd.MultiIndex.from_arrays([words["region_code"], numbers["year"].astype("int64")], names=NEEDED[:2])
    _require(pd.Series(~keys.duplicated(), index=words.index), words["region_code"], "同一地区同一年度只能有一行")
    return pd.Series(numbers["population"].to_numpy(dtype="int64"), index=keys, name="population")


def _require(fits: "pd.Series[bool]", words: "pd.Series[str]", demand: str) -> None:
    if not fits.all():
        wrong = list(fits).index(False)
        raise GikError(f"人口表第{wrong + 2}行“{words.iloc[wrong]}”不能用：{demand}。")
