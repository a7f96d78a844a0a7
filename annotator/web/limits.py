"""How fast somebody may ask: buckets that fill with time."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

MOST_KNOWN = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    since: float


class Limit:
    """At most `burst` at once, and `rate` a second from then on, for each who asks.

    Args:
        burst: How many at once.
        rate: How many a second.
        clock: The time in seconds.
    """

    def __init__(self, burst: float, rate: float, clock: Callable[[], float]) -> None:
        self._burst = burst
        self._rate = rate
        self._clock = clock
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()

    def exhausted(self, who: Hashable) -> bool:
        """Whether this one has to wait."""
        return self._filled(who).left < 1

    def spend(self, who: Hashable) -> None:
        """Count one."""
        bucket = self._filled(who)
        bucket.left = max(bucket.left - 1, 0)

    def turn(self, who: Hashable, longest: float) -> float | None:
        """Count one, and give the seconds until its turn; None where that is longer than `longest`.

        Nobody who asks one after another is refused: each waits for the one before.
        """
        bucket = self._filled(who)
        wait = max(1 - bucket.left, 0) / self._rate
        if wait > longest:
            return None
        bucket.left -= 1
        return wait

    def give_back(self, who: Hashable) -> None:
        """Count one less."""
        self._filled(who).left += 1

    def _filled(self, who: Hashable) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.pop(who, None) or _Bucket(self._burst, now)
        bucket.left = min(self._burst, bucket.left + (now - bucket.since) * self._rate)
        bucket.since = now
        self._buckets[who] = bucket
        # Whoever was not seen for longest has a full bucket, or an attacker's many addresses.
        while len(self._buckets) > MOST_KNOWN:
            self._buckets.popitem(last=False)
        return bucket
