"""The references, asked line by line: `peers.py FILE...`; `brisque`, `niqe`, `piqe` answer milliseconds, `values` the scores."""

import json
import pathlib
import sys
import time

import numpy as np
from PIL import Image

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests" / "support"))
import quality_peers as peers  # noqa: E402
import torch  # noqa: E402

pictures = [np.asarray(Image.open(path).convert("RGB")) for path in sys.argv[1:]]
# As pyiqa runs when it is used: single precision, all processors.
tensors = [peers.tensor(picture, torch.float32) for picture in pictures]
models = [torch.tensor(peers.MODELS["niqe"][name], dtype=torch.float64) for name in ("mean", "covariance")]
models[1] = models[1].reshape(36, 36)
work = {
    "brisque": lambda: [peers.brisque(picture) for picture in pictures],
    "niqe": lambda: [float(peers.NIQE.calculate_niqe(tensor, 0, True, "yiq", *models)) for tensor in tensors],
    "piqe": lambda: [float(peers.PIQE.piqe(tensor)[0]) for tensor in tensors],
}

for line in sys.stdin:
    if line.strip() == "values":
        values = [{"brisque": peers.brisque(one), "niqe": peers.niqe(one), "piqe": peers.piqe(one)} for one in pictures]
        print(json.dumps(values), flush=True)
        continue
    begin = time.perf_counter()
    work[line.strip()]()
    print(1000 * (time.perf_counter() - begin), flush=True)
