"""The command line of the evaluation."""

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus import CorpusError, load_plan
from evals import gate, report
from evals.claims import ClaimsError, Recipe
from evals.questions import QUESTIONS, QuestionFileError, digest, load, problems
from evals.runner import merged, provenance, run_systems
from evals.statistics import paired
from evals.systems import UnknownSystem
from evals.types import Case, Run
from index.errors import SearchIndexError
from index.settings import IndexSettings, SettingsError

SPLITS = {name: [QUESTIONS / f"{name}.jsonl"] for name in ("tune", "report")}


def main(argv: Sequence[str] | None = None) -> int:
    """0 when done and good, 1 when the gate is closed or questions are wrong, 2 for a wrong call."""
    args = _parser().parse_args(argv)
    commands = {
        "run": _run,
        "gate": _gate,
        "compare": _compare,
        "check": _check,
        "bench": _bench,
        "growth": _growth,
        "calibrate": _calibrate,
        "claims": _claims,
        "convert": _convert,
        "feedback": _feedback,
    }
    try:
        return commands[args.command](args)
    except (
        CorpusError,
        SearchIndexError,
        SettingsError,
        QuestionFileError,
        UnknownSystem,
        ClaimsError,
        OSError,
    ) as error:
        print(f"错误 error: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="评测 evaluation")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="给各系统打分并写报告 score every system, write reports")
    run.add_argument("--corpus", type=Path, help="规划文件夹 a plan's folder")
    run.add_argument("--questions", type=Path, nargs="+", help="题库 question files")
    run.add_argument(
        "--splits",
        nargs="+",
        choices=list(SPLITS),
        default=["report"],
        help="项目自带的题库 which of the project's own splits",
    )
    run.add_argument(
        "--systems",
        nargs="+",
        help="只评这些系统(all:含消融) only these; all: with every component switched off in turn",
    )
    run.add_argument("--out", type=Path, default=Path("reports"))
    check = commands.add_parser(
        "gate", help="题库与攻击对照基线 report and every attack against the baseline"
    )
    check.add_argument(
        "--accept", action="store_true", help="以本次结果为新基线 make this the baseline"
    )
    compare = commands.add_parser(
        "compare", help="两次结果配对检验 paired test of two result files"
    )
    compare.add_argument("before", type=Path)
    compare.add_argument("after", type=Path)
    compare.add_argument("--metric", default="correct")
    commands.add_parser("bench", help="速度与内存 speed and memory, as ratios")
    growth = commands.add_parser(
        "growth", help="资料增至千倍时的代价 what a library a thousand times larger costs"
    )
    growth.add_argument("--texts", type=Path, nargs="+", help="*.txt 文件夹 folders of *.txt")
    growth.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100, 1000])
    growth.add_argument(
        "--embedded", type=int, default=3000, help="真实向量数 how many paragraphs to embed"
    )
    growth.add_argument("--out", type=Path, default=Path("reports"))
    commands.add_parser("calibrate", help="拟合权重(只用 tune) fit the weights, on tune only")
    claims = commands.add_parser(
        "claims", help="训练断言模型(宜用 GPU) train the claim model, on a GPU if possible"
    )
    claims.add_argument("--out", type=Path, default=Path("reports/claims.npz"))
    claims.add_argument("--steps", type=int, default=Recipe.steps)
    claims.add_argument(
        "--held-out",
        action="store_true",
        help="留出十分之一段落来检验 train on nine tenths of the passages, test on the others",
    )
    convert = commands.add_parser(
        "convert", help="转换 SQuAD 格式题库 a SQuAD-style file → corpus and questions"
    )
    convert.add_argument("file", type=Path)
    convert.add_argument("--out", type=Path, required=True)
    convert.add_argument("--limit", type=int, help="最多取几段 the most contexts to take")
    feedback = commands.add_parser(
        "feedback", help="读者反馈转为候选题 readers' ratings → candidate questions"
    )
    feedback.add_argument("--out", type=Path, default=Path("reports/feedback.jsonl"))
    commands.add_parser("check", help="检查题库 check the question files")
    return parser


def _settings(corpus: Path | None) -> IndexSettings:
    settings = IndexSettings.read()
    return settings.model_copy(update={"plan": corpus}) if corpus else settings


def _run(args: argparse.Namespace) -> int:
    settings = _settings(args.corpus)
    own = {split: SPLITS[split] for split in args.splits}
    files = {"questions": args.questions} if args.questions else own
    splits = {split: load(paths) for split, paths in files.items()}
    made_with = provenance(json.loads(settings.model_dump_json()))
    scored = run_systems(settings, args.systems, splits)
    for split, runs in scored.items():
        runs = [
            Run(run.system, run.scored, {**made_with, **run.provenance, "split": split})
            for run in runs
        ]
        report.write(runs, args.out / split, f"规问评测 evaluation: {split}")
        print(f"\n{split}: {len(splits[split])} questions\n{report.systems_table(runs)}")
        print(f"\n{report.groups_table(runs[0])}\n报告 report: {args.out / split}/report.html")
    firsts = [runs[0] for runs in scored.values()]
    if args.corpus or args.questions or firsts[0].system != "guiwen":
        return 0
    return _verdict(merged(firsts))


