"""`fovea import video.mp4` and the same over the API, checked by ffprobe and OpenCV; and files that only pretend."""

import json
import time
import urllib.request

import cv2
import numpy
import pytest
from clips import ffmpeg, moving_square, probe, scenes
from fovea_server import PASSWORD, ApiProblem


def frames_of(owner, sequence):
    return owner("GET", f"/api/sequences/{sequence}/frames?limit=1000")["items"]


def picture(server, owner, image):
    url = owner("GET", f"/api/images/{image}/url")["url"]
    with urllib.request.urlopen(url) as answer:
        return cv2.imdecode(numpy.frombuffer(answer.read(), numpy.uint8), cv2.IMREAD_COLOR)


def test_a_video_becomes_a_sequence(command, server, tmp_path):
    clip = moving_square(tmp_path / "moving.mp4")
    command("user", "create", "ada", "--admin", "--password", PASSWORD)
    # Its name says nothing: what it is, its bytes say.
    odd = tmp_path / "notes.txt"
    odd.write_bytes(clip.read_bytes())
    report = command("import", str(odd), "--project", "Film", "--every", "7", "--frames", "png")
    assert (report["frames"], report["images"], report["video_frames"]) == (5, 5, 30)
    server.start()
    owner = server.sign_in()
    sequence = owner("GET", f"/api/sequences/{report['sequence_id']}")
    assert (sequence["width"], sequence["height"], sequence["fps"]) == (640, 360, 10)
    assert sequence["frames"]["every"] == 7 and sequence["frame_count"] == 5
    frames = frames_of(owner, sequence["id"])
    times = probe(clip)
    assert [frame["source_frame"] for frame in frames] == [0, 7, 14, 21, 28]
    assert all(abs(frame["time"] - times[frame["source_frame"]]) < 1e-6 for frame in frames)
    video = cv2.VideoCapture(str(clip))
    seen = {number: image for number in range(30) for ok, image in [video.read()] if ok}
    for frame in frames:
        stored = picture(server, owner, frame["image_id"])
        assert stored.shape == (360, 640, 3)
        # Means of squares of 20 pixels: colour is stored at half the resolution, and each program draws it out in its own way.
        mine, theirs = (cv2.resize(image, (32, 18), interpolation=cv2.INTER_AREA) for image in (stored, seen[frame["source_frame"]]))
        assert numpy.abs(mine.astype(int) - theirs.astype(int)).max() <= 8, frame
    listed = owner("GET", f"/api/projects/{report['project_id']}/images?sequence_id={sequence['id']}&sort=frame")["items"]
    assert [image["filename"] for image in listed] == [f"notes_{n:06}.png" for n in (0, 7, 14, 21, 28)]
    assert [image["frames"][0]["index"] for image in listed] == [0, 1, 2, 3, 4]


def test_scenes_rates_and_parts(command, tmp_path):
    command("user", "create", "ada", "--admin", "--password", PASSWORD)
    cuts = scenes(tmp_path / "cuts.mp4")
    report = command("import", str(cuts), "--project", "Cuts", "--scene", "0.2")
    assert report["frames"] == 3
    clip = moving_square(tmp_path / "moving.mp4")
    assert command("import", str(clip), "--project", "Film", "--fps", "2", "--start", "1")["frames"] == 4
    cut = command("import", str(clip), "--project", "Film", "--limit", "4")
    assert cut["frames"] == 4 and cut["is_cut"]
    # The same frames again are the same images.
    again = command("import", str(clip), "--project", "Film", "--limit", "4")
    assert (again["images"], again["duplicates"]) == (0, 4)
    assert "choose one" in command("import", str(clip), "--project", "Film", "--fps", "2", "--every", "3", status=1)
    assert "is for videos" in command("import", str(tmp_path), "--project", "Film", "--fps", "2", status=2)


def test_a_still_video_is_one_image_at_many_places(command, server, tmp_path):
    still = ffmpeg(tmp_path / "still.mkv", "-f", "lavfi", "-i", "color=blue:s=64x48:r=10:d=1", "-c:v", "ffv1")
    command("user", "create", "ada", "--admin", "--password", PASSWORD)
    report = command("import", str(still), "--project", "Still")
    assert (report["frames"], report["images"], report["duplicates"]) == (10, 1, 9)
    server.start()
    owner = server.sign_in()
    frames = frames_of(owner, report["sequence_id"])
    assert [frame["index"] for frame in frames] == list(range(10))
    assert len({frame["image_id"] for frame in frames}) == 1
    images = owner("GET", f"/api/projects/{report['project_id']}/images?sequence_id={report['sequence_id']}&sort=frame")
    assert len(images["items"]) == 1


@pytest.fixture
def pretenders(tmp_path):
    secret = tmp_path / "secret.mp4"
    moving_square(secret)
    texts = {
        "hls.mp4": f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{secret}\n#EXT-X-ENDLIST\n",
        "passwd.mp4": "#EXTM3U\n#EXTINF:10.0,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        "concat.mp4": f"ffconcat version 1.0\nfile '{secret}'\n",
        "zeros.mp4": "\0" * 4096,
    }
    made = []
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
        made.append(tmp_path / name)
    # It begins as a video, and ends there.
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(secret.read_bytes()[:2000])
    sound = ffmpeg(tmp_path / "sound.mp4", "-f", "lavfi", "-i", "sine=d=1")
    return [*made, cut, sound]


