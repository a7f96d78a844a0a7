"""UTF-8, decoded strictly: an error names the byte and its line."""

from annotator.model.errors import DataError, Problem


def decode_utf8(data: bytes, file: str, remedy: str = "") -> str:
    """The text of a UTF-8 file, with or without a byte order mark.

    Args:
        data: The file's bytes.
        file: Its path as the person would type it.
        remedy: A sentence that says what to do about a file in another encoding.

    Raises:
        DataError: The file is not UTF-8. The message names the byte, counted from 0, and its line.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"Byte {error.start} is not UTF-8."
        raise DataError(Problem(" ".join(filter(None, (message, remedy))), file, line)) from error
