from annotator.web.http import MAX_BUCKETS, RateLimit
from tests.factories import Clock


def test_after_the_burst_it_goes_on_at_the_rate() -> None:
    clock = Clock()
    limit = RateLimit(3, 2, clock)
    for _ in range(3):
        assert not limit.is_exhausted("eve")
        limit.spend("eve")
    assert limit.is_exhausted("eve")
    clock.now = 0.5
    assert not limit.is_exhausted("eve")
    limit.spend("eve")
    assert limit.is_exhausted("eve")


def test_one_does_not_wait_for_another() -> None:
    limit = RateLimit(1, 1, Clock())
    limit.spend("eve")
    assert limit.is_exhausted("eve")
    assert not limit.is_exhausted("ada")


def test_many_addresses_do_not_fill_the_memory() -> None:
    limit = RateLimit(1, 1, Clock())
    for number in range(MAX_BUCKETS + 100):
        limit.spend(number)
    # The last ones are remembered; the one before them is forgotten, and so has a full bucket.
    assert limit.is_exhausted(100)
    assert not limit.is_exhausted(99)
