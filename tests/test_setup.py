"""The files that set a checkout up agree with one another, and name nothing of the machine they were written on."""

import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
GUIDES = ["README.md", "CONTRIBUTING.md"]


def _pins() -> dict[str, str]:
    rows = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in rows}


def _code(guide: str) -> str:
    """Return the fenced and indented code of a guide."""
    text = (ROOT / guide).read_text(encoding="utf-8")
    return "\n".join(
        re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL) + re.findall(r"`([^`\n]+)`", text)
    )


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def _declared() -> list[Requirement]:
    extras = PROJECT["optional-dependencies"].values()
    return [Requirement(text) for text in sum(extras, start=PROJECT["dependencies"])]


def _committable_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout: nothing can be committed")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_readme_opens_with_a_picture_and_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first_picture = readme.index("![")
    first_code = readme.index("```")
    assert first_picture < first_code < readme.index("\n## ")
    assert re.findall(r"^make \w+", _code("README.md"), re.MULTILINE)[:2] == ["make run", "make test"]


@pytest.mark.parametrize("guide", GUIDES)
def test_commands_of_the_guides_are_targets_of_the_makefile(guide):
    named = set(re.findall(r"\bmake ([a-z]+)", _code(guide)))
    assert named
    assert named <= _targets()


@pytest.mark.parametrize("guide", GUIDES)
def test_links_of_the_guides_lead_to_files(guide):
    links = re.findall(r"(?<!!)\[[^]]*\]\(([^)#]+)", (ROOT / guide).read_text(encoding="utf-8"))
    missing = [link for link in links if not link.startswith("http") and not (ROOT / link).exists()]
    assert missing == []


def test_help_lists_every_target():
    said = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony is not None
    assert {line.split()[1] for line in said.splitlines()} == set(phony[1].split())


def test_constraints_pin_every_declared_dependency_in_its_range():
    pins = _pins()
    wrong = [
        str(wanted)
        for wanted in _declared()
        if canonicalize_name(wanted.name) != PROJECT["name"]
        and pins.get(canonicalize_name(wanted.name)) not in wanted.specifier
    ]
    assert wrong == []


def test_what_is_installed_is_what_is_pinned():
    pins = _pins()
    waiting = _declared()
    seen = {PROJECT["name"]}
    wrong = []
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name in seen:
            continue
        seen.add(name)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # of an extra that is not installed
        if pins.get(name) != found.version:
            wrong.append(f"{name}: installed {found.version}, pinned {pins.get(name)}")
        needs = map(Requirement, found.requires or [])
        waiting += [need for need in needs if not need.marker or need.marker.evaluate({"extra": ""})]
    assert wrong == []


def test_installed_package_has_the_version_and_command_of_the_project():
    found = metadata.distribution("huying")
    assert found.version == PROJECT["version"]
    commands = {point.name: point.value for point in found.entry_points if point.group == "console_scripts"}
    assert commands == PROJECT["scripts"] == {"huying": "sim.cli:main"}


def test_changelog_has_an_entry_for_this_version():
    assert re.search(
        rf"^## \[{re.escape(PROJECT['version'])}\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M
    )


def test_no_file_names_a_registry_host_or_a_path_of_one_machine():
    hosts = [
        r"pypi\.org",
        r"pythonhosted\.org",
        r"registry\.npm\w*\.\w+",
        r"deb\.debian\.org",
        r"index-url\s*[=:]\s*\S",
    ]
    paths = [rf"(?<![\w.:/~-])/{folder}/\w" for folder in ("root", "home", "work", "Users", "tmp")]
    forbidden = re.compile("|".join(hosts + paths))
    found = []
    for path in _committable_files():
        if path == Path(__file__).resolve():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # pictures and tables
        found += [f"{path.relative_to(ROOT)}: {hit[0]}" for hit in forbidden.finditer(text)]
    assert found == []


def test_runs_are_ignored_and_reference_results_are_kept():
    def ignored(name: str) -> bool:
        answer = subprocess.run(
            ["git", "check-ignore", "--quiet", "--no-index", name], cwd=ROOT, check=False
        ).returncode
        if answer > 1:
            pytest.skip("not a git checkout: nothing is ignored")
        return answer == 0

    assert ignored("results/luonan/report.html")
    assert ignored(".venv/bin/python")
    assert not ignored("results/reference/bench.json")
    assert not ignored("sim/city/data/wuhan_divisions.csv")
