"""What a person sees, in Chinese and English: one catalogue, kept as tables (`key,zh,en`) by subject.

Names of levers, parameters and categories stand with what they name; everything else that is shown stands here.
"""

import csv
import os
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@cache
def catalogue() -> Mapping[str, Mapping[Language, str]]:
    """Return every text by key and language.

    Raises:
        ValueError: a key stands in two tables or twice in one.
    """
    texts: dict[str, Mapping[Language, str]] = {}
    for table in sorted(resources.files(__name__).iterdir(), key=lambda entry: entry.name):
        if not table.name.endswith(".csv"):
            continue
        for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines()):
            if row["key"] in texts:
                raise ValueError(f"{table.name}: {row['key']} stands twice")
            texts[row["key"]] = {"zh": row["zh"], "en": row["en"]}
    return MappingProxyType(texts)


def text(key: str, lang: Language, **values: object) -> str:
    r"""Return a text with its placeholders filled; `\n` in a table is a line break.

    Raises:
        KeyError: the catalogue has no such key.

    Example:
        >>> text("unit.items", "zh"), text("unit.items", "en")
        ('项', 'items')
    """
    return catalogue()[key][lang].replace("\\n", "\n").format(**values)


def half(words: str, lang: Language) -> str:
    """Return the reader's half of words that somebody wrote in both languages (Chinese / English); others as they are.

    Example:
        >>> half("渍水 / Floods", "en"), half("Floods", "zh"), half("open / closed", "en")
        ('Floods', 'Floods', 'open / closed')
    """
    zh, stroke, en = words.partition(" / ")
    both = stroke and CHINESE.search(zh) and not CHINESE.search(en)
    return words if not both else zh if lang == "zh" else en


def language(environment: Mapping[str, str] = os.environ) -> Language:
    """Return the language that the user's locale asks for; English unless it is Chinese.

    Example:
        >>> language({"LANG": "zh_CN.UTF-8"}), language({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}), language({})
        ('zh', 'en', 'en')
    """
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"
