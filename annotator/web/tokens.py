"""What opens the class page: codes to type, and tokens in links."""

import hashlib
import secrets

# Letters and digits that nobody takes for one another, on a projector or spoken aloud.
_ALPHABET = "ACDEFHJKLMNPQRTUVWXY34679"
_CODE_LENGTH = 6
_TOKEN_BYTES = 20


def new_code() -> str:
    """A code for a class to type: one of 244 millions."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))


def new_token() -> str:
    """What a link is made of; nobody guesses it."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def hashed(token: str) -> str:
    """What is kept of a personal link's token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
