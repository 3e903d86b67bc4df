"""Lists (名录、更正表、人口表) that an analyst keeps beside the reports: CSV files or frames, read as words.

What each of them says is asked elsewhere: gik.agency_lists, gik.correcting, gik.population. Sheets that are lists are
gik.workbooks.lists.
"""

from pathlib import Path

import pandas as pd

from gik.errors import GikError


def read_list(source: str | Path | pd.DataFrame | None, columns: list[str], what: str) -> pd.DataFrame:
    """Give the lines of a list that an analyst keeps, as words without blanks around them; None is an empty list.

    Raises GikError where there is no such file or a column is missing.
    """
    if source is None:
        return pd.DataFrame(columns=columns, dtype="str")
    if isinstance(source, pd.DataFrame):
        lines = source.astype("object").where(source.notna(), "").astype("str")
    else:
        try:
            lines = pd.read_csv(source, dtype="str", keep_default_na=False, encoding="utf-8-sig")
        except FileNotFoundError:
            raise GikError(f"找不到{what} {source}；请检查路径。") from None
        except OSError as error:
            raise GikError(
                f"{what} {source} 打不开（{error.strerror or error}）；请检查是否为文件、有无权限。"
            ) from error
        except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            raise GikError(f"{what} {source} 不是 UTF-8 编码的 CSV 文件（{error}）；请另存后再试。") from error
    if missing := [column for column in columns if column not in lines.columns]:
        raise GikError(f"{what}缺少{'、'.join(missing)}列；应有：{'、'.join(columns)}。")
    kept = {column: lines[column].fillna("").astype("str").str.strip() for column in columns}
    return pd.DataFrame(kept).reset_index(drop=True)
