"""The table of commands. Keys, footer, palette and help are derived from it.

Importing it does not load the screen, so that a codebook can be checked against the keys.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from annotator.model.codebook import Codebook


class Command(NamedTuple):
    """One command of the screen.

    Attributes:
        id: Its name in the settings. The action of the tagging screen has the same name.
        keys: The keys that run it: a character as typed, or the name of a key.
        title: Its name in the command palette.
        help: One sentence or two for the help and the palette.
        group: Its heading in the help.
        footer: The word next to its key in the footer. Empty if the footer does not show it.
        edits: Whether it changes the set. In a read-only set it says why it cannot.
        in_finished: Whether it also changes a finished pass.
        jumps: Whether it jumps, so that you can go back to where it began.
        yields: Whether a tag of the codebook may have its key. It then has no key, and is in the
            palette and the help.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    help: str
    group: str
    footer: str = ""
    edits: bool = False
    in_finished: bool = False
    jumps: bool = False
    yields: bool = False


TAGGING, MOVING, LOOKING, ARTICLE = "Tagging", "Moving", "Viewing", "The whole article"

COMMANDS: tuple[Command, ...] = (
    Command(
        "untag",
        ("backspace",),
        "Untag",
        "Remove the tag. Everything else stays.",
        TAGGING,
        "untag",
        edits=True,
    ),
    Command(
        "undo",
        ("u",),
        "Undo",
        "Undo the last edit. You can undo every edit.",
        TAGGING,
        "undo",
        edits=True,
        in_finished=True,
    ),
    Command(
        "redo",
        ("ctrl+r",),
        "Redo",
        "Redo the edit that you undid.",
        TAGGING,
        edits=True,
        in_finished=True,
    ),
    Command(
        "source",
        ("s",),
        "Set source",
        "Set the source and its cue. Press again for all fields: kind, affiliation, via, standing.",
        TAGGING,
        "source",
        edits=True,
    ),
    Command(
        "last_source",
        (",",),
        "Last source",
        "Change the source of what you tagged last, then come back.",
        TAGGING,
        edits=True,
        jumps=True,
        yields=True,
    ),
    Command(
        "same_source",
        (".",),
        "Same source",
        "Use the source of the previous sentence.",
        TAGGING,
        edits=True,
    ),
    Command(
        "repeat",
        (";",),
        "Repeat tag",
        "Give the last tag again, with its source and the cue that is proposed here.",
        TAGGING,
        edits=True,
        yields=True,
    ),
    Command(
        "take_suggestion",
        ("enter",),
        "Take suggestion",
        "Take the tag, the source and the cue that are suggested dimly. Only if they are shown.",
        TAGGING,
        edits=True,
    ),
    Command(
        "next_difference",
        ("d",),
        "Second look",
        "Show the next suggestion that differs from your decision (≠), to keep yours or take it.",
        TAGGING,
        edits=True,
        jumps=True,
        yields=True,
    ),
    Command(
        "cue",
        ("e",),
        "Mark cue",
        "Mark the most likely cue. Press again to adjust it.",
        TAGGING,
        "cue",
        edits=True,
    ),
    Command(
        "answers",
        ("l",),
        "Set answers",
        "Choose the claims that the sentence answers.",
        TAGGING,
        "links",
        edits=True,
    ),
    Command(
        "checkable",
        ("h",),
        "Checkable",
        "Mark a claim as not checkable, or checkable again.",
        TAGGING,
        edits=True,
    ),
    Command(
        "sources",
        ("S",),
        "All sources",
        "Rename, merge or describe the article's sources, or add a party that no sentence quotes.",
        TAGGING,
        edits=True,
    ),
    Command("note", ("m",), "Note", "Write a note on the sentence.", TAGGING, "note", edits=True),
    Command(
        "flag",
        ("x",),
        "Flag",
        "Flag the sentence for a second look, or remove the flag.",
        TAGGING,
        "flag",
        edits=True,
    ),
    Command(
        "furniture",
        ("p",),
        "Furniture or body",
        "Mark the sentence as furniture, which is not tagged or counted. Press again for body.",
        TAGGING,
        edits=True,
    ),
    Command("split", ("|",), "Split", "Split the sentence in two.", TAGGING, edits=True),
    Command(
        "join",
        ("J",),
        "Join",
        "Join the sentence with the next one, or join the selection. Asks across paragraphs.",
        TAGGING,
        edits=True,
    ),
    Command(
        "change_asking",
        ("A",),
        "Questions after a tag",
        "Change what a tag asks for next: nothing, the source, or also the claims it answers.",
        TAGGING,
    ),
    Command(
        "accept",
        ("+",),
        "Accept another tag",
        "In an answer key: accept a second tag as correct, or stop accepting it.",
        TAGGING,
        edits=True,
    ),
    Command(
        "explain",
        ("E",),
        "Explain tag",
        "In an answer key: explain why the sentence has its tag.",
        TAGGING,
        edits=True,
    ),
    Command(
        "advance",
        ("a",),
        "Advance after a tag",
        "Choose whether a tag moves to the next sentence or stays.",
        TAGGING,
    ),
    Command(
        "down",
        ("down", "j"),
        "Down",
        "Go to the next sentence. After a number, go as many down.",
        MOVING,
    ),
    Command("up", ("up", "k"), "Up", "Go to the previous sentence.", MOVING),
    Command("page_down", ("pagedown",), "Page down", "Go down one screen.", MOVING),
    Command("page_up", ("pageup",), "Page up", "Go up one screen.", MOVING),
    Command(
        "first",
        ("g", "home"),
        "First",
        "Go to the first sentence. After a number, go to the sentence with it.",
        MOVING,
        jumps=True,
    ),
    Command(
        "last",
        ("G", "end"),
        "Last",
        "Go to the last sentence. After a number, go to the sentence with it.",
        MOVING,
        jumps=True,
    ),
    Command("jump", (":",), "Jump", "Go to a sentence by its number.", MOVING, jumps=True),
    Command(
        "next_untagged",
        ("space",),
        "Next untagged",
        "Go to the next sentence without a tag.",
        MOVING,
        "next",
        jumps=True,
    ),
    Command(
        "next_flagged",
        ("X",),
        "Next flagged",
        "Go to the next flagged sentence.",
        MOVING,
        jumps=True,
    ),
    Command(
        "next_incomplete",
        ("o",),
        "Next incomplete",
        "Go to the next sentence that lacks a tag, a source or the claims it answers.",
        MOVING,
        jumps=True,
    ),
    Command(
        "select_block",
        ("V",),
        "Select a block",
        "Begin a block. Every move then extends it, and tags and sources apply to it. esc leaves.",
        MOVING,
        edits=True,
        yields=True,
    ),
    Command(
        "set_mark",
        ("M",),
        "Set mark",
        "Mark the sentence with a letter. The mark stays as long as the article is open.",
        MOVING,
        yields=True,
    ),
    Command(
        "go_to_mark",
        ("'",),
        "Go to mark",
        "Go to the sentence that you marked with a letter.",
        MOVING,
        yields=True,
    ),
    Command(
        "jump_back",
        ("ctrl+o",),
        "Back",
        "Go back to where the last jump began. g G : / ' space and others jump.",
        MOVING,
        yields=True,
    ),
    Command(
        "jump_forward",
        ("tab",),
        "Forward",
        "Go forward again after going back.",
        MOVING,
        yields=True,
    ),
    Command(
        "extend_down",
        ("shift+down",),
        "Select down",
        "Add the next sentence to the selection.",
        MOVING,
    ),
    Command(
        "extend_up",
        ("shift+up",),
        "Select up",
        "Add the previous sentence to the selection.",
        MOVING,
    ),
    Command("search", ("/",), "Search", "Find words in the article.", LOOKING, "find", jumps=True),
    Command(
        "next_match",
        ("ctrl+n",),
        "Next match",
        "Go to the next match. While a search is on, n also does this.",
        LOOKING,
        jumps=True,
    ),
    Command(
        "previous_match",
        (),
        "Previous match",
        "Go to the previous match. While a search is on, N does this.",
        LOOKING,
        jumps=True,
    ),
    Command(
        "end_search",
        (),
        "End search",
        "End the search, so that n tags again. While a search is on, esc does this.",
        LOOKING,
    ),
    Command(
        "read",
        ("v",),
        "Reading view",
        "Show the article as running text, and tag in it. Press again for the list.",
        LOOKING,
        "read",
    ),
    Command(
        "measures",
        ("i",),
        "Measures so far",
        "Show what became of each claim, and the figures so far. Press again to hide them.",
        LOOKING,
    ),
    Command(
        "measures_further",
        ("I",),
        "More measures",
        "Show the measures that did not fit.",
        LOOKING,
    ),
    Command(
        "help",
        ("?",),
        "Help",
        "Show the codebook, with its rules and examples, and the keys.",
        LOOKING,
        "help",
    ),
    Command("theme", ("T",), "Theme", "Switch to the next color theme.", LOOKING),
    Command(
        "finish",
        ("F",),
        "Finish",
        "Mark this pass finished, or begin the next pass.",
        ARTICLE,
        edits=True,
        in_finished=True,
    ),
    Command(
        "unusable",
        ("U",),
        "Unusable",
        "Mark the article unusable, with a reason.",
        ARTICLE,
        edits=True,
        in_finished=True,
    ),
    Command(
        "finish_and_continue",
        ("Z",),
        "Finish and continue",
        "Mark this pass finished, and open the next document that is not done.",
        ARTICLE,
        edits=True,
        yields=True,
    ),
    Command(
        "next_document",
        ("]",),
        "Next document",
        "Save, and open the next document of the project.",
        ARTICLE,
        yields=True,
    ),
    Command(
        "previous_document",
        ("[",),
        "Previous document",
        "Save, and open the previous document of the project.",
        ARTICLE,
        yields=True,
    ),
    Command(
        "copy",
        ("y",),
        "Copy",
        "Copy the sentence, the article, or a link to the sentence to the clipboard.",
        ARTICLE,
        yields=True,
    ),
    Command(
        "open_address",
        ("O",),
        "Open address",
        "Open the article's web address in the browser.",
        ARTICLE,
        yields=True,
    ),
    Command("save", ("ctrl+s",), "Save now", "Try again if saving failed.", ARTICLE),
    Command(
        "save_as",
        ("W",),
        "Save elsewhere",
        "Save to another file from now on.",
        ARTICLE,
        edits=True,
        in_finished=True,
    ),
    Command(
        "leave",
        ("q", "ctrl+c", "ctrl+q"),
        "Quit",
        "Quit. Your work is saved first.",
        ARTICLE,
        "quit",
    ),
)

