"""Suggesters outside this program: programs, web services, chat models and entry points."""
