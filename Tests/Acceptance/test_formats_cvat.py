"""CVAT's XML out of a project, judged by Datumaro."""

import numpy
from drawn_datasets import blob, by_datumaro, picture

SHAPES = """
<box label="car" source="manual" occluded="1" xtl="10.50" ytl="20.00" xbr="40.50" ybr="30.00" z_order="3">
<attribute name="parked">true</attribute></box>
<box label="car" occluded="0" xtl="10" ytl="10" xbr="50" ybr="30" rotation="30.00" z_order="0"></box>
<polygon label="car" occluded="0" points="1.00,2.00;30.00,2.00;30.00,40.00" z_order="0"></polygon>
<polyline label="car" occluded="0" points="1,2;3,4" z_order="0"></polyline>
<skeleton label="person" z_order="0"><points label="tail" outside="0" occluded="1" points="20,30"></points>
<points label="nose" outside="0" occluded="0" points="5,6"></points></skeleton>
<tag label="car" source="manual"></tag>
<cuboid label="car" xtl1="1" ytl1="1"></cuboid>
"""
LABELS = """
<label><name>car</name><attributes><attribute><name>parked</name><input_type>checkbox</input_type></attribute></attributes></label>
<label><name>person</name><type>skeleton</type><attributes></attributes>
<svg>&lt;line data-node-from="1" data-node-to="2"&gt;&lt;/line&gt;&lt;circle data-node-id="1"&gt;&lt;circle data-node-id="2"&gt;</svg></label>
<label><name>nose</name><type>points</type><attributes></attributes><parent>person</parent></label>
<label><name>tail</name><type>points</type><attributes></attributes><parent>person</parent></label>
"""


def mask_element(mask):
    rows, columns = numpy.flatnonzero(mask.any(1)), numpy.flatnonzero(mask.any(0))
    (top, bottom), (left, right) = rows[[0, -1]], columns[[0, -1]]
    flat = mask[top : bottom + 1, left : right + 1].flatten()
    edges = numpy.flatnonzero(numpy.diff(numpy.concatenate([[False], flat]).astype(int)))
    runs = numpy.diff(numpy.concatenate([[0], edges, [flat.size]]))
    place = f'left="{left}" top="{top}" width="{right - left + 1}" height="{bottom - top + 1}"'
    return f'<mask label="car" occluded="0" rle="{", ".join(map(str, runs))}" {place} z_order="0"></mask>'


def test_datumaro_reads_what_is_exported(command, tmp_path):
    source, out = tmp_path / "in", tmp_path / "out"
    picture(source / "images" / "a.png", 1)
    shapes = SHAPES + mask_element(blob(7))
    image = f'<image id="0" name="a.png" width="64" height="48">{shapes}</image>'
    meta = f"<meta><task><labels>{LABELS}</labels><subset>train</subset></task></meta>"
    (source / "annotations.xml").write_text(f"<annotations><version>1.1</version>{meta}{image}</annotations>")
    command("user", "create", "ada", "--admin")
    report = command("import", str(source), "--project", "Cars")
    assert (report["format"], report["annotations"], report["skipped"]) == ("cvat", 7, 1), report
    assert ["a cuboid has no place here" in row["reason"] for row in report["problems"]] == [True]
    command("export", "--project", "Cars", "--format", "cvat", str(out))
    found = by_datumaro(out, "cvat")["a"]
    kinds = {kind: (name, value, attributes) for name, kind, value, attributes in found}
    assert kinds["polygon"][1] == [1, 2, 30, 2, 30, 40] and kinds["polyline"][1] == [1, 2, 3, 4]
    assert (kinds["mask"][1] == blob(7)).all()
    box = next(row for row in found if row[1] == "bbox" and row[3].get("parked"))
    assert list(box[2]) == [10.5, 20, 30, 10] and box[3]["occluded"] is True

    first = command("import", str(out), "--project", "Again")
    assert (first["annotations"], first["problems_total"]) == (7, 0), first
    command("export", "--project", "Again", "--format", "cvat", str(tmp_path / "second"))
    assert (tmp_path / "second" / "train.xml").read_text() == (out / "train.xml").read_text()
