"""`docs/policy.md` is what the levers say of themselves today."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

RENEWER = Path(__file__).parents[1] / "renew_policy_page.py"


def test_the_page_is_what_is_made_of_the_levers():
    spec = spec_from_file_location("renew_policy_page", RENEWER)
    renewer = module_from_spec(spec)
    spec.loader.exec_module(renewer)
    assert renewer.PAGE.read_text(encoding="utf-8") == renewer.page(), "run tests/renew_policy_page.py"
