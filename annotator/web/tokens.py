"""The codes and tokens that let people in."""

import hashlib
import secrets

# Letters and digits that are not easily confused, on a projector or spoken aloud.
_ALPHABET = "ACDEFHJKLMNPQRTUVWXY34679"
_CODE_LENGTH = 6
_TOKEN_BYTES = 20


def new_code() -> str:
    """A class code for students to type, one of 244 million."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))


def new_token() -> str:
    """The random token of a link, too long to guess."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def hash_token(token: str) -> str:
    """The hash of a personal link's token. Only this is stored."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
