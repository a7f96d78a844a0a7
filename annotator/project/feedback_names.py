"""The names of feedback pages in a zip file: as a platform expects, or as people write them."""

from collections.abc import Mapping, Sequence

from annotator.model.name_folding import fold_name, readable_file_name
from annotator.project.answer_keys import KeySubmissions
from annotator.storage import layout, platform_names


def platform_feedback_names(submissions: KeySubmissions) -> dict[str, str]:
    """The names for the students whose work came from a platform's zip file, by student.

    Raises:
        DataError: The file with the platform's names is damaged.
    """
    project = layout.project_folder(submissions.file)
    if project is None:
        return {}
    known = platform_names.load(project)
    document = submissions.key.document.id
    names = {own[0].annotator: known.find(own[0].annotator, document) for own in submissions.passes}
    return {name: each.feedback_name for name, each in names.items() if each is not None}


def feedback_names(students: Sequence[str], platform: Mapping[str, str]) -> dict[str, str]:
    """A different file name for each student's page.

    Args:
        students: The students.
        platform: The names that a platform expects, by student.
    """
    names = dict(platform)
    used = {fold_name(each.removesuffix(".html")) for each in platform.values()}
    for student in students:
        if student not in names:
            stem = readable_file_name(student, used)
            used.add(fold_name(stem))
            names[student] = f"{stem}.html"
    return names
