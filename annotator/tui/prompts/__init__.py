"""Prompts: short questions under a sentence, as values. A key leads from one to the next."""
