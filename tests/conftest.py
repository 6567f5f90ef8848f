"""What every test stands on: no proxy between the processes of this machine."""

import os

from hypothesis import settings

for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
    # The SDK sends even loopback calls through a proxy, and ignores NO_PROXY.
    os.environ.pop(name, None)


# How long an example takes says nothing about it on a busy machine.
settings.register_profile("baton", deadline=None)
settings.load_profile("baton")
