"""Servers on the loopback that behave as WordPress, Ghost and Zendesk Guide do, and fail on request."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class FakeSite:
    """A system that keeps posts in memory. `failures` are taken one for each request, before or after its work."""

    def __init__(self, tls=None):
        self.posts, self.terms, self.requests, self.failures = {}, {}, [], []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self):
                site.serve(self)

            do_GET = do_POST = do_PUT = handle_any  # noqa: N815

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def serve(self, handler):
        length = int(handler.headers.get("Content-Length") or 0)
        body = json.loads(handler.rfile.read(length)) if length else None
        self.requests.append((handler.command, handler.path, handler.headers.get("Authorization", "")))
        failure = self.failures.pop(0) if self.failures else None
        if failure == "lost before":
            handler.close_connection = True
            return
        if isinstance(failure, tuple):
            status, headers, said = failure
        else:
            status, said = self.answer(handler.command, handler.path, body, handler.headers.get("Authorization", ""))
            headers = {}
        if failure == "lost after":
            handler.close_connection = True
            return
        data = json.dumps(said).encode()
        handler.send_response(status)
        for name, value in {**headers, "Content-Type": "application/json", "Content-Length": str(len(data))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)


class FakeWordPress(FakeSite):
    password = "Basic bWlhOm9wZW4gc2VzYW1l"  # mia:open sesame

    def answer(self, method, path, body, authorization):
        if authorization != self.password:
            return 401, {"code": "incorrect_password", "message": "The provided password open sesame is invalid."}
        asked = {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}
        kind, _, id_ = asked["rest_route"].removeprefix("/wp/v2/").partition("/")
        if kind == "users":
            return 200, {"id": 1, "capabilities": {"edit_posts": True}}
        if kind in ("tags", "categories"):
            if method == "POST":
                self.terms[kind, body["name"]] = len(self.terms) + 1
                return 201, {"id": self.terms[kind, body["name"]]}
            return 200, [{"id": n, "name": name} for (k, name), n in self.terms.items() if k == kind]
        if method == "GET" and not id_:
            return 200, [post for post in self.posts.values() if post["slug"] == asked["slug"]]
        if method == "GET":
            return (200, self.posts[id_]) if id_ in self.posts else (404, {"message": "none"})
        post = self.posts.get(id_) or {"id": len(self.posts) + 1, "link": "", "tags": [], "categories": [1]}
        post["link"] = f"{self.url}/?p={post['id']}"
        for key, value in body.items():
            post[key] = {"raw": value} if key in ("title", "content", "excerpt") else value
        self.posts[str(post["id"])] = post
        return 201, post


class FakeGhost(FakeSite):
    def answer(self, method, path, body, authorization):
        if not re.fullmatch(r"Ghost [\w-]+\.[\w-]+\.[\w-]+", authorization):
            return 401, {"errors": [{"message": "Invalid token"}]}
        found = re.fullmatch(r"/ghost/api/admin/posts/(?:(slug)/)?([\w-]*)/?", urlsplit(path).path)
        by_slug, id_ = found.groups()
        if by_slug:
            id_ = next((post["id"] for post in self.posts.values() if post["slug"] == id_), "none")
        if method == "GET":
            if not id_:
                return 200, {"posts": []}
            return (200, {"posts": [self.posts[id_]]}) if id_ in self.posts else (404, {"errors": [{"message": "-"}]})
        [sent] = body["posts"]
        if method == "PUT" and sent["updated_at"] != self.posts[id_]["updated_at"]:
            return 409, {"errors": [{"message": "Saving failed! Someone else is editing this post."}]}
        post = {**self.posts.get(id_, {"id": f"{len(self.posts) + 1:024}"}), **sent}
        post["html"] = " ".join(re.findall(r'"text": "([^"]*)"', post["lexical"]))
        post["url"] = f"{self.url}/{post['slug']}/"
        post["updated_at"] = str(len(self.requests))
        self.posts[post["id"]] = post
        return 201, {"posts": [post]}


class FakeZendesk(FakeSite):
    def answer(self, method, path, body, authorization):
        place = urlsplit(path).path
        if place.endswith("/locales.json"):
            return 200, {"locales": ["en-us", "de"], "default_locale": "en-us"}
        if place.endswith("/permission_groups.json"):
            return 200, {"permission_groups": [{"id": 5, "built_in": True}]}
        if "/sections/" in place:
            if method == "GET":
                return 200, {"articles": list(self.posts.values()), "next_page": None}
            id_ = str(len(self.posts) + 1)
            self.posts[id_] = {"id": int(id_), "html_url": f"{self.url}/{id_}", **body["article"]}
            return 201, {"article": self.posts[id_]}
        id_ = re.search(r"/articles/(\d+)", place)[1]
        if method == "PUT":
            self.posts[id_].update(body.get("translation") or body["article"])
        return (200, {"article": self.posts[id_]}) if id_ in self.posts else (404, {})
