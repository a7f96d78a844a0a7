"""The results of a class over all documents of a project that have a key."""

from collections.abc import Iterable
from dataclasses import replace

from annotator.model.annotation import AnnotationSet
from annotator.model.errors import Problem
from annotator.model.name_folding import file_name
from annotator.project.answer_keys import KeySubmissions, key_targets, load_submissions
from annotator.project.locate import Target
from annotator.project.votes import DocumentVotes, document_votes
from annotator.stats.class_results import ClassResults, DocumentResults
from annotator.stats.grading import Grade, GradingConfig, grade_set
from annotator.storage import layout


def class_results(
    target: Target, codebook: str | None = None
) -> tuple[ClassResults, tuple[Problem, ...]]:
    """The results of a class, and the problems of files that cannot be used.

    Args:
        target: A project, a folder of articles with keys, or one document.
        codebook: The codebook file, if not the project's.

    Raises:
        DataError: There is no key, or a key or the file of a class cannot be read.
    """
    votes = [document_votes(load_submissions(each, codebook)) for each in key_targets(target)]
    votes.sort(key=lambda each: (each.date or "", each.submissions.key.document.id))
    everyone = _everyone(votes)
    results = tuple(_document_results(each, everyone) for each in votes)
    problems = tuple(problem for each in votes for problem in each.submissions.problems)
    return ClassResults(results), problems


def _everyone(votes: Iterable[DocumentVotes]) -> dict[str, str]:
    """Everyone in the class, by folded name: with work on a document, or named by the project."""
    names: dict[str, str] = {}
    teachers = set()
    for each in votes:
        teachers.add(file_name(each.submissions.key.annotator))
        for name in (*each.votes, *each.submissions.absent):
            names.setdefault(file_name(name), name)
    excluded = {name for each in votes for name in _excluded(each.submissions)}
    kept = names.keys() - teachers - excluded
    working = {file_name(name) for each in votes for name in each.votes}
    return {folded: names[folded] for folded in names if folded in kept | working}


def _excluded(submissions: KeySubmissions) -> frozenset[str]:
    project = layout.project_folder(submissions.file)
    return layout.load_project(project).excluded_folders if project else frozenset()


def _document_results(votes: DocumentVotes, everyone: dict[str, str]) -> DocumentResults:
    submissions = votes.submissions
    config = GradingConfig(submissions.codebook, aliases=submissions.aliases)

    def graded(sets: Iterable[AnnotationSet]) -> tuple[Grade, ...]:
        found = (grade_set(each, submissions.key, config) for each in sets)
        return tuple(
            replace(each, annotations=_named(each.annotations, everyone)) for each in found
        )

    here = {file_name(name) for name in votes.votes}
    late = (name for name, own in votes.votes.items() if 1 not in own)
    return DocumentResults(
        submissions.key,
        submissions.codebook,
        graded(votes.in_vote(1)),
        graded(votes.in_vote(2)),
        tuple(name for folded, name in everyone.items() if folded not in here),
        tuple(everyone.get(file_name(name), name) for name in late),
        votes.date,
    )


def _named(annotations: AnnotationSet, everyone: dict[str, str]) -> AnnotationSet:
    """The set with one spelling of the student's name in all documents."""
    name = everyone.get(file_name(annotations.annotator), annotations.annotator)
    return replace(annotations, annotator=name)
