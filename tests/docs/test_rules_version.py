"""The version of the rules is the hash of what decides."""

from docs import rules_version


def test_the_version_of_the_rules_is_current() -> None:
    current = rules_version.PAGE.read_text("utf-8")
    assert current == rules_version.content(), "Run `make schemas`."


def test_the_modules_that_find_cues_and_sources_decide() -> None:
    names = {each.name for each in rules_version.deciding_files()}
    assert {"cues.py", "attribution.py", "proposals.py", "word_lists.py", "names.py"} <= names
    assert "rules_version.py" not in names
