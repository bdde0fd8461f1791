"""What jobs leave behind, straight into the database: to have it made, a model would have to look at a picture."""

import json
import subprocess
import time
import uuid


def store(server, *statements):
    """Runs statements in the server's database, behind its back."""
    url = server.environment.get("DATABASE_URL")
    command = ["psql", "-q", url, "-c"] if url else ["sqlite3", "-cmd", ".timeout 20000", server.directory / "data" / "fovea.sqlite"]
    subprocess.run([*command, " ".join(statements)], check=True, stdin=subprocess.DEVNULL)


def literal(server, value):
    """A UUID as the engine writes it."""
    value = uuid.UUID(str(value))
    return f"'{value}'" if server.environment.get("DATABASE_URL") else f"X'{value.hex}'"


def put_label_error(server, project, image, analysis):
    """A likely mistake, as a comparison of labels with that analysis leaves it. Answers its id."""
    made = uuid.uuid4()
    ids = [literal(server, value) for value in (made, project, made, image, analysis)]
    columns = "id, project_id, job_id, image_id, analysis_id, kind, state, score, similarity"
    store(server, f"INSERT INTO label_errors ({columns}) VALUES ({', '.join(ids)}, 'spurious', 'open', 0.5, 0.0);")
    return str(made)


def put_duplicates(server, project, *images):
    """A group of copies, as a search for them leaves it. Answers its id."""
    made, now = uuid.uuid4(), int(time.time() * 1_000_000)
    group = literal(server, made)
    names = "id, project_id, kind, position, linked_count, created_at"
    statements = [f"INSERT INTO duplicate_groups ({names}) VALUES ({group}, {literal(server, project)}, 'near', 0, 0, {now});"]
    for place, image in enumerate(images):
        names = "group_id, image_id, position, differences, words, correlation"
        statements.append(f"INSERT INTO duplicate_members ({names}) VALUES ({group}, {literal(server, image)}, {place}, '[]', '[]', 1.0);")
    store(server, *statements)
    return str(made)


def put_analysis(server, image, model, version, shapes=()):
    """A completed analysis; `shapes` are (class, confidence, (x, y, width, height)). Answers its id."""
    made, now = uuid.uuid4(), int(time.time() * 1_000_000)
    names = "id, image_id, model_name, model_version, status, annotation_count, parameters, created_at"
    values = f"{literal(server, made)}, {literal(server, image)}, '{model}', '{version}', 'completed', {len(shapes)}, '{{}}', {now}"
    statements = [f"INSERT INTO analyses ({names}) VALUES ({values});"]
    for place, (label, confidence, (x, y, width, height)) in enumerate(shapes):
        data = json.dumps({"x_min": x, "y_min": y, "x_max": x + width, "y_max": y + height})
        values = f"{literal(server, uuid.uuid4())}, {literal(server, made)}, 'bounding_box', '{label}', {confidence}, '{data}', {place}"
        names = "id, analysis_id, annotation_type, class_name, confidence, data, ordering"
        statements.append(f"INSERT INTO analysis_annotations ({names}) VALUES ({values});")
    store(server, *statements)
    return str(made)