DOCUMENT_LIST_GROUP = "The list of documents"
DOCUMENT_LIST_COMMANDS: tuple[Command, ...] = (
    Command(
        "documents.open", ("enter",), "Open", "Open the document.", DOCUMENT_LIST_GROUP, "open"
    ),
    Command(
        "documents.next",
        ("space",),
        "Next",
        "Go to the next document that is not done.",
        DOCUMENT_LIST_GROUP,
        "next",
    ),
    Command(
        "documents.down", ("down", "j"), "Down", "Go to the next document.", DOCUMENT_LIST_GROUP
    ),
    Command("documents.up", ("up", "k"), "Up", "Go to the previous document.", DOCUMENT_LIST_GROUP),
    Command(
        "documents.page_down",
        ("pagedown",),
        "Page down",
        "Go down one screen.",
        DOCUMENT_LIST_GROUP,
    ),
    Command("documents.page_up", ("pageup",), "Page up", "Go up one screen.", DOCUMENT_LIST_GROUP),
    Command(
        "documents.first", ("g", "home"), "First", "Go to the first document.", DOCUMENT_LIST_GROUP
    ),
    Command(
        "documents.last", ("G", "end"), "Last", "Go to the last document.", DOCUMENT_LIST_GROUP
    ),
    Command(
        "documents.search",
        ("/",),
        "Search",
        "Find a document by its title or ID.",
        DOCUMENT_LIST_GROUP,
        "find",
    ),
    Command(
        "documents.next_match",
        ("ctrl+n",),
        "Next match",
        "Go to the next match.",
        DOCUMENT_LIST_GROUP,
    ),
    Command(
        "documents.others",
        ("o",),
        "Others",
        "Open another annotator's tags, read-only.",
        DOCUMENT_LIST_GROUP,
        "others",
    ),
    Command(
        "documents.help",
        ("?",),
        "Help",
        "Show the codebook, with its rules and examples, and the keys.",
        DOCUMENT_LIST_GROUP,
        "help",
    ),
    Command(
        "documents.leave",
        ("q", "ctrl+c", "ctrl+q"),
        "Quit",
        "Quit. Your work is saved already.",
        DOCUMENT_LIST_GROUP,
        "quit",
    ),
)
"""The commands of the list of a project's documents."""

