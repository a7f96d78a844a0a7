"""Annotation sets from Python: segment an article, start a set, edit it in a session, save it."""

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self

from annotator.api import in_python, python_messages
from annotator.model.annotation import AnnotationSet, Article, SegmentedDocument, SetForm, Status
from annotator.model.changes import Edit
from annotator.model.codebook import Codebook
from annotator.model.edits import Batch, JoinSentences, SetStatus, SplitSentence
from annotator.model.errors import DataError, Problem
from annotator.model.session import Session, SessionChange
from annotator.project.answer_keys import open_key
from annotator.project.check import FileChecker, files_to_check
from annotator.project.documents import segment_article
from annotator.project.edit_requests import (
    KeyChanges,
    SentenceChanges,
    SourceChanges,
    find_sentence,
    key_edit,
    sentence_edit,
    source_edit,
)
from annotator.project.locate import Target
from annotator.project.open_set import OpenSet, find_codebook, open_for_tagging
from annotator.project.save_set import save_set
from annotator.storage import articles
from annotator.storage.articles import MAX_ARTICLE_BYTES, ArticleReading, Metadata
from annotator.storage.files import UncertainSaveError, replace_file
from annotator.storage.sets import render_checked
from annotator.storage.settings import read_settings, settings_path

AnyPath = str | PathLike[str]
Answers = str | Iterable[str] | Mapping[str, str | None]
"""The claims that a sentence answers: "s1", ["s1", "s2:partial"] or {"s2": "partial"}."""


class DataWarning(UserWarning):
    """A message about an article that is not an error."""


@python_messages()
def read_article(
    path: AnyPath,
    *,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    published: str | None = None,
    language: str | None = None,
    encoding: str | None = None,
    max_bytes: int = MAX_ARTICLE_BYTES,
) -> Article:
    """The article in a text file, without its front matter.

    Args:
        path: The file. Its name becomes the document's id.
        title: The title. This and the next four replace what the front matter says.
        outlet: Who published it.
        url: Its address.
        published: The date: 2026-03-02, with or without a time.
        language: Its language: en, pt-BR.
        encoding: The file's encoding, if it is not UTF-8.
        max_bytes: Maximum file size in bytes.

    Returns:
        The article. Every newline in its text is a line feed.

    Raises:
        DataError: The file cannot be read, or is not text.
    """
    metadata = Metadata(title, outlet, url, published, language)
    return _article(articles.read_article(Path(path), metadata, encoding, max_bytes))


def _article(article_file: ArticleReading) -> Article:
    for each in (*article_file.warnings, *article_file.notices):
        warnings.warn(in_python(each), DataWarning, stacklevel=4)
    return article_file.article


@python_messages()
def segment(
    text: str | Article,
    language: str | None = None,
    *,
    name: str = "article",
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    published: str | None = None,
) -> SegmentedDocument:
    """A text cut into sentences, with the part of each piece of furniture.

    Args:
        text: The text, or an article.
        language: Its language (default: the article's, or English).
        name: What the document's id is made from. Ignored if `text` is an article.
        title: The title, which helps to find it in the text. This and the next three are ignored if
            `text` is an article.
        outlet: Who published it.
        url: Its address.
        published: The date: 2026-03-02.

    Returns:
        The document. `sentences` have an `id`, a `span` of code points [start, end) in
        `article.text`, a `paragraph` from 1, a `text`, and a `part`: None for a sentence of the
        body.

    Raises:
        DataError: The text is empty, too long, or not text.
    """
    if isinstance(text, Article):
        document = replace(text.document, language=language or text.document.language)
        return segment_article(text._replace(document=document))
    known = Metadata(title, outlet, url, published, language)
    return segment_article(_article(articles.article_from_text(text, name, known, name)))


@python_messages()
def load_codebook(path: AnyPath | None = None) -> Codebook:
    """A codebook: its tags, kinds of source, stances and parts.

    Args:
        path: The codebook's file (default: the built-in codebook).

    Raises:
        DataError: It has problems, each with its line.
    """
    return find_codebook(None, None if path is None else str(path))


