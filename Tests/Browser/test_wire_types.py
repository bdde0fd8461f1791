"""The browser's types say what the server says: every interface of web/src/api/types.ts that has a schema of the same name in
/openapi.json has the same members, and every union of strings the same strings."""

import json
import re
import urllib.request

from fovea_server import ROOT

SOURCE = (ROOT / "web/src/api/types.ts").read_text()
# Names by which the server calls what the browser knows by another.
OTHER_NAMES = {"Me": "User", "JobFrame": None, "Page": None, "Problem": "Problem"}


def without_comments(text):
    return re.sub(r"//[^\n]*", "", re.sub(r"/\*.*?\*/", "", text, flags=re.S))


def members(body):
    """Names at the top of an interface's body: nested braces, brackets and angle brackets are passed over."""
    depth, flat = 0, []
    for sign in body:
        depth += sign in "{[(<"
        depth -= sign in "}])>"
        flat.append(sign if depth == 0 else " ")
    return {match[1] for part in re.split(r"[;\n]", "".join(flat)) if (match := re.match(r"\s*(\w+)\??\s*:", part))}


def interfaces():
    text = without_comments(SOURCE)
    found = {}
    for match in re.finditer(r"export interface (\w+)(?:<\w+>)?(?: extends (\w+))? \{", text):
        end, depth = match.end(), 1
        while depth:
            depth += (text[end] == "{") - (text[end] == "}")
            end += 1
        found[match[1]] = members(text[match.end() : end - 1]) | (found[match[2]] if match[2] else set())
    return found


def string_unions():
    found = {}
    for name, body in re.findall(r"export type (\w+) = ([^;]+);", without_comments(SOURCE)):
        parts = [part.strip() for part in body.split("|")]
        if all(re.fullmatch(r'"[^"]*"', part) for part in parts):
            found[name] = {part.strip('"') for part in parts}
    return found


def test_types_match_the_schemas(fovea):
    with urllib.request.urlopen(f"{fovea.base}/openapi.json") as answer:
        schemas = json.load(answer)["components"]["schemas"]
    known, compared, wrong = interfaces(), 0, []
    for name, fields in known.items():
        schema = schemas.get(OTHER_NAMES.get(name, name) or "")
        if schema is None or "properties" not in schema:
            continue
        compared += 1
        said = set(schema["properties"])
        if name == "Problem":
            said, fields = {"title", "status", "detail"}, fields & {"title", "status", "detail"}
        if name != "Problem" and fields != said and not (name == "User" and fields | {"csrf_token"} == said):
            wrong.append(f"{name}: only in types.ts {sorted(fields - said)}, only on the server {sorted(said - fields)}")
    for name, strings in string_unions().items():
        if name in schemas and "enum" in schemas[name]:
            compared += 1
            if set(schemas[name]["enum"]) != strings:
                wrong.append(f"{name}: {sorted(strings)} and {sorted(schemas[name]['enum'])}")
    assert compared > 25
    assert not wrong, "\n".join(wrong)
