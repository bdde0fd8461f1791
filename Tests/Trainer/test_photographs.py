"""The same on real photographs, when the machine has them (FOVEA_TEST_DATA)."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from trainer_process import one

CLASSES = ["RBC", "WBC", "Platelets"]
PHOTOGRAPHS = Path(os.environ.get("FOVEA_TEST_DATA", "/nonexistent")) / "bccd"


def lay_out(root: Path, count: int) -> Path:
    """The first photographs as links, two of three for training, with their VOC boxes as YOLO rows."""
    for number, file in enumerate(sorted((PHOTOGRAPHS / "Annotations").glob("*.xml"))[:count]):
        split = "val" if number % 3 == 2 else "train"
        for kind in ("images", "labels"):
            (root / kind / split).mkdir(parents=True, exist_ok=True)
        document = ElementTree.parse(file).getroot()
        width, height = (float(document.findtext(f"size/{side}")) for side in ("width", "height"))
        rows = []
        for item in document.iter("object"):
            x1, y1, x2, y2 = (float(item.findtext(f"bndbox/{k}")) for k in ("xmin", "ymin", "xmax", "ymax"))
            if x2 > x1 and y2 > y1:
                numbers = ((x1 + x2) / 2 / width, (y1 + y2) / 2 / height, (x2 - x1) / width, (y2 - y1) / height)
                rows.append(f"{CLASSES.index(item.findtext('name'))} " + " ".join(f"{n:.6f}" for n in numbers))
        (root / "labels" / split / f"{file.stem}.txt").write_text("\n".join(rows))
        (root / "images" / split / f"{file.stem}.jpg").symlink_to(PHOTOGRAPHS / "JPEGImages" / f"{file.stem}.jpg")
    (root / "data.yaml").write_text(json.dumps({"names": CLASSES}))
    return root


@pytest.mark.skipif(not PHOTOGRAPHS.is_dir(), reason="no photographs in FOVEA_TEST_DATA")
def test_blood_cells_by_way_of_links(trainer, command, request_for, tmp_path: Path) -> None:
    data = lay_out(tmp_path / "data", count=12)
    events, status = trainer(request_for(data, epochs=1, img_size=96)).finish()
    assert status == 0, events[-1]
    started = one(events, "started")
    assert started["class_names"] == CLASSES and started["data"]["train"]["images"] == 8
    assert started["data"]["train"]["instances"] > 50

    picture = sorted((data / "images" / "val").glob("*.jpg"))[0]
    answer = command("predict", "--model", one(events, "exported")["path"], "--conf", "0.001", str(picture))
    assert answer.returncode == 0, answer.stderr
    seen = json.loads(answer.stdout)["images"][0]
    assert (seen["width"], seen["height"]) == (640, 480) and seen["error"] is None