def _gate(args: argparse.Namespace) -> int:
    splits: Mapping[str, Sequence[Case]] = {split: load(paths) for split, paths in SPLITS.items()}
    of_all = digest([case for cases in splits.values() for case in cases])
    if not args.accept:
        if gate.baseline()["question_set"] != of_all:
            return _questions_changed()
        splits = gate.asked(splits)
    scored = run_systems(IndexSettings.read(), ["guiwen"], splits)
    run = merged([runs[0] for runs in scored.values()])
    print(report.systems_table([run]))
    if args.accept:
        gate.save(run)
        print(f"基线已更新 baseline written: {gate.BASELINE}")
        return 0
    return _verdict(run)


def _questions_changed() -> int:
    print("题库已变,请运行 the questions have changed; run: python -m evals gate --accept")
    return 1


def _verdict(run: Run) -> int:
    """0 when the gate is open for the questions of this run; what is worse is printed."""
    baseline = gate.baseline()
    if not {s.outcome.case.id for s in run.scored} <= set(baseline["questions"]):
        return _questions_changed()
    failures = gate.check(run, baseline)
    for failure in failures:
        print(f"变差 worse: {failure}")
    print("未通过 gate closed" if failures else "通过 gate open")
    return 1 if failures else 0


def _compare(args: argparse.Namespace) -> int:
    before, after = (_scores(path, args.metric) for path in (args.before, args.after))
    result = paired(before, after)
    print(
        f"{args.metric}: 赢 won {len(result.won)}, 输 lost {len(result.lost)}, p = {result.p_value:.4f}"
    )
    print(f"won: {', '.join(result.won) or '-'}\nlost: {', '.join(result.lost) or '-'}")
    return 0


def _scores(path: Path, metric: str) -> dict[str, float]:
    records = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {r["id"]: r["scores"][metric] for r in records if metric in r["scores"]}


def _calibrate(_args: argparse.Namespace) -> int:
    from assistant.answerability import MODEL
    from evals.calibrate import calibrate

    model = calibrate(IndexSettings.read(), load(SPLITS["tune"]), MODEL)
    print(json.dumps(model, indent=2))
    return 0


def _claims(args: argparse.Namespace) -> int:
    from assistant.claim_model import CLAIMS
    from evals.claims.fit import fit

    settings, recipe = IndexSettings.read(), Recipe(steps=args.steps)
    plan = load_plan(settings.plan)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    tune = load(SPLITS["tune"])
    right = fit(plan, settings, tune, args.out, recipe=recipe, held_out=args.held_out)
    if right is not None:
        print(f"判断正确 told right: {right:.3f}")
        return 0
    digest = hashlib.sha256(args.out.read_bytes()).hexdigest()
    print(f"已写入 written: {args.out}\n启用 to use it: cp {args.out} {CLAIMS}")
    print(f"CLAIMS_SHA256 = {digest!r}  # assistant/claim_model.py")
    return 0


def _bench(_args: argparse.Namespace) -> int:
    from evals.bench import bench, table

    print(table(bench(load(SPLITS["tune"]))))
    print("资料增长时的代价 what growth costs: python -m evals growth --texts FOLDER...")
    return 0


def _growth(args: argparse.Namespace) -> int:
    from evals import growth_report
    from evals.growth import grow
    from evals.growth_material import NoTexts

    if not args.texts:
        print(
            "仓库只带一部规划;请给出增长所用的文本 the repository ships one plan only; name folders "
            "of *.txt to grow it with:\n  python -m evals growth --texts FOLDER..."
        )
        return 0
    try:
        measured = grow(args.texts, args.sizes, args.embedded)
    except NoTexts as error:
        print(f"错误 error: {error}", file=sys.stderr)
        return 2
    args.out.mkdir(parents=True, exist_ok=True)
    growth_report.write(measured, args.out)
    print(f"{growth_report.table(measured.rows)}\n报告 report: {args.out}/growth.md")
    return 0


def _convert(args: argparse.Namespace) -> int:
    from evals.squad import convert

    contexts, questions = convert(args.file, args.out, args.limit)
    print(f"{contexts} 段 contexts, {questions} 题 questions → {args.out}")
    print(
        f"python -m evals run --corpus {args.out} --questions {args.out}/questions.jsonl "
        f"--out reports/{args.out.name}"
    )
    return 0


def _feedback(args: argparse.Namespace) -> int:
    from corpus import load_plan
    from evals.feedback import write

    settings = IndexSettings.read()
    count = write(args.out, settings, load_plan(settings.plan).info.id)
    print(f"{count} 道候选题 candidate questions → {args.out}")
    return 0


def _check(_args: argparse.Namespace) -> int:
    from corpus import load_plan

    cases = load(path for paths in SPLITS.values() for path in paths)
    found = problems(cases, load_plan(IndexSettings.read().plan).markdown)
    print("\n".join(found) or f"{len(cases)} 题,没有问题 questions, no problems")
    return 1 if found else 0
