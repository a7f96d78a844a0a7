"""annotator: who says so, and who answers, sentence by sentence."""

__version__ = "0.1.0"
