"""Small datasets that are drawn for tests, and what the field's own readers say of others."""

import base64
import io
import json

import numpy
from PIL import Image


def picture(path, seed, size=(64, 48)):
    """A picture of its own for each seed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = numpy.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), dtype=numpy.uint8)
    Image.fromarray(noise).save(path)


def png(array):
    out = io.BytesIO()
    Image.fromarray(array).save(out, "PNG")
    return out.getvalue()


def base64_png(array):
    return base64.b64encode(png(array)).decode()


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))


def blob(seed, size=(64, 48)):
    """A mask of some shape, with a hole and a part of its own."""
    rng = numpy.random.default_rng(seed)
    mask = numpy.zeros((size[1], size[0]), dtype=bool)
    x, y = int(rng.integers(2, 20)), int(rng.integers(2, 14))
    mask[y : y + 20, x : x + 24] = True
    mask[y + 5 : y + 9, x + 5 : x + 12] = False
    mask[44:46, 50:60] = True
    return mask


def by_datumaro(path, format):
    """By item: what Datumaro reads, shapes as their numbers and masks as their pixels."""
    import datumaro

    dataset = datumaro.Dataset.import_from(str(path), format)
    names = dataset.categories()[datumaro.AnnotationType.label]
    found = {}
    for item in dataset:
        rows = found.setdefault(item.id.rsplit("/", 1)[-1], [])
        for annotation in item.annotations:
            kind = annotation.type.name
            if kind == "mask":
                value = numpy.asarray(annotation.image).astype(bool)
            elif kind in ("polygon", "polyline"):
                value = list(annotation.points)
            elif kind == "points":
                value = (list(annotation.points), [int(v) for v in annotation.visibility])
            elif kind == "skeleton":
                value = [(list(part.points), int(part.visibility[0])) for part in annotation.elements]
            elif kind == "bbox":
                value = annotation.get_bbox()
            else:
                value = None
            rows.append((names[annotation.label].name, kind, value, dict(annotation.attributes)))
    return found
