"""Makes torchvision import beside a torch that its compiled half does not fit, such as a CPU build.

Ultralytics needs torchvision only for picture transforms and for non-maximum suppression, and has the latter in Python.
"""

from __future__ import annotations

import sys
from typing import Any

_library: Any = None  # torch.library.Library: its definitions live as long as it does


def install() -> bool:
    """Imports torchvision, with the missing operators defined first if it cannot be imported without; true if so."""
    global _library
    try:
        import torchvision  # noqa: F401

        return False
    except RuntimeError as error:  # "operator torchvision::nms does not exist"
        if "torchvision::" not in str(error):
            raise
    import torch

    for name in [n for n in sys.modules if n == "torchvision" or n.startswith("torchvision.")]:
        del sys.modules[name]
    _library = torch.library.Library("torchvision", "DEF")
    _library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    _library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    import torchvision  # noqa: F811
    from ultralytics.utils.nms import TorchNMS

    torchvision.ops.nms = TorchNMS.nms
    torchvision.ops.boxes.nms = TorchNMS.nms
    return True
