"""Write docs/ready-studies.md, results/reference/studies and sim/report/weighty.csv from finished studies.

    for study in experiments/*.yaml; do huying study $study; done
    python tests/renew_ready_studies.py

Studies that have not been carried out (no results/NAME) keep what they have.
"""

import json
import shutil
import sys
from pathlib import Path

import matplotlib as mpl
import pandas as pd

from sim.experiment.kinds import kind_of, open_study
from sim.experiment.session import session
from sim.experiment.store import Runs
from sim.report.style import settings

ROOT = Path(__file__).parents[1]
KEPT, PAGE = ROOT / "results" / "reference" / "studies", ROOT / "docs" / "ready-studies.md"
WEIGHTY = ROOT / "sim" / "report" / "weighty.csv"
MOST_SENTENCES = 6
LEAST_SHARE = 0.05
HEAD = """\
# Ready studies · 现成的研究

Each is a file in `experiments/` and one command. What stands here is what it found when it was last carried out; the
numbers, with the way they were made, are in `results/reference/studies/NAME` (`study.json`, `manifest.json`). This
page is written by `tests/renew_ready_studies.py`.

每项研究是 `experiments/` 里的一个文件、一条命令；这里是最近一次的结果。
"""


def renew(path):
    """Keep what a study found; what was finished is read, nothing is run again."""
    file = open_study(path)
    folder = ROOT / "results" / file.name
    if (folder / "study.json").is_file():
        with Runs.opened(folder / "runs.jsonl") as runs, session(runs) as run:
            before = len(runs.done)
            result = kind_of(file.kind).carry_out(file, run)
            if len(runs.done) != before:
                sys.exit(f"{path.name}: its results are of another version; carry it out again")
        kept = KEPT / file.name
        kept.mkdir(parents=True, exist_ok=True)
        for name in ("study.json", "manifest.json"):
            shutil.copyfile(folder / name, kept / name)
        with mpl.rc_context(settings()):
            first = next(iter(result.figures("en").values()))
            first.savefig(kept / "figure.png", dpi=80, metadata={"Software": None})
        said = "\n\n".join(result.words("en")[:MOST_SENTENCES])
        (kept / "found.md").write_text(said + "\n", encoding="utf-8")
    return file


def weighs(study):
    """Write down for the report which assumptions weigh on the conclusion of a finished sensitivity study."""
    indices = json.loads(study.read_text(encoding="utf-8"))["found"]["indices"]
    rows = [(one["parameter"], one["total"], one["total_low"], one["total_high"]) for one in indices]
    rows = [row for row in rows if row[1] >= LEAST_SHARE]
    table = pd.DataFrame(rows, columns=["parameter", "total", "low", "high"]).sort_values("total", ascending=False)
    table[["low", "high"]] = table[["low", "high"]].clip(0.0, 1.0)
    table.to_csv(WEIGHTY, index=False, float_format="%.4f", lineterminator="\n")


def section(path, file):
    """Return what the page says of a study."""
    kept = KEPT / file.name
    lines = [
        f"## {file.title}",
        "",
        f"```sh\nhuying study experiments/{path.name}    # about {file.minutes:g} min on two cores\n```",
        "",
    ]
    lines += [f"**Question.** {file.question}", "", f"**Expected beforehand.** {file.hypothesis}", ""]
    if (kept / "found.md").is_file():
        lines += [(kept / "found.md").read_text(encoding="utf-8")]
        lines += [f"![{file.name}](../results/reference/studies/{file.name}/figure.png)", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    paths = sorted((ROOT / "experiments").glob("*.yaml"))
    sections = [section(path, renew(path)) for path in paths]
    weighs(KEPT / "sensitivity_main" / "study.json")
    PAGE.write_text(HEAD + "\n" + "\n".join(sections), encoding="utf-8")
