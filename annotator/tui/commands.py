"""The one table of commands: keys, footer, palette and help are derived from it.

Importing it loads nothing of the screen, so that a codebook can be checked against its keys.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Command(NamedTuple):
    """One thing that a person can ask for.

    Attributes:
        id: Its name in the settings; the action of the tagging screen has the same name.
        keys: What it is pressed by: a character as typed, or the name of a key.
        title: Its name in the command palette.
        help: One sentence for the help and the palette.
        group: The heading that it stands under in the help.
        footer: The word beside its key at the screen's foot; empty where it is not shown there.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    help: str
    group: str
    footer: str = ""


TAGGING, MOVING, LOOKING, ARTICLE = "Tagging", "Moving", "Looking", "The whole article"

COMMANDS: tuple[Command, ...] = (
    Command(
        "untag", ("backspace",), "Untag", "Take the tag off; all else stays.", TAGGING, "untag"
    ),
    Command("undo", ("u",), "Undo", "Take the last edit back, without limit.", TAGGING, "undo"),
    Command("redo", ("ctrl+r",), "Redo", "Do again what was undone.", TAGGING),
    Command("source", ("s",), "Source", "Who says so, of what kind, for whom.", TAGGING, "source"),
    Command("same_source", (".",), "Same source", "The source of the sentence before.", TAGGING),
    Command(
        "cue",
        ("e",),
        "Cue",
        "Take the likeliest words by which the text says so; again: choose them.",
        TAGGING,
        "cue",
    ),
    Command("answers", ("l",), "Answers", "Which claims it answers.", TAGGING, "links"),
    Command("checkable", ("h",), "Checkable", "A claim could be checked, or not.", TAGGING),
    Command(
        "sources",
        ("S",),
        "All sources",
        "The article's sources: rename, merge, describe; a party that nobody quotes.",
        TAGGING,
    ),
    Command("note", ("m",), "Note", "Write a note on the sentence.", TAGGING, "note"),
    Command(
        "flag", ("x",), "Flag", "Flag the sentence for a second look, or not.", TAGGING, "flag"
    ),
    Command(
        "furniture",
        ("p",),
        "Furniture or body",
        "Title, dateline, byline, caption or pull quote: not tagged, not counted. Again: body.",
        TAGGING,
    ),
    Command("split", ("|",), "Split", "Cut the sentence in two.", TAGGING),
    Command(
        "join",
        ("J",),
        "Join",
        "Join it with the next, or those selected; across a paragraph it asks.",
        TAGGING,
    ),
    Command(
        "change_asking",
        ("A",),
        "What is asked",
        "After a tag: nothing, the source, or also which claims it answers.",
        TAGGING,
    ),
    Command(
        "accept", ("+",), "Accept too", "In a key: a further tag that is accepted, or not.", TAGGING
    ),
    Command("explain", ("E",), "Explain", "In a key: why the sentence has its tag.", TAGGING),
    Command("advance", ("a",), "Going on", "After a tag, go on to the next, or stay.", TAGGING),
    Command("down", ("down", "j"), "Down", "To the next sentence.", MOVING),
    Command("up", ("up", "k"), "Up", "To the sentence before.", MOVING),
    Command("page_down", ("pagedown",), "Page down", "One screen down.", MOVING),
    Command("page_up", ("pageup",), "Page up", "One screen up.", MOVING),
    Command("first", ("g", "home"), "First", "To the first sentence.", MOVING),
    Command("last", ("G", "end"), "Last", "To the last sentence.", MOVING),
    Command("jump", (":",), "Jump", "To a sentence by its number.", MOVING),
    Command(
        "next_untagged", ("space",), "Next untagged", "To the next without a tag.", MOVING, "next"
    ),
    Command("next_flagged", ("X",), "Next flagged", "To the next with a flag.", MOVING),
    Command(
        "next_incomplete",
        ("o",),
        "Next incomplete",
        "To the next without a tag, or that lacks its source or what it answers.",
        MOVING,
    ),
    Command("extend_down", ("shift+down",), "Select down", "Select several sentences.", MOVING),
    Command("extend_up", ("shift+up",), "Select up", "Select several sentences.", MOVING),
    Command("search", ("/",), "Search", "Find words in the article.", LOOKING, "find"),
    Command("next_match", ("ctrl+n",), "Next match", "To the next place found.", LOOKING),
    Command("read", ("v",), "Reading view", "The article as running text.", LOOKING, "read"),
    Command(
        "measures",
        ("i",),
        "Measures so far",
        "What became of each claim, and the figures, changing as you tag; again: away.",
        LOOKING,
    ),
    Command(
        "measures_further",
        ("I",),
        "Further measures",
        "Those that there was no room for.",
        LOOKING,
    ),
    Command(
        "help",
        ("?",),
        "Help",
        "The codebook, with its rules and examples, and the keys.",
        LOOKING,
        "help",
    ),
    Command("theme", ("T",), "Theme", "Dark, light or plain colors.", LOOKING),
    Command("finish", ("F",), "Finished", "This pass is done; going on begins the next.", ARTICLE),
    Command("unusable", ("U",), "Unusable", "Not fit to be tagged, with a reason.", ARTICLE),
    Command("save", ("ctrl+s",), "Save now", "Try again where saving failed.", ARTICLE),
    Command("save_as", ("W",), "Save elsewhere", "Go on in another file.", ARTICLE),
    Command(
        "leave", ("q", "ctrl+c", "ctrl+q"), "Quit", "Leave; everything is saved.", ARTICLE, "quit"
    ),
)

