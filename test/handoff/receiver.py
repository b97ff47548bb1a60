#!/usr/bin/env python3
"""A receiver of spec-kitty events and texts, written from contracts/handoff alone: it knows nothing of the sender's source.
    python3 receiver.py --handoff DIR [--port 0]        needs Python 3.11 and jsonschema 4.10
It keeps all in memory. GET /_seen tells what it holds; POST /_reset {"faults": [...]} empties it (both for tests only)."""
import argparse, datetime, hashlib, json, pathlib, secrets, threading, unicodedata, zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from jsonschema import Draft202012Validator, FormatChecker

ACCOUNT = {"username": "dev@acme.example", "password": "correct horse"}
MAX_EVENTS, MAX_BATCH, MAX_TEXT, MAX_REQUEST, MAX_DEPTH = 1000, 524_288, 524_288, 3_211_264, 64
RETIRED_KEYS = {"feature_number", "feature_slug", "feature_type", "mission_key"}
RETIRED_VALUES = {"event_type": ("featurecreated", "featureclosed", "featurecompleted"), "aggregate_type": ("feature",)}
NAMESPACE = ("project_uuid", "mission_slug", "target_branch", "mission_type", "manifest_version")
TOKEN, REFRESH, HEALTH = "/api/v1/token/", "/api/v1/token/refresh/", "/api/v1/sync/health/"
BATCH, PUSH = "/api/v1/events/batch/", "/api/dossier/push-content/"

class Answer(Exception):
    def __init__(self, status, body, **headers): self.status, self.body, self.headers = status, body, headers
class State:
    def __init__(self, faults=()):
        self.lock = threading.RLock()
        self.events, self.namespaces, self.index, self.texts = {}, set(), set(), {}  # events: id -> (type, canonical text)
        self.access, self.refresh, self.refused = {}, set(), []  # access: token -> how many requests it is good for
        self.faults = {name: int(count or 1) for name, _, count in (fault.partition(":") for fault in faults)}
    def fault(self, name):  # is this request to fail so? counts down
        self.faults[name] = self.faults.get(name, 0) - 1
        return self.faults[name] >= 0

# --- what a request is held against
FORMATS = FormatChecker(formats=())
FORMATS.checks("date-time", ValueError)(lambda it: not isinstance(it, str) or bool(datetime.datetime.fromisoformat(it)))
def load_schemas(folder):  # "$" of Python also matches before a last line break: \Z does not
    schemas = {}
    for path in folder.glob("schemas/*/*.json"):
        schema = json.loads(path.read_text("utf-8").replace('$"', '\\\\Z"'))
        if "NoRetiredNames" in schema.get("$defs", {}): schema["$defs"]["NoRetiredNames"] = True  # retired() is quicker
        schemas[path.name.split(".")[0]] = Draft202012Validator(schema, format_checker=FORMATS)
    return schemas

def fold(text): return unicodedata.normalize("NFKC", text).lower()
def pointer(path): return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
def retired(value, path=()):  # pointers of all names that the contract retired, at any depth; texts are not searched
    if isinstance(value, dict):
        for key, inner in value.items():
            name, folded = fold(key), fold(inner) if isinstance(inner, str) else ""
            if (name in RETIRED_KEYS or folded in RETIRED_VALUES.get(name, ())
                    or name == "aggregate_id" and folded.startswith(("feature/", "feature_catalog/"))):
                yield (*path, key)
            yield from retired(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value): yield from retired(inner, (*path, place))
def depth(value):
    levels, level = 0, [value]
    while level := [inner for inner in level if isinstance(inner, (dict, list))]:
        levels, level = levels + 1, [it for inner in level for it in (inner.values() if isinstance(inner, dict) else inner)]
    return levels

def faults_of(schema, value):  # (pointer, rule); never the refused value
    for error in schema.iter_errors(value):
        named = error.validator in ("required", "additionalProperties")  # other messages hold values
        yield pointer(error.absolute_path), error.message if named else f"breaks the rule {error.validator}"
    yield from ((pointer(path), "is a name that the contract retired") for path in retired(value))
def name_of(event):
    return event["event_id"] if isinstance(event, dict) and isinstance(event.get("event_id"), str) else "unknown"

