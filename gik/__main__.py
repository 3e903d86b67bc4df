"""The command line: ``python -m gik run | parse | check``."""

import argparse
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import gik
from gik.errors import GikError
from gik.stamp import stamp

if TYPE_CHECKING:
    import pandas as pd


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give the exit code: 0, or 1 where it failed or ``check`` found an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a console that can't show Chinese shows ?, and goes on
            stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments)
    try:
        code: int = options.command(options)
    except (GikError, FileNotFoundError) as error:
        print(f"错误 error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n已中断 interrupted；parse 再次运行会接着做", file=sys.stderr)
        return 130
    return code


def _run(options: argparse.Namespace) -> int:
    from gik.running import run_notebooks  # Jupyter is an extra, and slow to import

    results = run_notebooks(options.raw, options.out)
    print("结果 results:", *(f"  {path}" for path in results), sep="\n")
    return 0


def _parse(options: argparse.Namespace) -> int:
    how = {name: getattr(options, name) for name in ("workers", "cache", "scheduler")}
    out = gik.parse_to(options.source, options.out, **how, progress=True)
    reports = gik.load(out, frames=(), columns={"reports": ["status"]}).reports
    _require_files(reports, options.source)
    for status, count in reports["status"].value_counts().items():
        print(f"{status}: {count}")
    print(f"已保存 saved: {out}")
    return 0


def _check(options: argparse.Namespace) -> int:
    saved = (Path(options.source) / "reports").is_dir() and (Path(options.source) / "findings").is_dir()
    tables = gik.load(options.source) if saved else gik.parse(options.source)
    _require_files(tables.reports, options.source)
    files = tables.reports[["report", "file"]].drop_duplicates("report")
    findings = gik.check(tables).merge(files, on="report", how="left")
    for row in findings.itertuples():
        print(f"{row.severity} {row.rule} {row.file} {row.place}: {row.message}")
    return int(findings["severity"].eq("error").any())


def _require_files(reports: "pd.DataFrame", source: str) -> None:
    if reports.empty:  # not the same as nothing found
        raise GikError(f"{source} 里没有文件；请检查路径。")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m gik", description=gik.__doc__)
    parser.add_argument(
        "--version", action="version", version=stamp(), help="version of gik and of its definitions 版本"
    )
    commands = parser.add_subparsers(required=True, metavar="run | parse | check")
    run = commands.add_parser("run", help="run the notebooks on a folder of reports 依次运行笔记本")
    run.add_argument("raw", nargs="?", default="data/raw", help="reports (data/raw) 报告文件夹")
    run.add_argument("out", nargs="?", default="data/processed", help="results (data/processed) 结果文件夹")
    run.set_defaults(command=_run)
    parse = commands.add_parser("parse", help="read reports and save the frames 读取报告并保存数据表")
    parse.add_argument("source", help="a report or a folder of them 报告文件或文件夹")
    parse.add_argument("out", help="folder for the Parquet files 保存位置")
    parse.add_argument("--workers", type=int, default=1, metavar="N", help="processes on this machine 进程数")
    parse.add_argument("--cache", metavar="FOLDER", help="folder of what was read before 缓存文件夹")
    parse.add_argument("--scheduler", metavar="ADDRESS", help="Dask scheduler of a cluster 集群调度器地址")
    parse.set_defaults(command=_parse)
    check = commands.add_parser("check", help="list what doesn't add up; exit code 1 where that is an error 核对")
    check.add_argument("source", help="a report, a folder of them, or saved frames 报告、文件夹或已保存的数据表")
    check.set_defaults(command=_check)
    return parser


if __name__ == "__main__":
    sys.exit(main())
