"""The trainer computes on as many threads as it was given."""

import subprocess
import sys

from conftest import REPOSITORY

ASK = """
from fovea_trainer import torchvision_shim
torchvision_shim.install()
from fovea_trainer.ultralytics_backend.run import use_threads
use_threads(3)
import torch
from ultralytics.utils.torch_utils import select_device
select_device("cpu", verbose=False)
print(torch.get_num_threads())
"""


def test_choosing_a_device_does_not_take_threads_away(tmp_path):
    environment = {"PYTHONPATH": str(REPOSITORY / "trainer"), "PATH": "/usr/bin", "YOLO_CONFIG_DIR": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, timeout=120)
    assert done.stdout.split()[-1:] == ["3"], done.stderr