def wrong_with(schemas, event):  # pointers and rules of what is wrong with an event; "" where it is good
    known = isinstance(event, dict) and isinstance(event.get("event_type"), str) and schemas.get(event["event_type"])
    if not known or "event_type" not in known.schema["properties"]: return "/event_type must be one of the twelve"
    return "; ".join(dict.fromkeys(f"{place} {rule}" for place, rule in faults_of(known, event)))[:500]

def namespace_of(fields): return tuple(fields[name] for name in NAMESPACE)
def refuse_constant(word): raise ValueError(word)
def whole(text): return int(float(text)) if float(text).is_integer() else float(text)  # 1.0 is 1

# --- the endpoints
class Receiver(BaseHTTPRequestHandler):
    schemas, state, timeout = {}, State(), 60
    def log_message(self, *_): pass
    def do_POST(self):
        self.path = self.path.partition("?")[0]
        length = self.headers.get("Content-Length") or "0"
        self.raw = self.rfile.read(min(int(length), 4 * MAX_REQUEST)) if length.isdecimal() else b""
        try: answer = self.route()
        except Answer as refusal: answer = refusal
        if answer.status >= 400: self.state.refused.append({"path": self.path, "status": answer.status})
        data = json.dumps(answer.body).encode()
        self.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", "Content-Length": len(data), **answer.headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(data)
    do_GET = do_POST

    def route(self):
        handlers = {("POST", TOKEN): self.sign_in, ("POST", REFRESH): self.renew, ("POST", BATCH): self.batch,
                    ("POST", PUSH): self.push, ("GET", HEALTH): lambda: Answer(200, {"status": "ok"}),
                    ("GET", "/_seen"): self.seen, ("POST", "/_reset"): self.reset}
        with self.state.lock:
            if self.path not in (TOKEN, REFRESH, "/_seen", "/_reset"): self.authenticate()
            handler = handlers.get((self.command, self.path))
            return handler() if handler else Answer(404, {"error": "not_found"})  # there is no tracker here

    def authenticate(self):
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or self.state.access.get(token, 0) < 1:
            raise Answer(401, {"error": "authentication_required"})
        if "expire-access" in self.state.faults: self.state.access[token] -= 1
        if self.state.fault("429"): raise Answer(429, {"error": "rate_limited", "retry_after": 1}, Retry_After=1)
        if self.state.fault("403"): raise Answer(403, {"error": "Insufficient permissions for this project"})
        if self.state.fault("413"): raise Answer(413, {"error": "payload_too_large", "detail": "more than is taken at once"})

    def json(self, bad, limit=MAX_REQUEST):  # the body; bad(what) makes the 400 of this endpoint
        encoding, raw = (self.headers.get("Content-Encoding") or "identity").lower(), self.raw
        if self.headers.get_content_type() != "application/json": raise Answer(415, {"error": "unsupported_media_type"})
        if encoding not in ("identity", self.path == BATCH and "gzip"): raise Answer(415, {"error": "unsupported_encoding"})
        try:
            if encoding == "gzip":
                unpack = zlib.decompressobj(wbits=31)
                raw = unpack.decompress(raw, limit + 1)
                if len(raw) <= limit and not unpack.eof: raise ValueError("the gzip body ends too early")
            if len(raw) > limit: raise Answer(413, {"error": "payload_too_large", "detail": f"the limit is {limit} bytes"})
            body = json.loads(raw.decode("utf-8"), parse_constant=refuse_constant, parse_float=whole)
            if depth(body) <= MAX_DEPTH: return body
        except (ValueError, RecursionError, OverflowError, zlib.error): raise bad("the body is not UTF-8 JSON") from None
        raise bad(f"the body has more than {MAX_DEPTH} levels")
    def checked(self, name, bad):
        body = self.json(lambda what: bad(f"request: {what}"))
        faults = dict.fromkeys(f"{place[1:] or 'request'}: {rule}" for place, rule in faults_of(self.schemas[name], body))
        if faults: raise bad(" | ".join(faults)[:2000])
        return body

    def tokens(self, with_refresh=True):
        answer = {"access": secrets.token_urlsafe(), "access_lifetime": 900, "refresh_lifetime": 604800, "team_slug": "acme"}
        if with_refresh: self.state.refresh.add(answer.setdefault("refresh", secrets.token_urlsafe()))
        self.state.access[answer["access"]] = self.state.faults.get("expire-access", 1)
        return Answer(200, answer)
    def sign_in(self):
        body = self.checked("SignInRequest", lambda what: Answer(400, {"error": "bad_request", "detail": what}))
        return self.tokens() if body == ACCOUNT else Answer(401, {"error": "invalid_credentials"})
    def renew(self):
        body = self.checked("RefreshRequest", lambda what: Answer(400, {"error": "bad_request", "detail": what}))
        if body["refresh"] not in self.state.refresh: return Answer(401, {"error": "invalid_refresh_token"})
        if "keep-refresh" in self.state.faults: return self.tokens(with_refresh=False)
        self.state.refresh.remove(body["refresh"])
        return self.tokens()

    def batch(self):
        bad = lambda what, details=(): Answer(400, {"error": what, "details": list(details)})
        body = self.json(bad, MAX_BATCH)
        sound = isinstance(body, dict) and list(body) == ["events"] and isinstance(body["events"], list)
        if not sound: return bad("The request must be an object with the key events, a list, and no other")
        if not body["events"]: return bad("No events provided")
        if len(body["events"]) > MAX_EVENTS: return Answer(413, {"error": "batch_too_large", "detail": "at most 1000 events"})
        wrong = [(name_of(event), what) for event in body["events"] if (what := wrong_with(self.schemas, event))]
        # one transaction: all are judged before the first is stored, and store() can't fail
        if wrong: return bad("Nothing was stored.", [{"event_id": event_id, "error": what} for event_id, what in wrong])
        return Answer(200, {"results": [self.store(event) for event in body["events"]]})
    def store(self, event):
        event_id, content, state = event["event_id"], json.dumps(event, sort_keys=True), self.state
        if event_id in state.events:
            if state.events[event_id][1] == content: return {"event_id": event_id, "status": "duplicate"}
            return {"event_id": event_id, "status": "rejected", "error_message": "this event_id has other content already"}
        state.events[event_id], payload = (event["event_type"], content), event["payload"]
        if event["event_type"].startswith("MissionDossier"):
            state.namespaces.add(namespace_of(payload["namespace"]))
        if event["event_type"] == "MissionDossierArtifactIndexed" and payload["content_ref"]["algorithm"] == "sha256":
            path, digest = payload["artifact_id"]["path"], payload["content_ref"]["hash"]
            state.index.add((namespace_of(payload["namespace"]), path, digest))
        return {"event_id": event_id, "status": "success"}

    def push(self):
        bad = lambda what: Answer(400, {"error": "validation_error", "detail": what})
        body = self.checked("BodyRequest", bad)
        try: text = body["content_body"].encode("utf-8")
        except UnicodeEncodeError: return bad("content_body: is not text that UTF-8 can carry")
        if len(text) > MAX_TEXT: return bad(f"content_body: at most {MAX_TEXT} bytes")
        if hashlib.sha256(text).hexdigest() != body["content_hash"]: return bad("content_hash: does not match content_body")
        entry = (namespace_of(body), body["artifact_path"], body["content_hash"])
        missing = "index_entry_not_found" if entry[0] in self.state.namespaces else "namespace_not_found"
        if entry not in self.state.index: return Answer(404, {"error": missing, "detail": "not yet"})
        status, word = (200, "already_exists") if entry in self.state.texts else (201, "stored")
        self.state.texts.setdefault(entry, text)
        return Answer(status, {"status": word, "artifact_path": entry[1], "content_hash": entry[2]})
    def seen(self):
        events = [{"event_id": key, "event_type": kind} for key, (kind, _) in self.state.events.items()]
        bodies = [{"namespace": dict(zip(NAMESPACE, key[0])), "path": key[1], "hash": key[2]} for key in self.state.texts]
        return Answer(200, {"events": events, "bodies": bodies, "refused": self.state.refused})
    def reset(self):
        Receiver.state = State(json.loads(self.raw or b"{}").get("faults", ()))
        return Answer(200, {})

if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--handoff", type=pathlib.Path, required=True)
    arguments.add_argument("--port", type=int, default=0)
    options = arguments.parse_args()
    Receiver.schemas = load_schemas(options.handoff)
    server = ThreadingHTTPServer(("127.0.0.1", options.port), Receiver)
    print(json.dumps({"url": f"http://127.0.0.1:{server.server_port}"}), flush=True)
    server.serve_forever()
