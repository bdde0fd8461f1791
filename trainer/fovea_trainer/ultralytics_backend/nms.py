"""Takes the clock out of non-maximum suppression."""

from __future__ import annotations


def lift_time_limit() -> None:
    """Lets suppression finish on a busy machine.

    Ultralytics stops it after 2 s and 50 ms an image and scores the remaining images of the batch as if nothing had
    been found in them: on shared cores, with the thousands of boxes of an early epoch, that changes the metrics.
    """
    from ultralytics.utils import nms

    original = nms.non_max_suppression
    if getattr(original, "unlimited", False):
        return

    def unlimited(*arguments, **options):
        options["max_time_img"] = float("inf")
        return original(*arguments, **options)

    unlimited.unlimited = True
    nms.non_max_suppression = unlimited