DOCUMENT_LIST_GROUP = "The documents of a project"
DOCUMENT_LIST_COMMANDS: tuple[Command, ...] = (
    Command(
        "documents.open", ("enter",), "Open", "Go into the document.", DOCUMENT_LIST_GROUP, "open"
    ),
    Command(
        "documents.next",
        ("space",),
        "Next",
        "To the next that is not done.",
        DOCUMENT_LIST_GROUP,
        "next",
    ),
    Command("documents.down", ("down", "j"), "Down", "To the next document.", DOCUMENT_LIST_GROUP),
    Command("documents.up", ("up", "k"), "Up", "To the document before.", DOCUMENT_LIST_GROUP),
    Command(
        "documents.page_down", ("pagedown",), "Page down", "One screen down.", DOCUMENT_LIST_GROUP
    ),
    Command("documents.page_up", ("pageup",), "Page up", "One screen up.", DOCUMENT_LIST_GROUP),
    Command(
        "documents.first", ("g", "home"), "First", "To the first document.", DOCUMENT_LIST_GROUP
    ),
    Command("documents.last", ("G", "end"), "Last", "To the last document.", DOCUMENT_LIST_GROUP),
    Command("documents.search", ("/",), "Search", "Find a document.", DOCUMENT_LIST_GROUP, "find"),
    Command(
        "documents.next_match", ("ctrl+n",), "Next match", "To the next found.", DOCUMENT_LIST_GROUP
    ),
    Command(
        "documents.others",
        ("o",),
        "Others",
        "Look at another's tags.",
        DOCUMENT_LIST_GROUP,
        "others",
    ),
    Command(
        "documents.help",
        ("?",),
        "Help",
        "The codebook, with its rules and examples, and the keys.",
        DOCUMENT_LIST_GROUP,
        "help",
    ),
    Command(
        "documents.leave", ("q", "ctrl+c", "ctrl+q"), "Quit", "Leave.", DOCUMENT_LIST_GROUP, "quit"
    ),
)
"""What can be asked for on the list of a project's documents."""

ADJUDICATION_QUEUE_COMMANDS: tuple[Command, ...] = tuple(
    Command(
        "documents.accept",
        ("A",),
        "Accept",
        "Write the gold of every document in which nothing is to be decided.",
        DOCUMENT_LIST_GROUP,
        "accept what is agreed",
    )
    if each.id == "documents.others"
    else each
    for each in DOCUMENT_LIST_COMMANDS
)
"""What can be asked for on the list of the documents that are adjudicated."""

ADJUDICATION_GROUP = "Adjudication"
_ELSEWHERE = frozenset(
    [
        *("split", "join", "accept", "explain", "finish", "unusable"),
        *("next_untagged", "next_incomplete"),
    ]
)
"""What means nothing in gold, or something else."""
_SPACE = next(each for each in COMMANDS if each.id == "next_untagged")
ADJUDICATION_COMMANDS: tuple[Command, ...] = (
    Command(
        "take",
        tuple("123456789"),
        "Take a decision",
        "Take the whole decision of the annotator with this number.",
        ADJUDICATION_GROUP,
    ),
    Command(
        "let_stand",
        ("enter",),
        "Let stand",
        "What stands there is the decision, and yours from now on.",
        ADJUDICATION_GROUP,
        "let stand",
    ),
    _SPACE._replace(
        title="Next to decide",
        help="To the next that is not agreed, or asked again.",
        group=ADJUDICATION_GROUP,
    ),
    Command(
        "reason",
        ("R",),
        "Reason",
        "Why a decision was needed; also before it is made.",
        ADJUDICATION_GROUP,
        "reason",
    ),
    Command(
        "all_decisions",
        ("D",),
        "All decisions",
        "Everybody's decision, to choose one from; also where nine keys do not reach.",
        ADJUDICATION_GROUP,
    ),
    Command(
        "choose_tag",
        ("=",),
        "Tag",
        "Choose a tag from the list, where the codebook gives it no letter.",
        ADJUDICATION_GROUP,
    ),
    *(each for each in COMMANDS if each.id not in _ELSEWHERE),
)
"""What can be asked for in adjudication: digits take decisions there, and do not tag."""


class KeyBindings(NamedTuple):
    """Which keys the commands have: those of the table, and those that a person rebound.

    Attributes:
        custom: The keys of commands that have others than the table's, by the command's id.
    """

    custom: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def keys_of(self, command: Command) -> tuple[str, ...]:
        """The keys that a command is pressed by."""
        return self.custom.get(command.id, command.keys)

    @property
    def commands(self) -> dict[str, Command]:
        """The commands of the tagging screen by their keys."""
        return self.by_key(COMMANDS)

    def by_key(self, table: tuple[Command, ...]) -> dict[str, Command]:
        """The commands of a table by their keys."""
        return {key: command for command in table for key in self.keys_of(command)}

    @property
    def reserved(self) -> dict[str, str]:
        """The keys that no tag may have, each with the title of the command that has it.

        Digits tag by order, and in adjudication take a decision.
        """
        every = self.by_key(ADJUDICATION_COMMANDS) | self.commands
        return {key: command.title for key, command in every.items() if not key.isdecimal()}


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
    """A key as it is printed for a person."""
    return _SHOWN.get(key, key)
