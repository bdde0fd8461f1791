"""One of each thing that the API knows, made as a user makes them, so that every path can lead somewhere."""

import json
import secrets
import subprocess
import uuid

from clips import moving_square
from fovea_server import binary
from planted import put_analysis, put_duplicates, put_label_error


def make_everything(server, ada, drawn, directory):
    """Their ids, by the names that paths and bodies have for them."""
    project = ada("POST", "/api/projects", {"name": "Everything", "class_names": ["cell", "dust"]})["id"]
    label = ada("GET", f"/api/projects/{project}/labels")["items"][0]["id"]
    tag = ada("POST", f"/api/projects/{project}/tags", {"name": "blurred"})["id"]
    images = upload(ada, project, drawn, directory)
    for image in images:
        box = {"type": "box", "x": 5, "y": 5, "width": 20, "height": 20}
        operation = {"action": "create", "id": str(uuid.uuid4()), "label_id": label, "geometry": box}
        ada("PATCH", f"/api/images/{image}/annotations", {"ops": [operation]})
    comment = ada("POST", f"/api/images/{images[0]}/comments", {"body": "look"})["id"]
    archive = ada("POST", f"/api/projects/{project}/imports", {"filename": "a.zip", "size": 100})
    dataset = ada("POST", f"/api/projects/{project}/datasets", {"name": "first"})["id"]
    training = ada("POST", "/api/training", {"dataset_id": dataset, "base_model": "yolov8n", "epochs": 1})["id"]
    model = ada("POST", "/api/models", {"name": "detector", "project_id": project})["id"]
    version = ada("POST", "/api/models/versions", {"model_id": model, "version_number": "1"})["version_id"]
    ben = member(server, ada, project, "ben")
    me = ada("GET", "/api/auth/me")["id"]
    given = ada("POST", f"/api/projects/{project}/assignments", {"user_ids": [ben], "images": {"image_ids": images[:1]}, "kind": "label"})
    several = {"name": "Twice", "user_ids": [me, ben], "images": {"image_ids": images[1:2]}}
    ada("POST", f"/api/projects/{project}/consensus", several)
    queue = ada("GET", f"/api/projects/{project}/queue?kind=label")["items"]
    # Who labels in an open set may not compare it: here two others do.
    cem = member(server, ada, project, "cem")
    others = {"name": "Others", "user_ids": [ben, cem], "images": {"image_ids": images[2:3]}}
    consensus = ada("POST", f"/api/projects/{project}/consensus", others)["id"]
    analysis = put_analysis(server, images[0], "m", "1")
    batch = ada("POST", "/api/batches", {"project_id": project, "batch_name": "All"})["id"]
    return {
        "group_id": put_duplicates(server, project, *images[:2]),
        "label_error_id": put_label_error(server, project, images[0], analysis),
        "batch_id": batch,
        "assignment_id": given["assignments"][0]["id"],
        "consensus_id": consensus,
        "compared_id": images[2],
        "layer_id": queue[0]["layer_id"],
        "view_id": ada("POST", f"/api/projects/{project}/views", {"name": "mine", "query": {}})["id"],
        "project_id": project,
        "label_id": label,
        "tag_id": tag,
        "image_id": images[0],
        "comment_id": comment,
        "job_id": archive["job_id"],
        "dataset_id": dataset,
        "training_id": training,
        "model_id": model,
        "version_id": version,
        **film(server, ada, project, label, directory),
        "analysis_id": analysis,
        "user_id": me,
        "other_id": ben,
        "key_id": ada("POST", "/api/api-keys", {"name": "key"})["id"],
        "invitation_id": ada("POST", "/api/invitations", {})["id"],
        "session_id": ada("GET", "/api/auth/sessions")["items"][0]["id"],
        "upload_id": str(uuid.uuid4()),
        "digest": secrets.token_hex(32),
        "level": "0",
        "x": "0",
        "y": "0",
    }


def member(server, ada, project, name):
    """A new person's id, who labels in the project."""
    person = server.register(name)("GET", "/api/auth/me")["id"]
    ada("POST", f"/api/projects/{project}/members", {"username": name, "role": "annotator"})
    return person


def film(server, ada, project, label, directory):
    """A sequence of frames with a track through it."""
    clip = moving_square(directory / "film.mp4", seconds=1, size="96x160")
    command = [binary(), "import", clip, "--project", project, "--every", "5", "--json"]
    done = subprocess.run(command, env=server.environment, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    sequence = json.loads(done.stdout)["sequence_id"]
    image = ada("GET", f"/api/sequences/{sequence}/frames")["items"][0]["image_id"]
    track = {"id": str(uuid.uuid4()), "sequence_id": sequence}
    box = {"type": "box", "x": 5, "y": 5, "width": 20, "height": 20}
    operation = {"action": "create", "id": str(uuid.uuid4()), "label_id": label, "geometry": box, "track": track}
    ada("PATCH", f"/api/images/{image}/annotations", {"ops": [operation]})
    return {"sequence_id": sequence, "track_id": track["id"]}


def upload(ada, project, drawn, directory):
    paths = [directory / f"{number}.jpg" for number in range(4)]
    for number, path in enumerate(paths):
        path.write_bytes(drawn(900 + number))
    return [row["image_id"] for row in ada.upload(project, paths)["uploaded"]]
