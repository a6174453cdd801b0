"""Pushing drafts: each once, whatever breaks; a person's work there stays; no secret in any message."""

import random
import shutil
import ssl
import subprocess
import sys
import time
import types
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from conftest import invoke
from fake_sites import FakeGhost, FakeWordPress, FakeZendesk

from enquiry2article.cli.publishing import publish
from enquiry2article.domain.errors import SettingsError
from enquiry2article.publishing.addresses import record_public_addresses
from enquiry2article.publishing.client import Client
from enquiry2article.publishing.memory import Memory
from enquiry2article.publishing.push import push_drafts
from enquiry2article.publishing.read_drafts import read_drafts
from enquiry2article.publishing.secrets import find_secret
from enquiry2article.publishing.targets.wordpress import WordPressTarget
from enquiry2article.storage.decisions_file import read_decisions
from enquiry2article.storage.workspace import Workspace

DRAFT = """---
title: "{title}"
slug: "{slug}"
description: "About {title}"
tags: ["tents"]
question_id: "{id}"
---

Words about **{title}**.
"""
KEY = "0123456789abcdef01234567:" + "0123456789abcdef" * 4


@contextmanager
def serve(kind, tls=None):
    site = kind(tls)
    try:
        yield site
    finally:
        site.close()


@pytest.fixture
def place(small_workspace, tmp_path, monkeypatch):
    """A folder with a workspace and three drafts, one of them of a question on record."""
    monkeypatch.setenv("ENQUIRY2ARTICLE_WORDPRESS_PASSWORD", "open sesame")
    monkeypatch.setenv("ENQUIRY2ARTICLE_GHOST_KEY", KEY)
    monkeypatch.setenv("ENQUIRY2ARTICLE_ZENDESK_TOKEN", "open sesame")
    monkeypatch.setattr("random.uniform", lambda low, high: 0.0)  # no pauses but those that a site asks for
    shutil.copytree(small_workspace / "workspace", tmp_path / "workspace")
    (tmp_path / "drafts").mkdir()
    with Workspace.open(tmp_path / "workspace") as state:
        known = state.results.load_questions()[0].id
    for number, id_ in enumerate((known, "q-other2", "q-other3")):
        text = DRAFT.format(title=f"Tent {number}?", slug=f"tent-{number}", id=id_)
        (tmp_path / "drafts" / f"{number}.md").write_text(text, encoding="utf-8")
    return tmp_path


def push(place, site, *more, to="wordpress", exit_code=0):
    own = ["--to", to, "--url", site.url, "--user", "mia", "-w", place / "workspace"]
    return invoke("publish", place / "drafts", *own, *more, exit_code=exit_code)


def append(place, number, words):
    file = place / "drafts" / f"{number}.md"
    file.write_text(file.read_text(encoding="utf-8") + words, encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "to"), [(FakeWordPress, "wordpress"), (FakeGhost, "ghost"), (FakeZendesk, "zendesk:12")]
)
def test_drafts_are_pushed_once_updated_and_never_touched_when_edited_there(place, kind, to):
    with serve(kind) as site:
        assert "3 created as a draft" in push(place, site, "--dry-run", to=to).stdout
        assert not site.posts
        push(place, site, to=to)
        assert len(site.posts) == 3
        assert all(post.get("status") == "draft" or post.get("draft") is True for post in site.posts.values())
        assert "3 unchanged" in push(place, site, to=to).stdout

        append(place, 1, "\nMore words.\n")
        append(place, 2, "\nMore words.\n")
        third = site.posts[list(site.posts)[2]]
        for key in ("html", "lexical", "body"):
            third.update({key: "Edited there."} if key in third else {})
        if "content" in third:
            third["content"] = {"raw": "Edited there."}
        third["updated_at"] = "later"
        done = push(place, site, to=to)
        assert "1 unchanged, 1 updated, 1 edited there, left alone" in done.stdout
        assert "More words" in str(site.posts[list(site.posts)[1]])
        assert "More words" not in str(third)


def test_what_is_published_there_answers_its_question_and_is_told_once(place):
    with serve(FakeWordPress) as site:
        push(place, site)
        site.posts["1"]["status"] = "publish"
        status = [
            "publish",
            "--to",
            "wordpress",
            "--url",
            site.url,
            "--user",
            "mia",
            "-w",
            place / "workspace",
            "--status",
        ]
        assert f"is answered by {site.url}/?p=1" in invoke(*status).stdout
        assert "No post has become public" in invoke(*status).stdout
        [decision] = read_decisions(place / "workspace")
        assert (decision.action, decision.url) == ("answered-by", f"{site.url}/?p=1")
        append(place, 0, "\nMore.\n")
        assert "1 published there, left alone" in push(place, site).stdout
        del site.posts["2"]
        assert "1 deleted there, not created again" in push(place, site).stdout