def new_set(
    document: SegmentedDocument | Article | str,
    annotator: str,
    codebook: Codebook | AnyPath | None = None,
    *,
    key: bool = False,
) -> AnnotationSet:
    """An annotation set without tags.

    Args:
        document: What `segment` gives. An article or a text is segmented first.
        annotator: The annotator's name.
        codebook: The codebook or its file (default: the built-in codebook).
        key: Whether it is an answer key.

    Raises:
        DataError: The annotator has no name, or the text or the codebook cannot be used.
    """
    if not annotator.strip():
        raise DataError("Give the name of the annotator.")
    if not isinstance(document, SegmentedDocument):
        document = segment(document)
    form = SetForm.KEY if key else SetForm.ANNOTATIONS
    return document.new_set(annotator, _codebook(codebook).reference, form)


def _codebook(codebook: Codebook | AnyPath | None) -> Codebook:
    return codebook if isinstance(codebook, Codebook) else load_codebook(codebook)


class SetSession(Session):
    """An annotation set that you edit, with undo.

    Use it in a `with` block if it comes from `open`: at the end of the block the set is saved and
    its file is unlocked. If the block raises an exception, nothing more is saved.

    Args:
        annotations: The set to start with.
        codebook: The codebook or its file (default: the built-in codebook).
        text: The article's text, which is needed to join sentences.

    Attributes:
        annotations: The set as it is now.
        codebook: The codebook.
        path: Its file; None before the first save.
        text: The article's text; None without an article.
        notices: Messages about the edits, such as a kind of source that was guessed.

    Raises:
        DataError: The set was made with another codebook.
    """

    def __init__(
        self,
        annotations: AnnotationSet,
        codebook: Codebook | AnyPath | None = None,
        *,
        text: str | None = None,
    ) -> None:
        book = _codebook(codebook)
        if annotations.codebook != book.reference:
            raise DataError("The set was made with another codebook. Name it with `codebook`.")
        super().__init__(annotations, book)
        self.path: Path | None = None
        self.text = text
        self.notices: list[str] = []
        self._open_set: OpenSet | None = None
        self._saved: AnnotationSet | None = None

    @classmethod
    def _of(cls, open_set: OpenSet, annotations: AnnotationSet) -> Self:
        session = cls(annotations, open_set.codebook, text=open_set.text)
        session.frozen = open_set.segmentation_lock_reason
        session.path = open_set.file.path
        session.notices = [in_python(each) for each in open_set.notices]
        session._open_set = open_set
        session._saved = open_set.annotations
        return session

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None and self.path is not None and self.annotations is not self._saved:
                self.save()
        finally:
            self.close()

    @python_messages()
    def apply(self, edit: Edit) -> SessionChange | None:
        """Make an edit.

        Args:
            edit: For example `SetTag(("s4", "s5"), "claim")`.

        Returns:
            The change, with a `description`; None if nothing changes.

        Raises:
            DataError: The edit is not possible. Nothing has changed.
        """
        for sentence in _sentences_of(edit):
            find_sentence(self.annotations, sentence)
        if self.read_only is None and self.annotations.closed and not edit.changes_status():
            raise DataError("This pass is finished. Open the next one with `next_pass=True`.")
        return super().apply(edit)

    @python_messages()
    def set(
        self,
        sentence: str,
        *,
        tag: str | None = None,
        source: str | None = None,
        kind: str | None = None,
        affiliation: str | None = None,
        via: str | None = None,
        cue: str | None = None,
        answers: Answers | None = None,
        checkable: bool | None = None,
        part: str | None = None,
        note: str | None = None,
        flag: bool | None = None,
        accept: Iterable[str] = (),
        reject: Iterable[str] = (),
        explanation: str | None = None,
    ) -> SessionChange | None:
        """Set everything about one sentence in one edit, as `annotator set` does.

        Fields that you leave out stay. An empty text ("") clears a field.

        Args:
            sentence: The sentence's id: s4.
            tag: A tag of the codebook: its id, name or key.
            source: The name or id of a source, known or new.
            kind: The source's kind (default: guessed for a new source).
            affiliation: The organization that the source belongs to.
            via: The outlet that passed it on.
            cue: The attributing words, as they are in the sentence.
            answers: The claims that it answers: "s1", "s1:partial", a list of these, or a mapping
                of claims to stances. They replace the earlier answers; [] clears them.
            checkable: Whether the claim could be checked.
            part: The kind of furniture; "" for body text.
            note: A note.
            flag: Whether it is flagged for review.
            accept: In a key: other tags to accept.
            reject: In a key: tags that are no longer accepted.
            explanation: In a key: why the tag is right.

        Returns:
            The change; None if nothing changes.

        Raises:
            DataError: Something is not possible. Nothing has changed.
        """
        changes = SentenceChanges(
            tag=tag or None,
            untag=tag == "",
            source=source,
            kind=kind,
            affiliation=affiliation,
            via=via,
            cue=cue,
            answers=() if answers is None else _answers(answers),
            checkable=checkable,
            note=note,
            flag=flag,
            part=part,
        )
        edit, notices = sentence_edit(changes, self.annotations, self.codebook, sentence)
        key = KeyChanges(None, _words(accept), _words(reject), explanation)
        if not key.empty:
            edit = Batch((edit, key_edit(key, self.codebook, sentence)))
        change = self.apply(edit)
        self.notices += [in_python(each) for each in notices]
        return change

    @python_messages()
    def edit_source(
        self,
        name: str,
        *,
        rename: str | None = None,
        merge_into: str | None = None,
        kind: str | None = None,
        affiliation: str | None = None,
        concerned: bool | None = None,
        standing: str | None = None,
        standing_reason: str | None = None,
    ) -> SessionChange | None:
        """Change a source in all its sentences, as `annotator source` does.

        Args:
            name: The source's name or id. A source that no sentence names is added if `concerned`
                is true.
            rename: Its new name.
            merge_into: The source to merge it into.
            kind: Its kind; "" for none.
            affiliation: The organization that it belongs to; "" for none.
            concerned: Whether claims are about it.
            standing: "informed", "uninformed" or "unclear"; "" for not judged.
            standing_reason: Why it has this standing; "" for none.

        Returns:
            The change; None if nothing changes.

        Raises:
            DataError: Something is not possible. Nothing has changed.
        """
        changes = SourceChanges(
            rename, merge_into, kind, affiliation, concerned, standing, standing_reason
        )
        return self.apply(source_edit(changes, self.annotations, self.codebook, name))

    def split(self, sentence: str, before: str) -> SessionChange | None:
        """Split a sentence in two. The right half gets a new id and no tag.

        Args:
            sentence: The sentence's id.
            before: The words that the right half begins with.

        Raises:
            DataError: The sentence does not contain these words, or begins with them.
        """
        this = self.annotations.sentence(find_sentence(self.annotations, sentence))
        at = this.text.find(before)
        if at < 0:
            raise DataError(f"The words “{before}” are not in {sentence}.")
        return self.apply(SplitSentence(sentence, this.span[0] + at))

    def join(self, sentence: str) -> SessionChange | None:
        """Join a sentence and the next one.

        Args:
            sentence: The left sentence's id, which stays.

        Raises:
            DataError: There is no next sentence, or no article text.
        """
        if self.text is None:
            raise DataError("Joining sentences needs the article's text. Give it with `text`.")
        position = self.annotations.positions[find_sentence(self.annotations, sentence)]
        spans = [each.span for each in self.annotations.sentences[position : position + 2]]
        return self.apply(JoinSentences(sentence, self.text[spans[0][1] : spans[-1][0]]))

    @python_messages()
    def finish(self, *, untagged: bool = False) -> SessionChange | None:
        """Mark the set finished. A finished set is a pass and cannot be edited.

        Args:
            untagged: Whether sentences may be untagged.

        Raises:
            DataError: Sentences have no tag, and `untagged` is false.
        """
        left = [each.id for each in self.annotations.sentences if each.body and each.tag is None]
        if left and not untagged:
            raise DataError(f"Untagged: {', '.join(left)}. To finish anyway, use --untagged.")
        return self.apply(SetStatus(Status.FINISHED))

    def mark_unusable(self, reason: str) -> SessionChange | None:
        """Mark the article unusable.

        Args:
            reason: Why it cannot be used.

        Raises:
            DataError: There is no reason.
        """
        return self.apply(SetStatus(Status.UNUSABLE, reason))

    def mark_usable(self) -> SessionChange | None:
        """Mark an unusable article usable again."""
        return self.apply(SetStatus(None))

    @python_messages()
    def save(self, path: AnyPath | None = None) -> Path:
        """Save the set as a whole, or not at all.

        Args:
            path: Its file. You need it once, for a set that was not opened from a file.

        Returns:
            The file.

        Raises:
            DataError: Another program changed the file, it cannot be written, or the set could not
            be
                read again. The file is unchanged.
        """
        if path is not None and self.path is not None and Path(path) != self.path:
            raise DataError(f"This set is saved in {self.path}. Save a copy with `annotator.save`.")
        place = self.path or (None if path is None else Path(path))
        if place is None:
            raise DataError("Say where to save the set: `session.save(path)`.")
        if self._open_set is not None:
            self._save_opened(self._open_set)
        else:
            save_set(self.annotations, place, self._saved if self.path else None)
        self.path, self._saved = place, self.annotations
        return place

    def _save_opened(self, open_set: OpenSet) -> None:
        if self.read_only is not None:
            raise DataError(Problem(self.read_only, str(open_set.file.path)))
        data = render_checked(self.annotations, str(open_set.file.path))
        try:
            fingerprint = replace_file(open_set.file.path, data, open_set.fingerprint)
        except UncertainSaveError as error:
            self._open_set = open_set._replace(fingerprint=error.fingerprint)
            raise
        self._open_set = open_set._replace(fingerprint=fingerprint)

    def close(self) -> None:
        """Unlock the file. Changes that are not saved are lost."""
        if self._open_set is not None and self._open_set.write_lock is not None:
            self._open_set.write_lock.release()
            self.read_only = "This session is closed. Open the file again."


