"""The key presses that a whole article takes, with everything that is asked for."""

# What a person presses at each sentence: the tag; the source by its digit; `e` for the cue; the
# claims answered by their numbers, each with the letter of its stance where it is not "supports".
KEYS = {
    3: ("c", "enter"),
    4: ("c", "1", "e"),
    5: ("c", "1", "e"),
    6: ("h", "c", "1"),
    7: ("n", "2", "e", "4", "5", "enter"),
    8: ("f", "3", "e", "3", "4", "p", "enter"),
    9: ("n", "3", "e", "4", "enter"),
    10: ("c", "4", "e"),
    11: ("f", "2", "e", "1", "0", "enter"),
    12: ("c", "4", "h", "e"),
    13: ("f", "5", "e", "5", "c", "enter"),
    14: ("c", "3", "e"),
    15: ("c", "3", "h", "e"),
    16: ("b",),
    17: ("b",),
    18: ("b",),
    19: ("b",),
}
"""The keys by the sentence's number on the screen."""