ADJUDICATION_QUEUE_COMMANDS: tuple[Command, ...] = tuple(
    Command(
        "documents.accept",
        ("A",),
        "Accept agreed",
        "Write the gold standard of every document with nothing left to decide.",
        DOCUMENT_LIST_GROUP,
        "accept agreed",
    )
    if each.id == "documents.others"
    else each
    for each in DOCUMENT_LIST_COMMANDS
)
"""The commands of the list of documents in adjudication."""

ADJUDICATION_GROUP = "Adjudication"
_ELSEWHERE = frozenset(
    [
        *("split", "join", "accept", "explain", "finish", "finish_and_continue", "unusable"),
        *("next_untagged", "next_incomplete", "take_suggestion", "next_difference"),
    ]
)
"""Commands that a gold standard does not have, or that work differently there."""
_SPACE = next(each for each in COMMANDS if each.id == "next_untagged")
ADJUDICATION_COMMANDS: tuple[Command, ...] = (
    Command(
        "take",
        tuple("123456789"),
        "Adopt a decision",
        "Adopt the whole decision of the annotator with this number.",
        ADJUDICATION_GROUP,
        edits=True,
    ),
    Command(
        "let_stand",
        ("enter",),
        "Keep decision",
        "Keep the current decision and record it as yours.",
        ADJUDICATION_GROUP,
        "keep",
        edits=True,
    ),
    _SPACE._replace(
        title="Next to decide",
        help="Go to the next sentence that is not agreed, or needs another look.",
        group=ADJUDICATION_GROUP,
    ),
    Command(
        "reason",
        ("R",),
        "Reason",
        "Record why a decision was needed, before or after you decide.",
        ADJUDICATION_GROUP,
        "reason",
        edits=True,
    ),
    Command(
        "all_decisions",
        ("D",),
        "All decisions",
        "List all decisions to adopt one. Use it if there are more than nine.",
        ADJUDICATION_GROUP,
        edits=True,
    ),
    Command(
        "choose_tag",
        ("=",),
        "Tag",
        "Choose a tag from a list. Use it for tags without a letter.",
        ADJUDICATION_GROUP,
        edits=True,
    ),
    *(each for each in COMMANDS if each.id not in _ELSEWHERE),
)
"""The commands of adjudication. Digits adopt decisions there, and do not tag."""


