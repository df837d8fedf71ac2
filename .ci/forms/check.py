# Holds what `traillab report` writes for other programs against what those programs ask for: OCSF events against the OCSF schema, as
# the package ocsf-json-schema makes a JSON schema of it, and Timesketch lines against Timesketch's own importer. Neither was written
# by us. Usage: check.py ocsf|timesketch FILE…; ends with 1 and a line for each thing that is wrong.
"""Checks OCSF and Timesketch files."""

import datetime
import functools
import importlib.util
import json
import pathlib
import sys
import types

OLDEST = "1.1.0"  # of OCSF that Security Lake reads; what we write is to be valid by it too


def ocsf(path):
    """Yields what is wrong with a file of OCSF events, and at last their number."""
    import jsonschema
    from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

    validators = {}

    def validator(version, uid, profiles):
        key = (version, uid, tuple(profiles))
        if key not in validators:
            schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(version))
            validators[key] = jsonschema.Draft202012Validator(schema.get_class_schema(schema.lookup_class_name_from_uid(uid), profiles))
        return validators[key]

    count = 0
    for number, line in enumerate(path.open(encoding="utf-8"), 1):
        event = json.loads(line)
        count += 1
        for version in (event["metadata"]["version"], OLDEST):
            for error in validator(version, event["class_uid"], event["metadata"]["profiles"]).iter_errors(event):
                yield f"{path}:{number}: by {version}: {error.json_path}: {error.message[:200]}"
        if event["type_uid"] != event["class_uid"] * 100 + event["activity_id"]:
            yield f"{path}:{number}: type_uid {event['type_uid']} does not belong to activity {event['activity_id']}"
    print(f"{path}: {count} events")


class Absent(types.ModuleType):
    """A module that is not there: whatever one takes from it is a bare class."""

    def __getattr__(self, name):
        return type(name, (Exception,), {})


@functools.cache
def importer():
    """Loads timesketch/lib/utils.py without the database, the web framework and pandas, none of which reading JSON lines needs."""
    root = pathlib.Path(importlib.util.find_spec("timesketch").submodule_search_locations[0])
    for name in ["pandas", "flask", "dateutil", "yaml", "timesketch", "timesketch.lib"]:
        sys.modules[name] = Absent(name)
    spec = importlib.util.spec_from_file_location("importer", root / "lib" / "utils.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def timesketch(path):
    """Yields what is wrong with a file for Timesketch, and at last the number of its lines."""
    utils = importer()
    count = 0
    kinds = {}
    for event in utils.read_and_validate_jsonl(path.open(encoding="utf-8")):
        count += 1
        at = datetime.datetime.fromisoformat(event["datetime"])
        if at.tzinfo is None:
            yield f"{path}:{count}: datetime has no zone"
        elif type(event["timestamp"]) is not int:
            yield f"{path}:{count}: timestamp is no number"
        elif (at - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)) // datetime.timedelta(microseconds=1) != event["timestamp"]:
            yield f"{path}:{count}: datetime and timestamp differ"
        for name, value in event.items():
            if name.startswith("_") or name == "label":
                yield f"{path}:{count}: the importer drops {name}"
            if kinds.setdefault(name, type(value)) is not type(value):
                yield f"{path}:{count}: {name} is {type(value).__name__}, and {kinds[name].__name__} elsewhere: an index takes one"
    if 0 < count < 3:
        yield f"{path}: {count} lines; importers before 20230630 ask for three"
    print(f"{path}: {count} lines")


def main():
    """Checks the files that are named."""
    check = {"ocsf": ocsf, "timesketch": timesketch}[sys.argv[1]]
    wrong = [text for name in sys.argv[2:] for text in check(pathlib.Path(name))]
    print("\n".join(wrong[:50]))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
