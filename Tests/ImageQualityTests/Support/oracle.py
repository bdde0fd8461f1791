"""What others say about the pictures of a folder, one JSON line each: `oracle.py FOLDER`."""

import json
import pathlib
import sys

import cv2
import numpy as np
from PIL import Image

sys.path.insert(0, str(pathlib.Path(sys.argv[0]).resolve().parent) if len(sys.argv) < 3 else sys.argv[2])
import quality_peers as peers  # noqa: E402
import torch  # noqa: E402

for path in sorted(pathlib.Path(sys.argv[1]).glob("*.png")):
    image = np.asarray(Image.open(path).convert("RGB"))
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    red, green, blue = (image[..., channel].astype(float) for channel in range(3))
    rg, yb = red - green, (red + green) / 2 - blue
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], float)
    left = np.abs(cv2.filter2D(grey.astype(float), -1, kernel))[1:-1, 1:-1]
    answer = {
        "name": path.stem,
        "brisque": peers.brisque(image),
        "piqe": peers.piqe(image),
        "piqe_single": peers.piqe(image, torch.float32),
        "niqe": peers.niqe(image),
        "niqe_single": peers.niqe(image, torch.float32),
        "entropy": peers.entropy(image),
        "sharpness": float(cv2.Laplacian(grey, cv2.CV_64F).var()),
        "noise": float(left.sum() * np.sqrt(np.pi / 2) / (6 * left.size)),
        "contrast": float(grey.std() / 255),
        "brightness": float(grey.mean() / 255),
        "colorfulness": float(np.hypot(rg.std(), yb.std()) + 0.3 * np.hypot(rg.mean(), yb.mean())),
        "shadows": float((grey <= 4).mean()),
        "highlights": float((grey >= 251).mean()),
        "features": peers.brisque_features(image),
    }
    print(json.dumps(answer), flush=True)