def test_what_is_no_video_is_refused_with_the_reason_and_leaves_nothing(server, pretenders):
    server.start()
    owner = server.register("ada")
    project = owner("POST", "/api/projects", {"name": "Film", "task_type": "DETECTION"})["id"]
    for file in pretenders:
        body = {"filename": file.name, "size": file.stat().st_size, "frames": {"every": 1}}
        job = import_video(owner, project, file, body)
        assert job["status"] == "FAILED", (file.name, job)
        assert "no video" in job["error_message"], (file.name, job["error_message"])
        assert str(file.parent) not in json.dumps(job) and "root:" not in json.dumps(job)
    assert owner("GET", f"/api/projects/{project}/images")["total"] == 0
    assert owner("GET", f"/api/projects/{project}/sequences")["items"] == []


def import_video(owner, project, file, body):
    ticket = owner("POST", f"/api/projects/{project}/videos", body)
    put = urllib.request.Request(ticket["upload"]["url"], data=file.read_bytes(), method="PUT", headers=ticket["upload"]["headers"])
    urllib.request.urlopen(put).close()
    owner("POST", f"/api/videos/{ticket['job_id']}/run", {})
    while True:
        job = owner("GET", f"/api/jobs/{ticket['job_id']}")
        if job["status"] in ("SUCCEEDED", "FAILED", "CANCELLED"):
            return job
        time.sleep(0.1)


def test_wrong_wishes_are_named_all_at_once(server, tmp_path):
    server.start()
    owner = server.register("ada")
    project = owner("POST", "/api/projects", {"name": "Film", "task_type": "DETECTION"})["id"]
    wishes = {"every": 0, "fps": 2, "scene": 3, "start": 5, "end": 4, "limit": 0, "format": "bmp", "quality": 101}
    with pytest.raises(ApiProblem) as refused:
        owner("POST", f"/api/projects/{project}/videos", {"filename": "", "size": 0, "frames": wishes})
    assert refused.value.status == 422
    named = {error["field"] for error in json.loads(refused.value.problem)["errors"]}
    assert named >= {"filename", "size", "frames.every", "frames.scene", "frames.limit", "frames.format", "frames.quality"}
    clip = moving_square(tmp_path / "m.mp4", seconds=1)
    job = import_video(owner, project, clip, {"filename": "m.mp4", "size": clip.stat().st_size, "name": "walk", "frames": {"every": 2}})
    assert job["status"] == "SUCCEEDED" and job["result"]["frames"] == 5, job
    (sequence,) = owner("GET", f"/api/projects/{project}/sequences")["items"]
    assert sequence["id"] == job["id"] and sequence["name"] == "walk"


def test_tracks_are_exported_as_what_lies_on_each_frame(command, server, tmp_path):
    clip = moving_square(tmp_path / "moving.mp4")
    command("user", "create", "ada", "--admin", "--password", PASSWORD)
    report = command("import", str(clip), "--project", "Film")
    server.start()
    owner = server.sign_in()
    frames = frames_of(owner, report["sequence_id"])
    label = owner("POST", f"/api/projects/{report['project_id']}/labels", {"name": "square", "color": "#ff0000"})["id"]
    track = {"id": "0190a000-0000-7000-8000-000000000001", "sequence_id": report["sequence_id"]}
    for number in (0, 10, 20):
        box = {"type": "box", "x": 10 * number, "y": 100, "width": 40, "height": 40}
        op = {"action": "create", "id": f"0190a000-0000-7000-8000-0000000001{number:02}", "label_id": label, "geometry": box, "track": track}
        owner("PATCH", f"/api/images/{frames[number]['image_id']}/annotations", {"ops": [op]})
    losses = owner("GET", f"/api/datasets/{report['project_id']}/export/losses?format=yolo")["losses"]
    assert {loss["kind"]: loss["count"] for loss in losses}["tracks"] == 21
    out = tmp_path / "coco"
    command("export", "--project", "Film", "--format", "coco", str(out))
    (document,) = [json.loads(file.read_text()) for file in out.rglob("*.json") if file.name != "fovea-report.json"]
    names = {image["id"]: int(image["file_name"].rsplit("_", 1)[-1].split(".")[0]) for image in document["images"]}
    boxes = {names[one["image_id"]]: one["bbox"] for one in document["annotations"]}
    assert boxes == {n: [10 * n, 100, 40, 40] for n in range(21)}
    # Where the square is, OpenCV finds it.
    video = cv2.VideoCapture(str(clip))
    for number in range(21):
        frame = video.read()[1]
        columns = numpy.where((frame[110:130] > 200).all(axis=2).mean(axis=0) > 0.9)[0]
        assert abs(columns.min() - boxes[number][0]) <= 2 and abs(columns.max() + 1 - boxes[number][0] - 40) <= 2
