"""What holds for all tests."""

import os

from hypothesis import settings

# The machines that run these tests are noisy, so no single example is held to a time.
settings.register_profile("quick", max_examples=40, deadline=None)
settings.register_profile("long", max_examples=1000, deadline=None)
settings.load_profile("long" if os.environ.get("LONG") else "quick")
