"""The pure model: codebook, document, annotation set, edits, session; standard library only."""
