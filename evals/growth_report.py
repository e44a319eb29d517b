"""The growth measurements as a table and as a picture."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.growth import Grown, Growth

_CJK_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")
_INK, _SOFT, _GRID = "#1f2d3a", "#8494a3", "#e6ebef"
# Attribute of a row, colour, Chinese name, English name.
_STEPS = (
    ("total", "#0b5cad", "合计", "all"),
    ("dense", "#1d9a8a", "向量", "dense"),
    ("fuse", "#8c6bb1", "融合", "fusion"),
    ("sparse", "#d9822b", "词面", "BM25"),
)


def table(rows: Sequence[Grown]) -> str:
    """Markdown: a line a size."""
    lines = [
        "| 规模 size | 段落 passages | 向量近邻 dense p50 / p95 | BM25 p50 / p95 "
        "| 融合 fusion p50 / p95 | 合计 all p50 / p95 | CPU a question | 内存 memory "
        "| 建库 build, CPU: tokens + BM25 + store (+ embedding) |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        steps = " | ".join(
            f"{low:.2f} / {high:.2f} ms"
            for low, high in (row.dense, row.sparse, row.fuse, row.total)
        )
        lines.append(
            f"| {row.times}× | {row.passages:,} | {steps} | {row.cpu_milliseconds:.1f} ms "
            f"| {row.memory_mib:,.0f} MiB | {row.tokenise_seconds:.1f} + {row.bm25_seconds:.1f} + "
            f"{row.store_seconds:.1f} s (+ ≈ {row.embed_seconds:,.0f} s) |"
        )
    return "\n".join(lines)


def write(measured: Growth, folder: Path) -> None:
    """``growth.md`` and ``growth.png`` in ``folder``."""
    draw(measured.rows, folder / "growth.png")
    first, last = measured.rows[0], measured.rows[-1]
    larger, dearer = last.passages / first.passages, last.total[0] / first.total[0]
    shipped = measured.shipped
    text = f"""# 资料增长时的代价 What growth costs

![growth](growth.png)

{table(measured.rows)}

The library grew {larger:,.0f} times, a question's retrieval {dearer:.1f} times (p50 of dense, BM25 and
fusion together; the embedding of the question, which does not depend on the library, is left out).
The plan as it is served, with {measured.shipped_views:,} views of its passages (sentences, table
rows, written questions): {shipped["total"][0]:.1f} ms p50, {shipped["total"][1]:.1f} ms p95
(dense {shipped["dense"][0]:.1f}, BM25 {shipped["sparse"][0]:.1f}, fusion {shipped["fuse"][0]:.1f}),
{shipped["cpu_milliseconds"]:.1f} ms of CPU, {shipped["memory_mib"]:,.0f} MiB.

```sh
python -m evals growth --texts FOLDER... --sizes {" ".join(str(row.times) for row in measured.rows)}
```

## 怎么量的 How it was measured

- On {machine()}, {os.getloadavg()[0]:.1f} processes wanting a core at the end. p50 and p95 are of
  the best of some rounds over the same questions: what else the machine does only adds.
  Building is told in seconds of CPU, of which the store and the embedding use every core.
- 1× is this plan's passages. The rest are paragraphs of the texts given, cut at sentence ends to at
  most 400 characters, without repetitions. When they run out, a passage is the first sentences of
  one real paragraph and the last of another: its words are real, but a library of that size would
  know more words than this one does, and its terms would be shared by fewer passages. That makes
  BM25 look dearer here than it would be. Sentences that came before are not cut into words again;
  the table's seconds are reckoned as if they were.
- {measured.material}
- Only those embedded are real vectors. Every other one is a mixture of two of them with noise,
  normalised; the noise is set so that the median similarity to the nearest neighbour equals that
  of the real vectors. The time to embed a whole library (≈ in the table) is reckoned from
  the time that the real ones took.
- One view a passage, on every size. The vectors are in embedded Chroma; both BM25 indexes of the
  product (over passages, over views) are asked, although they are the same here; the table counts
  the building of both.
- Questions are written questions of the plan. Building and asking run in processes of their own;
  memory is what the asking process holds after its last question, libraries included.
"""
    (folder / "growth.md").write_text(text, encoding="utf-8")


def machine() -> str:
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def draw(rows: Sequence[Grown], path: Path) -> None:
    """Two panels, log-log: what a question costs, what the library costs."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import font_manager
    from matplotlib import pyplot as plt

    known = {font.name for font in font_manager.fontManager.ttflist}
    chinese = [font for font in _CJK_FONTS if font in known][:1]
    style: Any = {
        "font.family": [*chinese, "DejaVu Sans"],
        "font.size": 11,
        "text.color": _INK,
        "axes.labelcolor": _INK,
        "axes.edgecolor": _SOFT,
        "xtick.color": _INK,
        "ytick.color": _INK,
    }
    with mpl.rc_context(style):
        figure, (left, right) = plt.subplots(1, 2, figsize=(12.8, 5.6), width_ratios=(1.2, 1))
        _asking(left, rows, bool(chinese))
        _keeping(right, rows, bool(chinese))
        figure.tight_layout(w_pad=3)
        figure.savefig(path, dpi=150)
        plt.close(figure)


