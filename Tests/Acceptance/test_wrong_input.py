"""Wrong input to each route: a problem that names the field, never an error of ours, never a connection that just ends.

What is wrong is made from the API's own description (`/openapi.json`), so a route that is added is tested by being there."""

import base64
import http.client
import itertools
import json
import re
import subprocess
import tempfile
import urllib.parse
import uuid

import pytest
from conftest import drawn_jpeg
from everything import make_everything
from fovea_server import PASSWORD, Fovea, binary, environment_for
from wrong_values import Schemas


def described():
    with tempfile.TemporaryDirectory() as nowhere:
        done = subprocess.run([binary(), "openapi"], env={"FOVEA_DATA": nowhere}, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    return json.loads(done.stdout)


DOCUMENT = described()
OPERATIONS = {f"{method.upper()} {path}": operation for path, item in DOCUMENT["paths"].items() for method, operation in item.items()}
WITH_JSON = [name for name, operation in OPERATIONS.items() if "application/json" in operation.get("requestBody", {}).get("content", {})]
WITH_FORM = [name for name, operation in OPERATIONS.items() if "multipart/form-data" in operation.get("requestBody", {}).get("content", {})]


def parameters(name, place):
    return [one for one in OPERATIONS[name].get("parameters", []) if one["in"] == place]


WITH_PATH = [name for name in OPERATIONS if parameters(name, "path")]
WITH_QUERY = [name for name in OPERATIONS if parameters(name, "query")]


class World:
    """A server with one of each thing, and a connection to it that stays open."""

    def __init__(self, server, ids):
        self.server, self.ids = server, ids
        people = [ids["user_id"], ids["other_id"]]
        self.schemas = Schemas(DOCUMENT, {**ids, "image_ids": ids["image_id"]}, {"user_ids": people})
        self.callers = itertools.count()
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.token = None
        self.newcomers = {}

    def ask(self, method, path, body=None, content_type="application/json"):
        """Status, media type, body. Who asks too often of a route that is throttled, asks on as somebody new."""
        asked = self.once(method, path, body, content_type, self.newcomers.get(path, self.token))
        if asked[0] == 429:
            self.newcomers[path] = self.register()
            asked = self.once(method, path, body, content_type, self.newcomers[path])
        return asked

    def register(self):
        name = f"newcomer{next(self.callers)}"
        account = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
        for path in ("register", "login"):
            content = self.once("POST", f"/api/auth/{path}", json.dumps(account), "application/json", None)[2]
        return json.loads(content)["access_token"]

    def once(self, method, path, body, content_type, token):
        number = next(self.callers)
        headers = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if body is not None:
            headers["Content-Type"] = content_type
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read()

    def path(self, name, **others):
        """The operation's path with real ids, but for the ones given."""
        return re.sub(r"\{(\w+)\}", lambda found: urllib.parse.quote(str({**self.ids, **others}[found[1]])), name.split()[1])

    def valid(self, name):
        schema = self.schema(name)
        if not schema:
            return None
        example = self.schemas.example(schema)
        # Which images are meant is said by their ids or by a count: a rule between fields, which a schema does not tell.
        if example.get("images") == {}:
            example["images"] = {"count": 1}
        return example

    def schema(self, name):
        content = OPERATIONS[name].get("requestBody", {}).get("content", {})
        return content.get("application/json", {}).get("schema")

    def complaints(self, what, answer, statuses, fields=None):
        """What is wrong with an answer; nothing when it is a problem of those statuses that names those fields."""
        status, media_type, content = answer
        if media_type != "application/problem+json":
            return [f"{what}: {status} {media_type} {content[:200]}"]
        problem = json.loads(content)
        if status not in statuses or problem["status"] != status or not problem["title"] or not problem["detail"]:
            return [f"{what}: {content.decode()[:300]}"]
        named = {error["field"] for error in problem.get("errors", []) if error["message"]}
        if fields is not None and named != fields:
            return [f"{what}: named {sorted(named)}: {content.decode()[:300]}"]
        return []


@pytest.fixture(scope="module", params=["sqlite", "postgres-s3"])
def world(request, tmp_path_factory):
    directory = tmp_path_factory.mktemp("wrong")
    # Nothing is ever done by a job here: what was made stays as it is.
    environment = {
        **environment_for(request.param, request),
        "FOVEA_WORKERS": "0",
        "FOVEA_TRUSTED_PROXIES": "127.0.0.1",
        "FOVEA_REGISTRATION": "open",
    }
    server = Fovea(directory / "fovea", environment)
    try:
        ada = server.start().register()
        world = World(server, make_everything(server, ada, drawn_jpeg, directory))
        world.token = ada.token
        yield world
        assert ada("GET", "/api/health")["status"] == "ok"
        assert '"level":"error"' not in server.log.read_text()
    finally:
        server.stop()


def shown(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 120 else f"{text[:80]}... ({len(text)} characters)"


@pytest.mark.parametrize("name", WITH_JSON)
def test_each_field_of_a_body_is_named(world, name):
    method, path = name.split()[0], world.path(name)
    wrong = []
    cases = list(world.schemas.cases(world.schema(name), world.valid(name)))
    assert cases
    for field, body in cases:
        answer = world.ask(method, path, json.dumps(body))
        wrong += world.complaints(f"{field} in {shown(body)}", answer, (422,), {field})
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", WITH_JSON)
def test_a_body_that_is_no_object(world, name):
    method, path = name.split()[0], world.path(name)
    wrong = []
    for broken in ('{"a":', "{", "nothing", '{"a":1}}', '{"a":"\\ud800"}', "[" * 50_000, b'{"a":"\xff"}', "{'a':1}", '{"a":NaN}'):
        wrong += world.complaints(shown(str(broken)), world.ask(method, path, broken), (400,))
    for other in ("[]", "[{}]", '"text"', "3", "true", "null"):
        wrong += world.complaints(other, world.ask(method, path, other), (400, 422))
    for media_type in ("text/plain", "application/xml", "nonsense"):
        wrong += world.complaints(media_type, world.ask(method, path, "{}", media_type), (415,))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", WITH_PATH)
def test_a_path_that_leads_nowhere(world, name):
    method, valid = name.split()[0], world.valid(name)
    body = None if valid is None else json.dumps(valid)
    wrong = []
    for parameter in parameters(name, "path"):
        values = [uuid.uuid4(), "not-a-uuid", "%00", "é", "0" * 35 + "g", "-1", "x" * 3000]
        for value in values:
            answer = world.ask(method, world.path(name, **{parameter["name"]: value}), body)
            # What is reached by a signed URL is told nothing but that it is not signed.
            allowed = (403, 404, 422) if name.split()[1].startswith("/files/") else (404, 422)
            wrong += world.complaints(f"{parameter['name']} = {str(value)[:50]}", answer, allowed)
    assert not wrong, "\n".join(wrong)


def wrong_queries(parameter, schemas):
    """Texts that a parameter cannot be."""
    schema, nullable = schemas.resolve(parameter["schema"])
    if parameter["name"] == "cursor":
        nobodys = [base64.urlsafe_b64encode(text.encode()).decode().rstrip("=") for text in ("[{}]", "[[]]", "{}", "[]", "[null]")]
        return ["garbage", "é", "A" * 5000, *nobodys]
    if "enum" in schema:
        return ["no-such-thing"]
    match schema["type"]:
        case "integer":
            bounds = [schema[key] + step for key, step in (("minimum", -1), ("maximum", 1)) if key in schema]
            # An empty text stands for nothing, where nothing is allowed.
            empty = [] if nullable else [""]
            return ["abc", "1.5", *empty, "10e3", "9" * 30, *(str(int(bound)) for bound in bounds)]
        case "number":
            return ["abc", "nan", "inf"]
        case "boolean":
            return ["maybe", "2"]
        case "array":
            return ["abc"]
        case "string" if schema.get("format") == "uuid":
            return ["abc", "-1"]
    return ["a" * (schema["maxLength"] + 1)] if "maxLength" in schema else []


@pytest.mark.parametrize("name", WITH_QUERY)
def test_each_parameter_of_a_query_is_named(world, name):
    method, path = name.split()[0], world.path(name)
    needed = {one["name"]: world.ids.get(one["name"], "1") for one in parameters(name, "query") if one["required"]}
    wrong = []
    for parameter in parameters(name, "query"):
        field = parameter["name"] + ("[0]" if parameter["schema"].get("type") == "array" else "")
        for value in wrong_queries(parameter, world.schemas):
            query = urllib.parse.urlencode({**needed, parameter["name"]: value})
            answer = world.ask(method, f"{path}?{query}")
            wrong += world.complaints(f"{parameter['name']}={value[:60]}", answer, (400, 422), {field})
    assert not wrong, "\n".join(wrong)


def form(*parts):
    """A multipart body with the boundary `x`; each part is a name, perhaps a filename, and content."""
    out = b""
    for name, filename, content in parts:
        file = f'; filename="{filename}"' if filename else ""
        out += f'--x\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + content + b"\r\n"
    return out + b"--x--\r\n"


MULTIPART = "multipart/form-data; boundary=x"


@pytest.mark.parametrize("name", WITH_FORM)
def test_a_form_that_is_none(world, name):
    method, path = name.split()[0], world.path(name)
    whole = form(("file", "a.jpg", b"\xff\xd8"))
    wrong = []
    for content_type in ("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "x" * 500):
        wrong += world.complaints(content_type[:60], world.ask(method, path, whole, content_type), (400,))
    for broken in (b"", b"no form", whole[:-6], whole[:30], whole.replace(b'name="file"; ', b""), whole.replace(b"Content-Disposition", b"Other")):
        wrong += world.complaints(str(broken[:80]), world.ask(method, path, broken, MULTIPART), (400, 422))
    assert not wrong, "\n".join(wrong)


def test_each_field_of_the_upload_form_is_named(world):
    picture = ("files", "a.jpg", drawn_jpeg(990))
    cases = [
        ([picture], (422,), {"project_id"}),
        ([picture, ("project_id", None, world.ids["project_id"].encode())], (422,), {"project_id"}),
        ([("project_id", None, b"not-a-uuid"), picture], (422,), {"project_id"}),
        ([("project_id", None, b"x" * 5000), picture], (413, 422), None),
        ([("project_id", None, str(uuid.uuid4()).encode()), picture], (404,), None),
        ([("project_id", None, world.ids["project_id"].encode())], (422,), {"files"}),
    ]
    wrong = []
    for parts, statuses, fields in cases:
        wrong += world.complaints(str(parts)[:80], world.ask("POST", "/api/images/upload", form(*parts), MULTIPART), statuses, fields)
    assert not wrong, "\n".join(wrong)


def test_each_field_of_the_prediction_form_is_named(world):
    valid = {"model_id": world.ids["model_id"], "file": drawn_jpeg(991).decode("latin-1")}
    cases = [
        ({"file": valid["file"]}, {"model_id"}),
        ({"model_id": valid["model_id"]}, {"file"}),
        ({**valid, "image_id": world.ids["image_id"]}, {"file"}),
        ({**valid, "save": "true"}, {"save"}),
        *(({**valid, name: "not-a-uuid"}, {name}) for name in ("model_id", "version_id")),
        *(({**valid, name: value}, {name}) for name in ("confidence", "iou") for value in ("abc", "2", "-0.1", "nan")),
        ({"model_id": valid["model_id"], "image_id": "not-a-uuid"}, {"image_id"}),
        ({**valid, "save": "perhaps"}, {"save"}),
    ]
    wrong = []
    for fields, named in cases:
        parts = [(name, "a.jpg" if name == "file" else None, value.encode("latin-1")) for name, value in fields.items()]
        answer = world.ask("POST", "/api/predictions/infer", form(*parts), MULTIPART)
        wrong += world.complaints(shown({**fields, "file": "..."}), answer, (422,), named)
    assert not wrong, "\n".join(wrong)


def test_a_sign_in_by_form_is_named_too(world):
    for body, fields in (("username=ada", {"password"}), ("username=ada&password=x&cookie=maybe", {"cookie"})):
        answer = world.ask("POST", "/api/auth/login", body, "application/x-www-form-urlencoded")
        assert not world.complaints(body, answer, (422,), fields)
