"""The pure model: codebook, document, annotation set, edits and session; the standard library alone."""
