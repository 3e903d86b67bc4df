"""Clusters (集群): the same work done by the workers of a Dask scheduler, a batch of files a task."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from gik.batches import Arrow, counted_once
from gik.errors import GikError
from gik.planning import read_batches
from gik.sources import Source


def read_on(
    scheduler: str, parts: Sequence[Sequence[Source]], cache: str | Path | None, show: Callable[[int], None]
) -> Iterator[Arrow]:
    """Read batches of files on a cluster and give their frames in order.

    A worker that is lost costs what it was reading, which others then do.
    Raises GikError where Dask isn't installed or the scheduler can't be reached.
    """
    ahead = dict(enumerate(parts))
    waiting: dict[int, Arrow] = {}
    number = 0
    for done, tables in at_work(scheduler, read_one, [(part, cache) for part in parts]):
        show(len(ahead.pop(done)))
        waiting[done] = tables
        while number in waiting:
            yield waiting.pop(number)
            number += 1


def at_work(
    scheduler: str, function: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]
) -> Iterator[tuple[int, Any]]:
    """Call a function on the workers of a cluster with each of the arguments; give positions and results as they come.

    Whatever ends this takes back what hasn't been done. Raises as read_on() does, and GikError for a task that failed.
    """
    try:
        from dask.distributed import Client, as_completed
    except ImportError as error:
        raise GikError('scheduler 需要附加组件；请运行 pip install "gik[cluster]"。') from error
    try:
        client = Client(scheduler, set_as_default=False, timeout="30s")
    except (OSError, ValueError) as error:
        raise GikError(f"无法连接 Dask 调度器 {scheduler}（{error}）；请检查地址。") from error
    with client:
        tasks = {client.submit(function, *each, retries=2, pure=False): number for number, each in enumerate(arguments)}
        for task in as_completed(list(tasks), loop=client.loop):
            try:
                result = task.result()
            except Exception as error:
                raise GikError(f"集群上的任务失败（{type(error).__name__}: {error}）；重新运行会接着做。") from error
            yield tasks[task], result
            task.release()


def read_one(part: Sequence[Source], cache: str | Path | None) -> Arrow:
    """Read one batch on the machine that this is called on."""
    (batch,) = read_batches([part], cache=cache)
    return counted_once(batch)