def _asking(axes: Any, rows: Sequence[Grown], chinese: bool) -> None:
    x = [row.passages for row in rows]
    ends: list[tuple[float, str, str]] = []
    for step, colour, zh, en in _STEPS:
        p50, p95 = zip(*(getattr(row, step) for row in rows), strict=True)
        whole = step == "total"
        if whole:
            axes.fill_between(x, p50, p95, color=colour, alpha=0.12, linewidth=0)
            _values(axes, x, p50, [f"{ms:.1f} ms" for ms in p50], colour, [True] * len(x))
        axes.plot(x, p50, color=colour, marker="o", markersize=6 if whole else 4,
                  linewidth=2.8 if whole else 1.7)  # fmt: skip
        ends.append((p50[-1], colour, _label(chinese, zh, en)))
    start = rows[0].total[0]
    highest = max(row.total[1] for row in rows) * 3
    end = min(x[-1], x[0] * highest / start)
    axes.plot([x[0], end], [start, start * end / x[0]], color=_SOFT, linestyle=(0, (1, 2.5)))
    axes.annotate(
        _label(chinese, "与规模成正比时", "in proportion to size"),
        (end, start * end / x[0]), xytext=(8, -12), textcoords="offset points", color=_SOFT,
    )  # fmt: skip
    lowest = min(getattr(row, step)[0] for row in rows for step, *_ in _STEPS)
    _frame(axes, rows, chinese, lowest / 2, highest)
    _at_the_end(axes, x[-1], ends)
    axes.set_yticks([t for t in _TICKS if lowest / 2 <= t <= highest],
                    [f"{t:g} ms" for t in _TICKS if lowest / 2 <= t <= highest])  # fmt: skip
    _titled(
        axes,
        _label(chinese, "一次检索的耗时", "What a retrieval takes"),
        _label(
            chinese,
            "p50;浅色至 p95;不含问题的向量化",
            "p50, shaded to p95; question embedding left out",
        ),
    )


def _keeping(axes: Any, rows: Sequence[Grown], chinese: bool) -> None:
    x = [row.passages for row in rows]
    memory = [row.memory_mib / 1024 for row in rows]
    minutes = [(r.tokenise_seconds + r.bm25_seconds + r.store_seconds) / 60 for r in rows]
    ends = []
    for values, others, told, colour, name in (
        (memory, minutes, [f"{v:.2g} GiB" for v in memory], "#0b5cad", ("内存", "memory")),
        (minutes, memory, [_duration(v) for v in minutes], "#c2453d", ("建库", "build")),
    ):
        above = [one > other for one, other in zip(values, others, strict=True)]
        axes.plot(x, values, color=colour, marker="o", markersize=5, linewidth=2.4)
        _values(axes, x, values, told, colour, above)
        ends.append((values[-1], colour, _label(chinese, *name)))
    _frame(axes, rows, chinese, min(memory + minutes) / 3, max(memory + minutes) * 3)
    _at_the_end(axes, x[-1], ends)
    axes.set_yticks([])
    _titled(
        axes,
        _label(chinese, "资料库的开销", "What the library takes"),
        _label(
            chinese,
            "服务进程内存;建库(CPU)不含向量化",
            "memory while serving; build (CPU) without embedding",
        ),
    )


_TICKS = (0.01, 0.1, 1, 10, 100, 1000)


def _label(chinese: bool, zh: str, en: str) -> str:
    return f"{zh} {en}" if chinese else en


def _duration(minutes: float) -> str:
    return (
        f"{minutes:.0f} min"
        if minutes >= 10
        else f"{minutes * 60:.2g} s"
        if minutes < 1.5
        else f"{minutes:.1f} min"
    )


def _values(
    axes: Any,
    x: Sequence[int],
    values: Sequence[float],
    told: Sequence[str],
    colour: str,
    above: Sequence[bool],
) -> None:
    for place, value, text, over in zip(x, values, told, above, strict=True):
        axes.annotate(
            text, (place, value), xytext=(0, 9 if over else -19), textcoords="offset points",
            ha="center", color=colour, fontsize=10, fontweight="bold",
        )  # fmt: skip


def _at_the_end(axes: Any, x: float, ends: Sequence[tuple[float, str, str]]) -> None:
    """Names beside the last points, moved apart where they would touch."""
    low, high = axes.get_ylim()
    apart = (high / low) ** 0.05
    floor = 0.0
    for value, colour, text in sorted(ends):
        floor = max(value, floor * apart)
        axes.annotate(
            text, (x, floor), xytext=(13, 0), textcoords="offset points", va="center",
            color=colour, fontweight="bold", annotation_clip=False,
        )  # fmt: skip


def _frame(axes: Any, rows: Sequence[Grown], chinese: bool, lowest: float, highest: float) -> None:
    x = [row.passages for row in rows]
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.minorticks_off()
    axes.set_xlim(x[0] / 1.6, x[-1] * 1.6)
    axes.set_ylim(lowest, highest)
    axes.set_xticks(x, [f"{row.times}×\n{row.passages:,}" for row in rows])
    axes.set_xlabel(_label(chinese, "段落数", "passages"), labelpad=8)
    axes.grid(visible=True, color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, pad=6)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _titled(axes: Any, title: str, explanation: str) -> None:
    axes.set_title(title, loc="left", pad=30, fontsize=14, fontweight="bold")
    axes.annotate(
        explanation, (0, 1), xytext=(0, 10), textcoords="offset points", xycoords="axes fraction",
        color=_SOFT, fontsize=10,
    )  # fmt: skip
