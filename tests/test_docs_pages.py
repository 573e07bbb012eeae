"""What docs/pages.md shows is so."""

from __future__ import annotations

import re
from pathlib import Path

from dragon_prep.core.codes.intake import CHANGED
from dragon_prep.core.codes.pages import SITE_FACTS
from dragon_prep.services.pages.site_facts import SiteFacts, read_site_facts

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "pages.md").read_text(encoding="utf-8")


def test_the_site_file_of_the_docs_says_all_that_one_can_say(tmp_path):
    (body,) = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    path = tmp_path / "site.toml"
    path.write_text(body, encoding="utf-8")
    said = read_site_facts(path)
    assert said.to_json().keys() == set(SiteFacts.__dataclass_fields__)
    assert said.published == "2026-03-01"


def test_the_codes_are_those_of_the_package():
    assert set(re.findall(r"E[0-9]{3}", PAGE)) == {CHANGED.code, SITE_FACTS.code}
