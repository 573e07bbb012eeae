"""The documents of the package: every page is there, is found, and is written for a browser."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from checkout import CHECKOUT, tool
from file_lines import fault
from typer.testing import CliRunner

from dragon_prep.cli import app
from dragon_prep.cli.complete import complete_topics
from dragon_prep.services.documents import shelf
from dragon_prep.services.documents.html import write_pages
from dragon_prep.services.documents.search import find_lines
from dragon_prep.services.documents.shelf import all_pages, find_page, headings, section

site = tool("build_site")


def run(*arguments):
    return CliRunner().invoke(app, ["docs", *arguments])


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return write_pages(tmp_path_factory.mktemp("documents") / "pages").parent


def test_every_page_has_its_place_and_its_own_topic():
    assert site.unnamed() == []
    assert len({page.topic for page in all_pages()}) == len(all_pages())
    for page in all_pages():
        assert find_page(page.topic) == find_page(page.path) == page
        assert page.text.startswith("# ")


def test_pages_for_a_browser_lead_to_one_another_and_fetch_nothing(written):
    assert site.faults(written) == []
    assert len([*written.rglob("*.html")]) == len(all_pages())
    for page in written.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert "<script" not in html
        assert html.count('aria-current="page"') == 1


def test_faults_of_built_pages_are_told(tmp_path):
    (tmp_path / "a.html").write_text(
        '<p id="here"><a href="#here"></a><a href="#away"></a><a href="b.html">'
        '<img src="https://cdn.example/x.png"><script src="//cdn.example/x.js"></script>'
    )
    (tmp_path / "a.css").write_text("@font-face { src: url('https://fonts.example/x') }")
    assert site.faults(tmp_path) == [
        "a.html fetches https://cdn.example/x.png",
        "a.html fetches //cdn.example/x.js",
        "a.html leads to #away, which is not there",
        "a.html leads to b.html, which is not there",
        "a.css fetches from elsewhere",
    ]


def test_what_a_page_says_is_no_markup(monkeypatch):
    from dragon_prep.services.documents.html import page_html

    page = find_page("terminal")
    monkeypatch.setattr(type(page), "text", "# A\n\n<script>1</script> [x](javascript:1) <b>\n")
    html = page_html(page, {page.path})
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert 'href="javascript' not in html


def test_pages_are_written_into_nothing_but_a_new_folder(tmp_path):
    (tmp_path / "mine").write_text("x")
    assert fault(write_pages, tmp_path).kind.code == "E103"
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_headings_in_code_are_none_and_a_section_ends_with_its_like():
    text = "# A\n\n## B `x`\n\n```console\n# no heading\n```\n\n### C\n\n## D\n\nlast\n"
    assert [h.anchor for h in headings(text)] == ["a", "b-x", "c", "d"]
    assert section(text, "b-x").splitlines()[-1] == "### C"
    assert section(text, "d") == "## D\n\nlast\n"
    assert fault(section, text, "bb").kind.code == "E128"


def test_a_page_is_shown_as_it_is_behind_a_pipe():
    done = run("docs/Terminal.md")
    assert done.stdout == (CHECKOUT / "docs" / "terminal.md").read_text(encoding="utf-8")
    assert run("terminal#completion").stdout.startswith("## Completion\n")


def test_the_list_names_every_topic_once():
    lines = run().stdout.splitlines()
    listed = [line.split()[0] for line in lines if re.match(r"  \w", line)]
    assert listed == [page.topic for page in all_pages()]


def test_words_are_found_in_any_case_with_their_section():
    (found,) = (one for one in find_lines("no_color ENVIRONMENT") if one.page.topic == "terminal")
    assert found.anchor == "options-of-the-tool"
    assert "terminal#options-of-the-tool\n  | `--no-color`" in run("--find", "no_color").stdout
    assert [*find_lines(" ")] == []
    assert run("--find", "zzz zzz").stdout.startswith("No line")


def test_what_is_asked_for_wrongly_is_told_without_repeating_it():
    done = run("detectionn")
    assert done.exit_code == 2
    assert "near it are detection" in done.output
    assert "detectionn" not in done.output
    assert run("detection", "--find", "x").exit_code == 2


def test_pages_written_on_the_command_line(tmp_path):
    done = run("--html", str(tmp_path / "pages"))
    assert done.stdout.splitlines()[-1].strip() == (tmp_path / "pages/README.html").as_uri()


def test_topics_are_completed():
    assert complete_topics("dete") == ["detection"]


def test_an_installation_has_the_pages_in_the_package(tmp_path, monkeypatch):
    """The build puts them where the package looks for them first."""
    code = "import setup; print(*setup.documents(), sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", f"import setuptools; setuptools.setup = lambda **_: 0; {code}"],
        capture_output=True, text=True, check=True, cwd=CHECKOUT,
    )  # fmt: skip
    images = {path.relative_to(CHECKOUT).as_posix() for path in CHECKOUT.glob("docs/images/*")}
    listed = done.stdout.splitlines()
    assert {*listed} == {shelf.ORDER, *(page.path for page in all_pages())} | images
    package = tmp_path / "a/b/dragon_prep"
    (package / shelf.INSTALLED).mkdir(parents=True)
    monkeypatch.setattr(shelf, "__file__", str(package / "services/documents/shelf.py"))
    assert shelf.root.__wrapped__() == package / shelf.INSTALLED
