"""Prompts: small questions under a sentence, as values; a key leads from one to the next."""
