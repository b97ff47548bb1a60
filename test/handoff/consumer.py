#!/usr/bin/env python3
"""Reads the handoff as a receiver's team in another language would: its fixtures against its JSON Schemas, with an engine
that is not ours. Needs Python 3.9 and jsonschema 4.0 (Debian: python3-jsonschema).

    consumer.py contracts/handoff            one line per request and answer; fails where a verdict is another than stated
    consumer.py contracts/handoff --judge    a line {"schema": PATH, "value": …} of standard input is answered true or false
"""
import datetime
import json
import pathlib
import sys

from jsonschema import Draft202012Validator, FormatChecker

FORMATS = FormatChecker(formats=())


@FORMATS.checks("date-time", ValueError)
def is_date_time(text):
    """The calendar; the form is the pattern's business."""
    return not isinstance(text, str) or bool(datetime.datetime.strptime(text[:10], "%Y-%m-%d"))


class Handoff:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.validators = {}
        self.paths = self.read("openapi.json")["paths"]

    def read(self, path):
        return json.loads((self.folder / path).read_text(encoding="utf-8"))

    def validator(self, path):
        if path not in self.validators:
            schema = self.read(path)
            Draft202012Validator.check_schema(schema)
            self.validators[path] = Draft202012Validator(schema, format_checker=FORMATS)
        return self.validators[path]

    def fault(self, path, value):
        """Where the first error is and which keyword found it; None for a value that the schema takes."""
        error = next(self.validator(path).iter_errors(value), None)
        return error and f"/{'/'.join(str(step) for step in error.absolute_path)} {error.validator}"

    def answer_schema(self, request, status):
        route = request["path"].split("?")[0]
        answer = self.paths[route][request["method"].lower()]["responses"][str(status)]
        name = answer["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
        return f"schemas/responses/{name}.schema.json"


def verdicts(handoff, exchange):
    """(what, whether it is to be taken, what was found) of a request with a body, and of its answer."""
    request, response = exchange["request"], exchange["response"]
    if "schema" in request:
        if exchange.get("refused_by") == "rule":
            yield "request", None, None
        else:
            yield "request", exchange["valid"], handoff.fault(request["schema"], request["body"])
    yield "answer", True, handoff.fault(handoff.answer_schema(request, response["status"]), response["body"])


def check_fixtures(handoff):
    wrong = 0
    for path in sorted((handoff.folder / "fixtures").glob("*.json")):
        fixture = handoff.read(f"fixtures/{path.name}")
        for number, exchange in enumerate(fixture["exchanges"]):
            for what, good, fault in verdicts(handoff, exchange):
                said = "a schema can't say" if good is None else "accepted" if fault is None else f"refused at {fault}"
                as_stated = good is None or good == (fault is None)
                wrong += not as_stated
                print(f"{'ok' if as_stated else 'WRONG'} {fixture['fixture']} {number} {what}: {said}")
    return wrong


def judge(handoff):
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(handoff.fault(asked["schema"], asked["value"]) is None))


if __name__ == "__main__":
    if "--judge" in sys.argv:
        judge(Handoff(sys.argv[1]))
    else:
        sys.exit(1 if check_fixtures(Handoff(sys.argv[1])) else 0)
