"""The growth measurements as a table and as a picture."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from evals.growth import Grown, Growth

_CJK_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")
_INK, _GRID, _FAINT = "#22303c", "#e3e8ec", "#9aa7b2"
_COLOURS = {"total": "#0b5cad", "dense": "#1d9a8a", "sparse": "#d9822b", "fuse": "#8c6bb1"}
_NAMES = {
    "total": ("合计", "all three"),
    "dense": ("向量近邻", "dense"),
    "sparse": ("BM25", "BM25"),
    "fuse": ("融合排序", "fusion"),
}


def table(rows: Sequence[Grown]) -> str:
    """Markdown: a line a size."""
    lines = [
        "| 规模 size | 段落 passages | 向量近邻 dense p50 / p95 | BM25 p50 / p95 "
        "| 融合 fusion p50 / p95 | 合计 all p50 / p95 | CPU a question | 内存 memory "
        "| 建库 build: tokens + BM25 + store (+ embedding) |",
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

- On {machine()}, {os.getloadavg()[0]:.1f} processes wanting a core at the end: where that is more
  than there are cores, p50 and p95 hold waiting too, and the CPU column is the fairer one.
- 1× is this plan's passages. The rest are paragraphs of the texts given, cut at sentence ends to at
  most 400 characters, without repetitions. When they run out, a passage is the beginning of one
  real paragraph and the end of another: its words are real, but a library of that size would know
  more words than this one does, and its terms would be shared by fewer passages. That makes BM25
  look dearer here than it would be, never cheaper.
- {measured.material}
- Only those embedded are real vectors. Every other one is a mixture of two of them with noise,
  normalised; the noise is set so that the median similarity to the nearest neighbour equals that
  of the real vectors. The time to embed a whole library (≈ in the table) is reckoned from
  the time that the real ones took.
- One view a passage, on every size. The vectors are in embedded Chroma; both BM25 indexes of the
  product (over passages, over views) are built and asked, although they are the same here.
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
    chinese = next((font for font in _CJK_FONTS if font in known), None)
    mpl.rcParams.update(
        {
            "font.family": [chinese, "DejaVu Sans"] if chinese else ["DejaVu Sans"],
            "text.color": _INK,
            "axes.labelcolor": _INK,
            "xtick.color": _INK,
            "ytick.color": _INK,
            "axes.unicode_minus": False,
            "font.size": 11,
        }
    )

    def label(zh: str, en: str) -> str:
        return f"{zh} {en}" if chinese and zh != en else en

    figure, (asking, keeping) = plt.subplots(1, 2, figsize=(12.4, 5.4), width_ratios=(1.25, 1))
    x = [row.passages for row in rows]
    for axes in (asking, keeping):
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xticks(x, [f"{row.times}×\n{row.passages:,}" for row in rows])
        axes.minorticks_off()
        axes.set_xlabel(label("段落数", "passages"), labelpad=8)
        axes.grid(visible=True, color=_GRID, linewidth=0.8)
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(_FAINT)
        axes.set_axisbelow(True)

    begin = rows[0].total[0]
    proportional = [begin * n / x[0] for n in x]
    asking.plot(x, proportional, color=_FAINT, linestyle=(0, (2, 3)), linewidth=1.4)
    for step, colour in _COLOURS.items():
        p50, p95 = zip(*(getattr(row, step) for row in rows), strict=True)
        bold = step == "total"
        asking.fill_between(x, p50, p95, color=colour, alpha=0.13 if bold else 0.06, linewidth=0)
        asking.plot(
            x, p50, color=colour, marker="o", markersize=6 if bold else 4,
            linewidth=2.6 if bold else 1.6, label=label(*_NAMES[step]),
        )  # fmt: skip
        if bold:
            for place, value in zip(x, p50, strict=True):
                asking.annotate(
                    f"{value:.1f} ms", (place, value), xytext=(0, 9), textcoords="offset points",
                    ha="center", color=colour, fontsize=10, fontweight="bold",
                )  # fmt: skip
    lowest = min(row.fuse[0] for row in rows) / 2
    highest = max(row.total[1] for row in rows) * 3
    asking.set_ylim(min(lowest, min(row.sparse[0] for row in rows) / 2), highest)
    asking.set_xlim(x[0] * 0.7, x[-1] * 1.5)
    asking.annotate(
        label("若与规模成正比", "if proportional"), (x[0] * (highest / begin) ** 0.72, begin * (highest / begin) ** 0.72),
        xytext=(10, -2), textcoords="offset points", color=_FAINT, fontsize=10,
    )  # fmt: skip
    asking.set_ylabel(label("每问毫秒(不含问题向量)", "ms a question, without its embedding"))
    asking.set_title(label("提问的代价", "What a question costs") + " · p50, p95", loc="left", pad=14,
                     fontsize=13, fontweight="bold")  # fmt: skip
    asking.legend(frameon=False, loc="lower right")

    memory, building = (
        [row.memory_mib / 1024 for row in rows],
        [(row.tokenise_seconds + row.bm25_seconds + row.store_seconds) / 60 for row in rows],
    )
    for values, colour, name in (
        (memory, "#0b5cad", label("内存", "memory, GiB")),
        (building, "#c2453d", label("建库(不含向量)", "build without embedding, min")),
    ):
        keeping.plot(x, values, color=colour, marker="o", markersize=5, linewidth=2.2, label=name)
        for place, value in zip(x, values, strict=True):
            keeping.annotate(
                f"{value:.2g}", (place, value), xytext=(0, 8), textcoords="offset points",
                ha="center", color=colour, fontsize=10,
            )  # fmt: skip
    keeping.set_xlim(x[0] * 0.7, x[-1] * 1.5)
    keeping.set_ylabel("GiB · min")
    keeping.set_title(label("资料库的代价", "What the library costs"), loc="left", pad=14, fontsize=13,
                      fontweight="bold")  # fmt: skip
    keeping.legend(frameon=False, loc="upper left")
    figure.tight_layout(w_pad=3)
    figure.savefig(path, dpi=150)
    plt.close(figure)
