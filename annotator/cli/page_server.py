"""What the commands that serve a page need: its address, its packages, and what to warn about."""

import ipaddress
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from annotator.cli.options import renamed_option, with_options
from annotator.model.errors import DataError, Problem

if TYPE_CHECKING:
    from annotator.web.site_security import Site

FEW_FILES = 900
"""The number of open files below which a large class does not fit."""


class PageAddress(NamedTuple):
    """Where a page is served.

    Attributes:
        host: The address to listen on.
        port: The port to listen on.
        public_url: The address that people type, if it is different.
        host_names: Additional host names to accept.
    """

    host: str
    port: int
    public_url: str | None
    host_names: tuple[str, ...]

    @property
    def is_local(self) -> bool:
        """Whether only this computer can open the page."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def site(self) -> "Site":
        """The addresses under which the page may be asked for.

        Raises:
            UsageError: The public address or a host name is not valid.
        """
        from annotator.web.server import reachable_host  # noqa: PLC0415
        from annotator.web.site_security import parse_site  # noqa: PLC0415

        try:
            return parse_site(self.public_url, self.host_names, reachable_host(self.host))
        except ValueError as error:
            raise click.UsageError(str(error)) from error

    def url(self, site: "Site", port: int) -> str:
        """The address that people type, if the page listens on this port."""
        from annotator.web.server import reachable_host  # noqa: PLC0415

        return site.address or f"http://{reachable_host(self.host)}:{port}"

    def warnings(self) -> Iterator[str]:
        """What to know before other devices can open the page."""
        if not self.is_local:
            yield (
                "Every device in this network can open the page, and the connection is not "
                "encrypted. Use a network that you trust, or set up TLS: "
                "docs/how-to/run-the-class-page.md."
            )


_ADDRESS_OPTIONS = (
    click.option(
        "--host",
        metavar="ADDRESS",
        default="127.0.0.1",
        help="Address to listen on.",
        show_default=True,
    ),
    click.option(
        "--port",
        metavar="NUMBER",
        default=8000,
        show_default=True,
        type=click.IntRange(0, 65535),
        help="Port to listen on.",
    ),
    renamed_option(
        "--public-url",
        "address",
        former=["--address"],
        metavar="URL",
        help="Address that students type, if different.",
    ),
    click.option(
        "--host-name",
        "names",
        metavar="NAME",
        multiple=True,
        help="Additional host name to accept.",
    ),
)


def page_address_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a `PageAddress`."""
    return with_options(command, _ADDRESS_OPTIONS)


@contextmanager
def required_packages(page: str) -> Iterator[None]:
    """Say which package is missing if an import fails.

    Raises:
        DataError: A package is missing.
    """
    try:
        yield
    except ImportError as error:
        words = f"{page} needs {error.name}. Run: pip install 'attribution-annotator[web]'"
        raise DataError(words) from None


def require_saved(unsaved: Sequence[str], folder: str) -> None:
    """Refuse to end as if all were well.

    Raises:
        DataError: The edits of one of these people are not saved.
    """
    if unsaved:
        whose = ", ".join(unsaved)
        words = f"The last edits of {whose} are NOT saved. Their browsers have them."
        raise DataError(Problem(words, folder))
