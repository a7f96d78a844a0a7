"""Bytes that should be UTF-8, read strictly."""

from annotator.model.faults import Fault, Refused


def decoded(data: bytes, file: str, remedy: str = "") -> str:
    """The text of a UTF-8 file, with or without a byte order mark.

    Args:
        data: The whole file.
        file: Its path as the person would type it.
        remedy: What to do about a file in another encoding.

    Raises:
        Refused: It is not UTF-8; the byte is named, counted from 0, and its line.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start} is not UTF-8"
        raise Refused(Fault("; ".join(filter(None, (message, remedy))), file, line)) from error
