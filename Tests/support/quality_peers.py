"""The quality measures of other people, alone: `brisque` 0.2.0, and of pyiqa the modules of PIQE, NIQE and entropy, without the
forty packages that the rest of it wants. Pictures are NumPy arrays of 8 bits, rows x columns x RGB."""

import importlib.util
import json
import pathlib
import sys
import types
import warnings

import numpy as np

warnings.filterwarnings("ignore")
ROOT = pathlib.Path(__file__).resolve().parents[2]
MODELS = json.loads((ROOT / ".quality" / "models.json").read_text())


def _light(name):
    """A package without what its __init__ would import."""
    module = types.ModuleType(name)
    module.__path__ = list(importlib.util.find_spec(name).submodule_search_locations)
    sys.modules[name] = module


def _load():
    for name in ("pyiqa", "pyiqa.archs", "pyiqa.utils"):
        _light(name)
    # NIQE asks these two for things that its own path does not need: the address of a download, filters of IL-NIQE.
    sys.modules["pyiqa.archs.arch_util"] = types.SimpleNamespace(get_url_from_name=lambda name: name)
    sys.modules["pyiqa.archs.fsim_arch"] = types.SimpleNamespace(_construct_filters=None)
    import pyiqa.archs.entropy_arch as entropy
    import pyiqa.archs.niqe_arch as niqe
    import pyiqa.archs.piqe_arch as piqe
    from brisque import BRISQUE

    return BRISQUE(url=False), piqe, niqe, entropy


BRISQUE, PIQE, NIQE, ENTROPY = _load()
import torch  # noqa: E402


def tensor(image, kind=torch.float64):
    return torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1))[None]).to(kind) / 255


def brisque(image):
    return float(BRISQUE.score(image))


def brisque_features(image):
    import cv2
    import skimage.color

    grey = skimage.color.rgb2gray(image)
    half = cv2.resize(grey, None, fx=1 / 2, fy=1 / 2, interpolation=cv2.INTER_CUBIC)
    return [float(one) for plane in (grey, half) for one in BRISQUE.calculate_brisque_features(plane, kernel_size=7, sigma=7 / 6)]


def piqe(image, kind=torch.float64):
    return float(PIQE.piqe(tensor(image, kind))[0])


def niqe(image, kind=torch.float64):
    """pyiqa's computation with the Gaussian that Fovea uses."""
    mean = torch.tensor(MODELS["niqe"]["mean"], dtype=torch.float64)
    covariance = torch.tensor(MODELS["niqe"]["covariance"], dtype=torch.float64).reshape(36, 36)
    return float(NIQE.calculate_niqe(tensor(image, kind), 0, True, "yiq", mean, covariance))


def entropy(image):
    return float(ENTROPY.entropy(tensor(image)))
