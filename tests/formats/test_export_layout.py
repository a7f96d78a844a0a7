"""Where a tool with a file for each set finds it, and whose it then is."""

from dataclasses import replace

import pytest

from annotator.formats.export_layout import set_file_stem, set_values_from_path
from annotator.model.annotation import SetForm
from annotator.project.pass_selection import NumberedSet
from tests.factories import a_cut_article, a_set

ARTICLE = a_cut_article().article


@pytest.mark.parametrize(
    ("form", "number", "stem"),
    [
        (SetForm.ANNOTATIONS, 1, "annotators/ada-b/harbour"),
        (SetForm.ANNOTATIONS, 3, "annotators/ada-b/harbour.3"),
        (SetForm.GOLD, 1, "gold/harbour"),
        (SetForm.KEY, 1, "key/harbour"),
    ],
)
def test_a_set_lies_in_the_folder_of_its_annotator_or_its_form(
    form: SetForm, number: int, stem: str
) -> None:
    numbered_set = NumberedSet(replace(a_set(annotator="Ada B"), form=form), number)
    assert set_file_stem(numbered_set, ARTICLE) == stem


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("x/annotators/ada-b/harbour.ann", {"annotator": "ada-b"}),
        ("x/gold/harbour.ann", {"form": "gold"}),
        ("key/harbour.ann", {"form": "key"}),
        ("annotators/harbour.ann", {}),
        ("harbour.ann", {}),
    ],
)
def test_the_folders_of_a_file_say_whose_it_is(file: str, said: dict[str, str]) -> None:
    assert set_values_from_path(file) == said
