from collections.abc import Iterator

import pytest

from tests.drivers.idle import use_quick_wait


@pytest.fixture(autouse=True, scope="package")
def quick_wait() -> Iterator[None]:
    """The pilot waits no longer for the screen than it has to."""
    with pytest.MonkeyPatch.context() as patch:
        use_quick_wait(patch)
        yield
