"""Whatever the code shows exists in both languages, with the same placeholders."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from sim.policy import LEVERS
from sim.text import catalogue, language, text

SIM = Path(__file__).resolve().parents[2] / "sim"
ASKING = {"text", "phrase", "told", "note", "_note"}


def _asked():
    """Every key that code asks for in so many words, with its file; of f-strings, the part before the first hole."""
    for path in SIM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", getattr(node.func, "attr", "")) not in ASKING:
                continue
            for word in node.args:
                if (
                    isinstance(word, ast.Constant)
                    and isinstance(word.value, str)
                    and re.fullmatch(r"[a-z]\w*\.\w+", word.value)
                ):
                    yield path.name, word.value
                elif isinstance(word, ast.JoinedStr) and isinstance(word.values[0], ast.Constant):
                    yield path.name, str(word.values[0].value) + "*"


def test_every_key_that_code_asks_for_exists():
    asked = set(_asked())
    assert len(asked) > 60
    missing = {
        (file, key)
        for file, key in asked
        if key not in catalogue() and not (key.endswith("*") and any(one.startswith(key[:-1]) for one in catalogue()))
    }
    assert missing == set()


def test_keys_made_of_levers_exist():
    for lever in LEVERS.values():
        for key in (
            f"section.{lever.section}",
            f"unit.{lever.unit}",
            f"table.{lever.table}",
            f"per.{lever.cost.per}",
            f"confidence.{lever.confidence}",
        ):
            assert text(key, "zh") != text(key, "en")


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_both_languages_say_the_same(key):
    zh, en = catalogue()[key]["zh"], catalogue()[key]["en"]
    assert zh.strip(), "no Chinese"
    assert en.strip(), "no English"
    holes = [sorted(name for _, name, _, _ in Formatter().parse(words) if name is not None) for words in (zh, en)]
    assert holes[0] == holes[1]


def test_the_locale_chooses_the_language():
    assert language({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}) == "zh"
    assert language({"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}) == "en"
    assert language({"LC_MESSAGES": "zh_TW", "LANG": "C"}) == "zh"
    assert language({}) == "en"


def test_an_unknown_key_is_our_mistake():
    with pytest.raises(KeyError):
        text("no.such_key", "en")
