"""What one thread has to say to another, carried over together.

To wake a thread costs more than most of what it is woken for. So whoever speaks while the other is
still on its way adds to what is carried already, and the order stays.
"""

import threading
from collections import deque
from collections.abc import Callable

Work = Callable[[], object]

MOST = 64
"""Works done in one go; whoever else uses the thread has a turn after them."""


class Bundle:
    """Hands works over in the order in which they came; for any thread.

    Args:
        post: Runs a callable on the other thread, soon.
    """

    def __init__(self, post: Callable[[Callable[[], None]], object]) -> None:
        self._post = post
        self._lock = threading.Lock()
        self._works: deque[Work] = deque()
        self._under_way = False

    def add(self, work: Work) -> None:
        """Let the other thread do something soon."""
        with self._lock:
            self._works.append(work)
            carried, self._under_way = self._under_way, True
        if not carried:
            self._post(self._deliver)

    def _deliver(self) -> None:
        try:
            for _ in range(MOST):
                with self._lock:
                    if not self._works:
                        self._under_way = False
                        return
                    work = self._works.popleft()
                work()
        except BaseException:
            self._post(self._deliver)  # a bug of one work is not the end of the others
            raise
        self._post(self._deliver)
