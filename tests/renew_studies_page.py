"""Write the tables of keys in docs/studies.md anew from the types of the files.

python tests/renew_studies_page.py
"""

from importlib import import_module
from pathlib import Path

from sim.experiment.file import OURS, StudyFile
from sim.experiment.kinds import KINDS, kind_of

PAGE = Path(__file__).parents[1] / "docs" / "studies.md"
COMMON = "<!-- common keys: from here -->\n"
OF_KINDS = "<!-- made by tests/renew_studies_page.py: from here -->\n"
ENDS = "<!-- to here -->"
HIDDEN = OURS


def meaning(field):
    """Return a field's description in both languages, as a table's cell."""
    return (field.description or "").replace("|", "\\|")


def table(fields):
    rows = [f"| `{field.alias or name}` | {meaning(field)} |" for name, field in fields.items()]
    return "\n".join(["| key | meaning |", "|---|---|", *rows]) + "\n"


def kinds():
    parts = []
    for kind in KINDS:
        package = import_module(f"sim.experiment.kinds.{kind}")
        own = {name: one for name, one in kind_of(kind).file.model_fields.items() if name not in StudyFile.model_fields}
        parts.append(f"### `kind: {kind}`\n\n{package.__doc__}\n\n{table(own)}")
    return "\n".join(parts)


def renewed(page):
    """Return the page with its tables made anew."""
    common = {name: one for name, one in StudyFile.model_fields.items() if name not in HIDDEN}
    for begins, made in ((COMMON, table(common)), (OF_KINDS, kinds())):
        before, rest = page.split(begins, 1)
        page = before + begins + made + ENDS + rest.split(ENDS, 1)[1]
    return page


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
