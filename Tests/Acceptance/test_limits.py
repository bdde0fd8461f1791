"""The operator's limits are in force where they are said to be."""

import json
import urllib.parse

import pytest
from fovea_server import ApiProblem


def test_the_operators_limits_hold(server):
    server.environment |= {
        "FOVEA_MAX_JSON_BYTES": "2000",
        "FOVEA_MAX_ARCHIVE_BYTES": "3000",
        "FOVEA_MAX_PACKAGE_BYTES": "4000",
        "FOVEA_MAX_IMAGE_BYTES": "5000",
    }
    ada = server.start().register()
    project = ada("POST", "/api/projects", {"name": "Small"})["id"]

    def refused(path, body):
        with pytest.raises(ApiProblem) as problem:
            ada("POST", path, body)
        return problem.value.status, [error["field"] for error in json.loads(problem.value.problem).get("errors", [])]

    assert refused("/api/projects", {"name": "Large", "description": "x" * 2000}) == (413, [])
    assert refused(f"/api/projects/{project}/imports", {"filename": "a.zip", "size": 3001}) == (422, ["size"])
    assert refused("/api/images/upload", {"project_id": project, "filename": "a.jpg", "size": 5001}) == (422, ["size"])
    model = ada("POST", "/api/models", {"name": "m", "project_id": project})["id"]
    url = ada("POST", "/api/models/versions", {"model_id": model, "version_number": "1"})["upload_url"]
    if "FOVEA_STORAGE" not in server.environment:
        assert urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["size"] == ["4000"]
