"""A real WordPress on this machine takes our drafts: run with `pytest -m slow tests/publishing/test_real_wordpress.py`.

It needs Debian's packages wordpress, php-cli, php-mysql, php-xml and mariadb-server.
"""

import csv
import io
import json
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from conftest import invoke
from lxml import etree

SOURCE = Path("/usr/share/wordpress")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (SOURCE.is_dir() and shutil.which("php") and shutil.which("mariadbd")),
        reason="Debian's wordpress, php-cli, php-mysql and mariadb-server are not installed",
    ),
]

CONFIG = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:%(socket)s'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_ENVIRONMENT_TYPE', 'local'); define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true);
define('WP_HOME', '%(url)s'); define('WP_SITEURL', '%(url)s');
foreach (['AUTH','SECURE_AUTH','LOGGED_IN','NONCE'] as $k) { define($k.'_KEY', 'k'); define($k.'_SALT', 's'); }
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""

INSTALL = """
define('WP_INSTALLING', true); require 'wp-load.php'; require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Blog', 'mia', 'mia@shop.example', true, '', 'login-password');
list($password) = WP_Application_Passwords::create_new_application_password(1, ['name' => 'test']);
echo "\\nPASSWORD:$password\\n";
"""


def run_php(site, code):
    done = subprocess.run(["php", "-r", code], cwd=site, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def find_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(check, seconds=60):
    for _ in range(seconds * 5):
        if check():
            return
        time.sleep(0.2)
    raise AssertionError("it did not start")


@pytest.fixture(scope="module")
def wordpress(tmp_path_factory):
    """Give folder, address and application password of a fresh WordPress; its processes end with the test."""
    folder = tmp_path_factory.mktemp("wp")
    data, site, socket_path = folder / "db", folder / "site", folder / "db.sock"
    subprocess.run(
        ["mariadb-install-db", "--auth-root-authentication-method=normal", "--skip-test-db", f"--datadir={data}",
         "--user=root"], check=True, capture_output=True,
    )  # fmt: skip
    shutil.copytree(SOURCE, site, ignore=shutil.ignore_patterns("wp-config.php"))
    url = f"http://127.0.0.1:{find_port()}"
    (site / "wp-config.php").write_text(CONFIG % {"socket": socket_path, "url": url})
    processes = [
        subprocess.Popen(
            ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={socket_path}", "--skip-networking",
             f"--pid-file={folder / 'db.pid'}", "--user=root", "--innodb-buffer-pool-size=32M"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
    ]  # fmt: skip
    try:
        wait_for(socket_path.exists)
        subprocess.run(
            ["mariadb", "--no-defaults", f"--socket={socket_path}", "-e", "CREATE DATABASE wordpress"], check=True
        )
        password = run_php(site, INSTALL).partition("PASSWORD:")[2].strip()
        processes.append(
            subprocess.Popen(
                ["php", "-S", url.removeprefix("http://"), "-t", site],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        port = int(url.rpartition(":")[2])
        wait_for(lambda: answers(port))
        yield site, url, password
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(timeout=60)


def ask_posts(site):
    code = """require 'wp-load.php'; $all = [];
    foreach (get_posts(['post_status' => 'any', 'numberposts' => -1, 'exclude' => [1], 'order' => 'ASC', 'orderby' => 'ID']) as $p)
      $all[] = ['id' => $p->ID, 'title' => $p->post_title, 'slug' => $p->post_name, 'excerpt' => $p->post_excerpt,
        'content' => $p->post_content, 'status' => $p->post_status, 'modified' => $p->post_modified,
        'tags' => wp_get_post_tags($p->ID, ['fields' => 'names']),
        'categories' => wp_get_post_categories($p->ID, ['fields' => 'names'])];
    echo json_encode($all);"""  # noqa: E501
    return json.loads(run_php(site, code))


def test_drafts_arrive_and_whatever_a_person_does_there_stays(wordpress, small_workspace, tmp_path, monkeypatch):
    site, url, password = wordpress
    monkeypatch.setenv("ENQUIRY2ARTICLE_WORDPRESS_PASSWORD", password)
    workspace, drafts = tmp_path / "workspace", tmp_path / "drafts"
    shutil.copytree(small_workspace / "workspace", workspace)
    shutil.copytree(small_workspace / "posts", drafts)
    tent = next(file for file in drafts.glob("*.md") if "tent" in file.name)
    tent.write_text(tent.read_text().replace("tags:", 'categories:\n  - "Help & Returns"\ntags:', 1))
    to = ["--to", "wordpress", "--url", url, "--user", "mia", "-w", workspace]

    invoke("publish", drafts, *to)
    first = ask_posts(site)
    files = sorted(drafts.glob("*.md"))
    assert len(first) == len(files) == 2
    assert {post["status"] for post in first} == {"draft"}
    assert {post["slug"] for post in first} == {file.stem for file in files}
    post = next(post for post in first if "tent" in post["slug"])
    assert f'title: "{post["title"]}"' in tent.read_text()
    assert f'description: "{post["excerpt"]}"' in tent.read_text()
    assert [name.replace("&amp;", "&") for name in post["categories"]] == ["Help & Returns"]
    assert post["tags"]
    assert all(f'- "{tag}"' in tent.read_text() for tag in post["tags"])

    time.sleep(1.1)  # so that a change would show in the second of its modification
    assert "2 unchanged" in invoke("publish", drafts, *to).stdout
    assert ask_posts(site) == first

    tent.write_text(tent.read_text() + "\nWe answer within a day.\n")
    assert "1 updated" in invoke("publish", drafts, *to).stdout
    changed = ask_posts(site)
    assert "within a day" in next(p for p in changed if p["id"] == post["id"])["content"]
    assert {p["status"] for p in changed} == {"draft"}

    other = next(p for p in first if p["id"] != post["id"])
    words = json.dumps("<p>Better words of a colleague.</p>")
    run_php(site, f"require 'wp-load.php'; wp_update_post(['ID' => {other['id']}, 'post_content' => {words}]);")
    newsletter = next(file for file in files if file != tent)
    newsletter.write_text(newsletter.read_text() + "\nMore.\n")
    assert "1 edited there, left alone" in invoke("publish", drafts, *to).stdout
    assert (
        next(p for p in ask_posts(site) if p["id"] == other["id"])["content"] == "<p>Better words of a colleague.</p>"
    )

    run_php(site, f"require 'wp-load.php'; wp_publish_post({post['id']});")
    told = invoke("publish", "--status", *to).stdout
    assert "is answered by http://127.0.0.1" in told
    assert "1 published there, left alone" in invoke("publish", drafts, *to).stdout
    later = tmp_path / "later.csv"
    later.write_text("id,question\n1,how do i return a tent?\n", encoding="utf-8")
    rows = invoke("match", later, "-w", workspace, "--format", "csv", "--quiet").stdout
    [row] = list(csv.DictReader(io.StringIO(rows)))
    assert row["decision"] == "link"
    assert row["post_url"].startswith(url)


def test_our_import_file_has_the_elements_of_wordpress_own_export(wordpress, small_workspace, tmp_path):
    site, _, _ = wordpress
    post = "wp_insert_post(['post_title' => 'A', 'post_content' => 'B', 'tags_input' => ['c']]);"
    own = run_php(site, f"require 'wp-load.php'; {post} require ABSPATH . 'wp-admin/includes/export.php'; export_wp();")
    file = tmp_path / "wordpress.xml"
    invoke("publish", small_workspace / "posts", "--to", "wordpress", "-o", file)
    real, ours = etree.fromstring(own.encode()), etree.parse(file).getroot()
    for place in (".", "channel", "channel/item"):
        names = [{child.tag for child in root.find(place)} for root in (ours, real)]
        assert names[0] <= names[1] | {"{http://wordpress.org/export/1.2/}postmeta"}, place
    assert ours.find("channel/{*}wxr_version").text == real.find("channel/{*}wxr_version").text