class KeyBindings(NamedTuple):
    """The keys of the commands: those of the table, and those that a person changed.

    Attributes:
        custom: The changed keys, by the command's ID.
        tag_keys: The keys that the codebook gives its tags. Commands that yield do not have them.
    """

    custom: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    tag_keys: frozenset[str] = frozenset()

    def for_codebook(self, codebook: "Codebook") -> "KeyBindings":
        """The keys where the codebook's tags have theirs."""
        return self._replace(tag_keys=frozenset(tag.key for tag in codebook.tags if tag.key))

    def keys_of(self, command: Command) -> tuple[str, ...]:
        """The keys that run a command."""
        keys = self.custom.get(command.id, command.keys)
        if not command.yields:
            return keys
        changed = {key for each, own in self.custom.items() if each != command.id for key in own}
        return tuple(key for key in keys if key not in self.tag_keys | changed)

    def label(self, command: Command) -> str:
        """The first key of a command as it is shown. Empty if it has none."""
        return next(map(key_label, self.keys_of(command)), "")

    def label_of(self, name: str, table: tuple[Command, ...]) -> str:
        """The label of the command with this ID. Empty if it is not there or has no key."""
        return next((self.label(each) for each in table if each.id == name), "")

    @property
    def commands(self) -> dict[str, Command]:
        """The commands of the tagging screen by their keys."""
        return self.by_key(COMMANDS)

    def by_key(self, table: tuple[Command, ...]) -> dict[str, Command]:
        """The commands of a table by their keys."""
        return {key: command for command in table for key in self.keys_of(command)}

    @property
    def reserved(self) -> dict[str, str]:
        """The keys that no tag may have, each with the title of its command.

        Digits tag by order, and in adjudication adopt a decision. A command that yields reserves
        none.
        """
        every = self.by_key(ADJUDICATION_COMMANDS) | self.commands
        return {
            key: command.title
            for key, command in every.items()
            if not command.yields and not key.isdecimal()
        }


_SHOWN = {
    "backspace": "⌫",
    "space": "space",
    "down": "↓",
    "up": "↑",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "shift+down": "shift+↓",
    "shift+up": "shift+↑",
}


def key_label(key: str) -> str:
    """A key as it is shown to a person."""
    return _SHOWN.get(key, key)
