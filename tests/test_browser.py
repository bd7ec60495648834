"""The browser that other tests rely on sees what is wrong with a page."""

import pytest

pytestmark = pytest.mark.browser


def test_a_sound_page_gives_no_errors_and_no_requests(browser, tmp_path):
    page = tmp_path / "sound.html"
    page.write_text(
        "<!doctype html><meta charset=utf-8><title>t</title><h1>呼应</h1><img src='data:,'>", encoding="utf-8"
    )
    visit = browser(page)
    assert visit.page.inner_text("h1") == "呼应"
    assert visit.errors == []
    assert visit.requests == []


@pytest.mark.parametrize("script", ["console.error('broken')", "throw new Error('broken')"])
def test_errors_of_scripts_are_noted(browser, tmp_path, script):
    page = tmp_path / "broken.html"
    page.write_text(f"<!doctype html><title>t</title><script>{script}</script>", encoding="utf-8")
    assert any("broken" in error for error in browser(page).errors)


def test_requests_to_a_network_are_noted_and_go_nowhere(browser, tmp_path):
    page = tmp_path / "asking.html"
    page.write_text("<!doctype html><title>t</title><img src='http://example.invalid/a.png'>", encoding="utf-8")
    visit = browser(page)
    assert visit.requests == ["http://example.invalid/a.png"]
    assert any("ERR_NAME_NOT_RESOLVED" in error for error in visit.errors)
