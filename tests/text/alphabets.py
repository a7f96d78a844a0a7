"""Texts for properties: anything, and dense mixtures of what is difficult."""

from hypothesis import strategies as st

from tests.hostile import CORPUS

_PIECES = [
    *" \t\n\r\x00\x1b\x7f\x9b\xa0\xadab-—,.'\"([])、。「」（）漢字かっーｶﾞ한글“”…é",
    *"\u0301\u0316\u0489\u034f\u200b\u200c\u200d\u200e\u2028\u202e\u2060\u2066\u20e3\u3000\u3164",
    *"\ufe0e\ufe0f\ufeff\ud800\uffff\U000e0100\U000e0067\U000e007f\U0001f3fd",
    *"👩❤🏴🇫1क्षिبم\u1112\u1161\u11abำ",
    "e\u0301",
    "क्\u200dष",
    "می\u200cخ",
    "👩\u200d👩\u200d👧",
    "well-known",
    "\u0301" * 9,
]

TEXTS = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=40).map("".join),
    st.text(st.characters(), max_size=60),
    st.sampled_from(list(CORPUS.values())),
)