def test_an_address_that_a_person_took_back_stays_away(place):
    with serve(FakeWordPress) as site:
        push(place, site)
        site.posts["1"]["status"] = "publish"
        target = WordPressTarget()
        target.connect(site.url, "mia", "open sesame")
        with Workspace.open_to_change(place / "workspace") as state:
            assert len(record_public_addresses(target, Memory(state, site.url), state, "2026-06-01")) == 1
            invoke("undo", "-w", place / "workspace")
            assert record_public_addresses(target, Memory(state, site.url), state, "2026-06-02") == {}


def test_a_secret_comes_from_the_keyring_or_a_person_where_no_variable_holds_it(monkeypatch):
    monkeypatch.delenv("E2A_TEST", raising=False)
    kept = {("enquiry2article", "https://a.example"): "from the keyring"}
    fake = types.SimpleNamespace(get_password=lambda service, address: kept.get((service, address)))
    monkeypatch.setitem(sys.modules, "keyring", fake)
    assert find_secret("key", "E2A_TEST", "https://a.example", None) == "from the keyring"
    assert find_secret("key", "E2A_TEST", "https://b.example", lambda what: f"typed for {what}").startswith("typed")
    with pytest.raises(SettingsError, match="E2A_TEST"):
        find_secret("key", "E2A_TEST", "https://b.example", None)


def test_options_that_count_for_nothing_are_refused():
    for more in (["--dry-run"], ["--user", "mia"], ["--url", "https://a.example", "-o", "x"]):
        done = CliRunner().invoke(publish, ["drafts", "--to", "wordpress", *more])
        assert done.exit_code == 2, more


def test_a_wrong_password_is_one_line_without_it(place, monkeypatch):
    monkeypatch.setenv("ENQUIRY2ARTICLE_WORDPRESS_PASSWORD", "wrong secret")
    with serve(FakeWordPress) as site:
        done = push(place, site, exit_code=1)
    assert "does not let us in (401)" in done.stderr
    assert "secret" not in done.output
    monkeypatch.delenv("ENQUIRY2ARTICLE_WORDPRESS_PASSWORD")
    done = push(place, site, exit_code=1)
    assert "ENQUIRY2ARTICLE_WORDPRESS_PASSWORD" in done.stderr


def test_a_site_that_goes_down_half_way_is_finished_by_the_next_command(place):
    with serve(FakeWordPress) as site:
        down = (503, {}, {})
        site.failures = [None] * 5 + [down] * 9  # the second draft meets a server that is out of order
        done = push(place, site, exit_code=1)
        assert "1 of 3 drafts are done and remembered" in done.stderr
        site.failures = []
        assert "1 unchanged, 2 created as a draft" in push(place, site).stdout
        assert len(site.posts) == 3
    done = push(place, site, exit_code=1)
    assert "cannot be reached" in done.stderr


def test_a_busy_site_is_waited_for_as_long_as_it_says(monkeypatch):
    pauses = []
    with serve(FakeWordPress) as site:
        client = Client(address=site.url, sign=lambda: {"Authorization": site.password}, secrets=(), wait=pauses.append)
        site.failures = [(429, {"Retry-After": "7"}, {})]
        assert client.ask("GET", "/?rest_route=/wp/v2/users/me")["id"] == 1
        assert pauses == [7.0]
        site.failures = [(429, {"Retry-After": "3600"}, {})]
        with pytest.raises(Exception, match="asks to wait 3600 seconds"):
            client.ask("GET", "/?rest_route=/wp/v2/users/me")


@pytest.mark.parametrize("failure", ["lost before", "lost after", (500, {}, {})])
def test_a_lost_answer_makes_no_second_post(place, failure):
    with serve(FakeWordPress) as site:
        site.failures = [None] * 4 + [failure]  # the request that creates the first draft
        assert "3 created" in push(place, site).stdout
        assert len(site.posts) == 3
        assert "3 unchanged" in push(place, site).stdout


def test_a_taken_address_holds_back_one_draft_only(place):
    with serve(FakeWordPress) as site:
        post = {"id": 9, "slug": "tent-1", "status": "publish", "link": site.url, "tags": [], "categories": []}
        site.posts["9"] = {**post, **{part: {"raw": "Ours for years"} for part in ("title", "content", "excerpt")}}
        done = push(place, site)
        assert "“Ours for years” is there already at the address tent-1" in done.stderr
        assert "2 created as a draft, 1 not pushed" in done.stdout
        assert site.posts["9"]["content"] == {"raw": "Ours for years"}