def _sentences_of(edit: Edit) -> Iterable[str]:
    """The ids of the sentences that an edit names."""
    if isinstance(edit, Batch):
        # An earlier edit of a batch may create the sentence that a later one names.
        return _sentences_of(edit.edits[0]) if edit.edits else ()
    named = getattr(edit, "sentences", None)
    if isinstance(named, str):
        name = type(edit).__name__
        raise DataError(f'{name} takes a tuple of ids. Write {name}(("{named}",), …).')
    one = getattr(edit, "sentence", None)
    return tuple(named) if named is not None else (() if one is None else (one,))


def _answers(answers: Answers) -> tuple[str, ...]:
    if isinstance(answers, Mapping):
        answers = [f"{claim}:{stance}" if stance else claim for claim, stance in answers.items()]
    return _words(answers) or ("",)


def _words(words: Iterable[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


@python_messages()
def open(  # noqa: A001 (it opens a set as the built-in function opens a file)
    path: AnyPath,
    annotator: str | None = None,
    *,
    document: str | None = None,
    key: bool = False,
    codebook: AnyPath | None = None,
    next_pass: bool = False,
    carry_over: bool = False,
    output: AnyPath | None = None,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    published: str | None = None,
    language: str | None = None,
    encoding: str | None = None,
    max_bytes: int = MAX_ARTICLE_BYTES,
) -> SetSession:
    """Open an annotation set for editing, and lock its file until the session is closed.

    If the set does not exist yet, a new one starts without tags. Its file is created when you save.

    Args:
        path: An article, an annotation set, or a project's folder.
        annotator: The annotator's name (default: the name in your settings).
        document: The document's id, if `path` is a project.
        key: Whether to open the answer key.
        codebook: The codebook's file (default: the project's, or the built-in codebook).
        next_pass: Whether to start a new pass if the last one is finished.
        carry_over: Whether to move the tags to the article's text if it has changed.
        output: The file of the set (default: next to the article, or its place in the project).
        title: The title. This and the next four replace what the article's front matter says.
        outlet: Who published it.
        url: Its address.
        published: The date: 2026-03-02.
        language: Its language: en, pt-BR.
        encoding: The article's encoding, if it is not UTF-8.
        max_bytes: Maximum size of the article in bytes.

    Raises:
        DataError: The set has problems or is finished, is open elsewhere, or was made with another
            text or codebook.
    """
    name = annotator or read_settings(settings_path())[0].annotator
    metadata = Metadata(title, outlet, url, published, language)
    output_path = None if output is None else str(output)
    target = Target(str(path), document, name, output_path, metadata, encoding, max_bytes)
    book = None if codebook is None else str(codebook)
    open_set = (
        open_key(target, book) if key else open_for_tagging(target, book, next_pass=next_pass)
    )
    try:
        return SetSession._of(open_set, _annotations(open_set, carry_over=carry_over))
    except BaseException:
        if open_set.write_lock is not None:
            open_set.write_lock.release()
        raise


def _annotations(open_set: OpenSet, *, carry_over: bool) -> AnnotationSet:
    """The set, after a check that it can be edited."""
    file = str(open_set.file.path)
    if open_set.read_only_reason is not None:
        following = " --next-pass begins the next pass." if open_set.may_begin_next_pass else ""
        words = f"{open_set.read_only_reason}{following}"
        raise DataError(Problem(words, file))
    if open_set.reanchored is not None:
        if not carry_over:
            words = "The article's text has changed. To move the tags to it, use --carry-over."
            raise DataError(Problem(words, file))
        return open_set.reanchored.annotations
    if open_set.other_codebook:
        words = "The set was made with another codebook. Name it with --codebook."
        raise DataError(Problem(words, file))
    return open_set.annotations


@python_messages()
def save(
    annotations: AnnotationSet, path: AnyPath, *, replaces: AnnotationSet | None = None
) -> Path:
    """Save a set to a file as a whole, or not at all.

    The set is first read back from its bytes, so that a saved set can always be opened. It must
    match the article next to the file, or the project around it.

    Args:
        annotations: The set.
        path: The file. An existing file is not replaced, unless you give `replaces`.
        replaces: The set in the existing file, as you read it. The file is replaced only if it
            still contains exactly that.

    Returns:
        The file.

    Raises:
        DataError: The file exists or has changed, is open elsewhere, or cannot be written, or the
        set
            cannot be read again. The file is unchanged.
    """
    save_set(annotations, Path(path), replaces)
    return Path(path)


@python_messages()
def check(
    *paths: AnyPath, strict: bool = False, codebook: AnyPath | None = None
) -> tuple[Problem, ...]:
    """All problems in files and folders, as `annotator check` reports them.

    Args:
        *paths: Files, folders and projects.
        strict: Whether to list hints too.
        codebook: The codebook's file (default: the project's, or the built-in codebook).

    Returns:
        The problems, each with its `message`, `file`, `line` and `path`; empty if there are none.

    Raises:
        DataError: A file does not exist, or the codebook has problems.
    """
    # A codebook cannot use the screen's keys for its tags.
    from annotator.tui.commands import KeyBindings  # noqa: PLC0415

    places = [Path(each) for each in paths]
    missing = [
        Problem("This file or folder does not exist.", str(p)) for p in places if not p.exists()
    ]
    if missing:
        raise DataError(missing)
    book = None if codebook is None else str(codebook)
    checker = FileChecker.with_codebook(book, KeyBindings().reserved, strict=strict)
    files = list(files_to_check(places))
    found = [problem for file in files for problem in checker.check(file)]
    return (*found, *checker.check_folders(files))
