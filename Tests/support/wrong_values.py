"""Inputs that a JSON Schema forbids, each with the one field that is wrong: made from the API's own description."""

import uuid

# Shapes whose rules a schema does not say, as something that is in order.
GEOMETRIES = {
    "box": {"type": "box", "x": 1, "y": 2, "width": 5, "height": 6},
    "rotated_box": {"type": "rotated_box", "cx": 20, "cy": 20, "width": 5, "height": 6, "angle": 30},
    "polygon": {"type": "polygon", "points": [[1, 1], [9, 1], [5, 9]]},
    "polyline": {"type": "polyline", "points": [[1, 1], [9, 1]]},
    "mask": {"type": "mask", "size": [72, 96], "counts": "PV1"},
    "keypoints": {"type": "keypoints", "points": [[1, 1, 2]]},
    "image": {"type": "image"},
}
# What objects need besides what their schemas require.
NEEDED = {"AnnotationOperation": ["label_id", "geometry"]}
# In order by the format or pattern that the description names.
TEXTS = {"email": "somebody@example.org", "date-time": "2030-01-31T12:00:00Z", "^#[0-9a-fA-F]{6}$": "#a0b1c2"}


class Schemas:
    def __init__(self, document, ids, several):
        """`ids` are of things that are there, by the names that bodies give them; `several` are of as many as a list needs."""
        self.named = document["components"]["schemas"]
        self.ids, self.several = ids, several

    def resolve(self, schema):
        """The schema without references, and whether null is a value of it."""
        nullable = False
        while True:
            if "$ref" in schema:
                name = schema["$ref"].rsplit("/", 1)[1]
                schema = {"title": name, **self.named[name], **{key: value for key, value in schema.items() if key != "$ref"}}
            elif "anyOf" in schema:
                nullable = True
                chosen = next(one for one in schema["anyOf"] if one != {"type": "null"})
                schema = {**chosen, **{key: value for key, value in schema.items() if key != "anyOf"}}
            else:
                break
        kind = schema.get("type")
        if isinstance(kind, list):
            nullable, kind = "null" in kind, next(one for one in kind if one != "null")
        # Without a type any value is in order.
        return {**schema, "type": kind}, nullable or not (kind or "oneOf" in schema)

    def example(self, schema, name=""):
        """The smallest value that is in order."""
        schema, _ = self.resolve(schema)
        if "oneOf" in schema:
            return GEOMETRIES["box"]
        if "enum" in schema:
            return schema["enum"][0]
        match schema["type"]:
            case "object":
                keys = [*schema.get("required", []), *NEEDED.get(schema.get("title"), [])]
                return {key: self.example(schema["properties"][key], key) for key in keys}
            case "array" if name in self.several:
                return self.several[name][: schema.get("minItems", 0)]
            case "array":
                return [self.example(schema["items"], name.removesuffix("s")) for _ in range(schema.get("minItems", 0))]
            case "string" if schema.get("format") == "uuid":
                return self.ids.get(name) or str(uuid.uuid4())
            case "string":
                known = TEXTS.get(schema.get("format")) or TEXTS.get(schema.get("pattern"))
                return known or "a" * max(3, schema.get("minLength", 0))
            case "integer" | "number":
                return max(1, schema.get("minimum", 1))
            case "boolean":
                return False
        return {}

    def wrong(self, schema):
        """Values that the schema forbids, without those that are wrong further inside."""
        schema, nullable = self.resolve(schema)
        if not nullable:
            yield None
        if "oneOf" in schema:
            yield from ("box", [1, 2], 3)
            return
        kind = schema["type"]
        others = {"object": {}, "array": [], "string": "text", "number": 1.5, "boolean": True}
        if kind:
            taken = "number" if kind == "integer" else kind
            yield from (value for name, value in others.items() if name != taken)
        if "enum" in schema:
            yield from ("no such thing", "")
        elif kind == "string":
            yield from self.wrong_texts(schema)
        if kind == "integer":
            yield from (1.5, 10**30)
        if kind in ("integer", "number"):
            if "exclusiveMinimum" in schema:
                yield schema["exclusiveMinimum"]
            if "minimum" in schema:
                yield schema["minimum"] - 1
            if "maximum" in schema:
                yield schema["maximum"] + 1
        if kind == "array":
            yield from self.wrong_lengths(schema)

    def wrong_texts(self, schema):
        if schema.get("minLength", 0) > 0:
            yield ""
        if "maxLength" in schema:
            yield "a" * (schema["maxLength"] + 1)
        if "format" in schema or "pattern" in schema:
            yield "§ none of these §"
        # One of the engines cannot store it.
        yield "nothing\0here"

    def wrong_lengths(self, schema):
        one, (item, _) = self.example(schema["items"]), self.resolve(schema["items"])
        if schema.get("minItems", 0) > 0:
            yield [one] * (schema["minItems"] - 1)
        if schema.get("uniqueItems"):
            yield [one, one]
        # Of few choices there are never too many that differ.
        if "maxItems" in schema and "enum" not in item:
            count = schema["maxItems"] + 1
            different = (str(uuid.uuid4()) if item.get("format") == "uuid" else f"a{number}" for number in range(count))
            yield list(different) if schema.get("uniqueItems") else [one] * count

    def cases(self, schema, valid, path=""):
        """(field, value): the whole value, in order but for that one field."""
        schema, _ = self.resolve(schema)
        for name, inner in schema["properties"].items():
            field = f"{path}.{name}" if path else name
            if name in schema.get("required", []):
                yield field, {key: value for key, value in valid.items() if key != name}
            for value in self.wrong(inner):
                yield field, {**valid, name: value}
            for deeper, value in self.inside(inner, name, field):
                yield deeper, {**valid, name: value}

    def inside(self, schema, name, field):
        """The same of what the value holds."""
        schema, _ = self.resolve(schema)
        if "oneOf" in schema:
            yield from ((f"{field}.type", value) for value in ({}, {"type": "no-such-shape"}, {"type": 3}))
            for variant in schema["oneOf"]:
                valid = GEOMETRIES[variant["properties"]["type"]["const"]]
                for key in variant["properties"].keys() & valid.keys() - {"type"}:
                    place = f"{field}.{key}"
                    yield place, {other: value for other, value in valid.items() if other != key}
                    for value in (None, {}, "text" if key != "counts" else 7, True):
                        yield place, {**valid, key: value}
        elif schema["type"] == "object" and "properties" in schema:
            yield from self.cases(schema, self.example(schema, name), field)
        elif schema["type"] == "array":
            # As many as it takes, of which the last is wrong.
            least = max(1, schema.get("minItems", 0))
            before = [self.example(schema["items"], name.removesuffix("s")) for _ in range(least - 1)]
            place = f"{field}[{least - 1}]"
            item, _ = self.resolve(schema["items"])
            if not schema.get("uniqueItems") or least == 1:
                for value in self.wrong(schema["items"]):
                    yield place, [*before, value]
            for deeper, value in self.inside(item, name.removesuffix("s"), place):
                yield deeper, [*before, value]