def test_a_redirect_is_not_followed_and_the_password_goes_nowhere_else(place):
    with serve(FakeWordPress) as site, serve(FakeWordPress) as other:
        site.failures = [(301, {"Location": f"{other.url}/"}, {})]
        done = push(place, site, exit_code=1)
        assert f"leads on to {other.url}" in done.stderr
        assert not other.requests


def test_a_certificate_that_is_not_trusted_gets_no_password(place):
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", place / "key.pem", "-out",
         place / "cert.pem", "-days", "1", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("openssl is not installed")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(place / "cert.pem", place / "key.pem")
    with serve(FakeWordPress, tls) as site:
        done = push(place, site, exit_code=1)
        assert "is not trusted" in done.stderr
        assert not site.requests


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://blog.example", "in the clear"),
        ("https://mia:pw@blog.example", "Leave name and password out"),
        ("blog.example", "no address"),
    ],
)
def test_addresses_that_would_give_the_password_away_are_refused(place, url, why):
    done = invoke("publish", place / "drafts", "--to", "wordpress", "--url", url, "--user", "mia", exit_code=1)
    assert why in done.stderr
    assert "pw" not in done.stderr


def test_a_read_only_folder_is_told_in_one_line(place):
    (place / "file").write_text("", encoding="utf-8")
    done = invoke("publish", place / "drafts", "--to", "wordpress", "-o", place / "file" / "x.xml", exit_code=1)
    assert "cannot be written" in done.stderr


class KilledError(BaseException):
    pass


@pytest.mark.parametrize("changed", [False, True])
def test_killed_at_any_moment_no_draft_is_there_twice(place, changed, monkeypatch):
    """Every request, and every moment before and after something is remembered, is once the last one."""
    drafts = read_drafts([place / "drafts"]).drafts
    countdown = [10**9]

    def tick():
        countdown[0] -= 1
        if countdown[0] <= 0:
            raise KilledError

    def wrap(function):
        def wrapped(*arguments, **named):
            tick()
            done = function(*arguments, **named)
            tick()
            return done

        return wrapped

    def go(state, site):
        target = WordPressTarget()
        target.connect(site.url, "mia", "open sesame")
        return push_drafts(drafts, target, Memory(state, site.url))

    monkeypatch.setattr(Client, "ask", wrap(Client.ask))
    monkeypatch.setattr(Memory, "save", wrap(Memory.save))
    with serve(FakeWordPress) as site, Workspace.open_to_change(place / "workspace") as state:
        if changed:
            go(state, site)
            append(place, 0, "\nMore words.\n")
            append(place, 2, "\nMore words.\n")
            drafts = read_drafts([place / "drafts"]).drafts
        kills = 0
        for moment in range(3, 200):
            countdown[0] = moment
            try:
                go(state, site)
            except KilledError:
                kills += 1
            else:
                break
        countdown[0] = 10**9
        assert kills >= 5
        assert {result.outcome.value for result in go(state, site)} == {"unchanged"}
        assert len(site.posts) == 3
        assert sum("More words" in str(post) for post in site.posts.values()) == (2 if changed else 0)


@pytest.mark.slow
def test_killed_by_the_system_twenty_times_no_draft_is_there_twice(place):
    for number in range(3, 40):
        text = DRAFT.format(title=f"Tent {number}?", slug=f"tent-{number}", id=f"q-more{number}")
        (place / "drafts" / f"{number}.md").write_text(text, encoding="utf-8")
    with serve(FakeWordPress) as site:
        own = ["publish", place / "drafts", "--to", "wordpress", "--url", site.url, "--user", "mia"]
        command = [sys.executable, "-m", "enquiry2article", *map(str, own), "-w", str(place / "workspace")]
        killed = 0
        while killed < 20:
            before = len(site.requests)
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while len(site.requests) == before and process.poll() is None:
                time.sleep(0.005)
            time.sleep(random.random() * 0.08)
            process.kill()
            killed += process.wait() < 0
            if killed > 10:
                append(place, killed, "\nMore words.\n")
        push(place, site)
        assert len(site.posts) == 40
        assert len({post["slug"] for post in site.posts.values()}) == 40
        assert "40 unchanged" in push(place, site).stdout
        assert sum("More words" in str(post) for post in site.posts.values()) == 10
