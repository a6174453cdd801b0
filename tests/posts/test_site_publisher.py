"""Drafts that look like the posts of the site they are written into, and are found again whatever becomes of them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import write_export

from enquiry2article.articles.post_metadata import TextLoader, read_metadata
from enquiry2article.cli.tools import choose_publisher
from enquiry2article.domain.article import Draft
from enquiry2article.domain.errors import PublishError, SettingsError
from enquiry2article.domain.settings import KeyNames, Settings
from enquiry2article.posts.generators.astro import read_schema
from enquiry2article.posts.habits import Speller
from enquiry2article.posts.read import read_posts
from enquiry2article.posts.site_publisher import guess_site
from enquiry2article.storage.settings_file import read_settings

NOW = datetime(2026, 11, 22, tzinfo=UTC)
DRAFT = Draft(
    question_id="q-abcdef",
    path=Path("late-parcels.md"),
    front_matter={
        "title": "Where is my parcel: late?",
        "slug": "late-parcels",
        "date": datetime(2026, 3, 9, 8, tzinfo=UTC),
        "description": "Parcels can be late.",
        "tags": ["lost parcels", "refund"],
        "draft": True,
        "question_id": "q-abcdef",
    },
    body="It is late.\n",
)


def lay_out(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_export(folder / name, text)
    return folder


def write(folder: Path, *, site: str = "", settings: Settings | None = None) -> tuple[str, dict[str, Any], str]:
    """Write the draft; its path, its front matter and its text."""
    publisher = choose_publisher(site, folder, settings or Settings())
    text = publisher.render(DRAFT)
    path = publisher.path(DRAFT)
    lay_out(folder, {path.as_posix(): text})
    if text.startswith("---"):
        words = yaml.load(text.split("---")[1], Loader=TextLoader)
    else:
        words = dict(read_metadata(text).words)
    return path.as_posix(), words, text


@pytest.mark.parametrize(
    ("name", "file", "path", "posts"),
    [
        ("hugo", "hugo.toml", "content/posts/late-parcels.md", "content"),
        ("jekyll", "_config.yml", "_posts/2026-03-09-late-parcels.md", ""),
        ("eleventy", "eleventy.config.js", "late-parcels.md", ""),
        ("astro", "astro.config.mjs", "src/drafts/late-parcels.md", "src/content/blog"),
        ("gatsby", "gatsby-config.js", "drafts/late-parcels/index.md", "content/blog"),
        ("next", "next.config.mjs", "app/blog/_late-parcels/page.mdx", "app"),
        ("hexo", "_config.yml", "source/_posts/late-parcels.md", "source/_posts"),
        ("pelican", "pelicanconf.py", "content/late-parcels.md", "content"),
        ("docusaurus", "docusaurus.config.js", "blog/2026-03-09-late-parcels.md", "blog"),
        ("vitepress", ".vitepress/config.mjs", ".vitepress/drafts/late-parcels.md", ""),
        ("mkdocs", "mkdocs.yml", "docs/blog/posts/late-parcels.md", "docs"),
    ],
)
def test_the_site_is_known_by_its_own_files(tmp_path: Path, name: str, file: str, path: str, posts: str) -> None:
    settings = {"hexo": "new_post_name: :title.md\n", "mkdocs": "site_name: x\nplugins: [blog]\n"}
    settings |= {"astro": "export default {}", "vitepress": "export default {}"}
    lay_out(tmp_path, {file: settings.get(name, "title: x\n" if file.endswith("yml") else "# x\n")})
    (tmp_path / posts).mkdir(parents=True, exist_ok=True)
    assert guess_site(tmp_path) == name
    assert write(tmp_path, site=name)[0] == path
    # And what was written is a draft to our own readers, of the question it was written for.
    found = read_posts([tmp_path], include_drafts=True, url_template="https://x.example/{slug}/", now=NOW)
    assert [post.question_id for post in found.posts] == ["q-abcdef"]


def test_posts_teach_keys_dates_tags_names_and_what_they_share(tmp_path: Path) -> None:
    post = (
        "---\ntitle: {0}\nlayout: layouts/help.njk\nauthor: Jo Reed\ncategory: {1}\npublishDate: Jan 0{2} 2026\n"
        "updated: Jan 0{2} 2026\nsummary: About {0}\ntags: [Lost-Parcels, Big-Boxes]\n---\n\nText.\n"
    )
    posts = {
        f"content/guides/2026-01-0{n}-{name}.markdown": post.format(name, "Refund", n)
        for n, name in enumerate(("one", "two", "three"), start=1)
    }
    lay_out(tmp_path, {"hugo.toml": "baseURL = 'https://x.example/'\n", **posts})
    path, words, _ = write(tmp_path)
    assert path == "content/guides/2026-03-09-late-parcels.markdown"
    assert words["publishDate"] == words["updated"] == "Mar 09 2026"
    assert words["summary"] == "Parcels can be late."
    assert words["tags"] == ["Lost-Parcels", "Refund"]
    assert words["category"] == "Refund"
    assert (words["layout"], words["author"]) == ("layouts/help.njk", "Jo Reed")
    assert "description" not in words
    # Our own draft, which lies among them now, teaches nothing.
    assert write(tmp_path)[:2] == (path, words)


def test_webflow_sites_keep_their_keys(tmp_path: Path) -> None:
    post = (
        "---\ntitle: {0}\nslug: {0}\nupdated-on: '2026-01-07T03:26:43.021Z'\ncreated-on: '2026-01-06T04:36:49.648Z'\n"
        "published-on: '2026-01-07T04:42:47.017Z'\nf_date-published: '2026-01-05T00:00:00.000Z'\n"
        "f_summary: About {0}\nlayout: '[blog].html'\ntags: blog\ndate: '2026-01-05T00:00:00.000Z'\n---\n\nText.\n"
    )
    posts = {f"cms/blog/{name}.md": post.format(name) for name in ("one", "two", "three")}
    theme = {".eleventy.js": 'module.exports = () => ({ dir: { input: "cms" } });', "theme/x.html": "x"}
    lay_out(tmp_path, theme | posts)
    assert guess_site(tmp_path) == "webflow-eleventy"
    path, words, _ = write(tmp_path)
    assert path == "cms/blog/late-parcels.md"
    assert words["layout"] == "[blog].html"
    assert words["tags"] == "blog"
    assert words["created-on"] == words["updated-on"] == words["f_date-published"] == "2026-03-09T08:00:00.000Z"
    assert words["f_summary"] == "Parcels can be late."
    assert not words["published-on"]
    assert words["permalink"] == "false"


def test_a_schema_is_met(tmp_path: Path) -> None:
    schema = (
        "const blog = defineCollection({ schema: ({ image }) => z.object({ title: z.string(), excerpt: z.string(),\n"
        "publishedAt: z.coerce.date(), author: z.string(), kind: z.enum(['faq', 'news']), draft: z.boolean(),\n"
        "cover: image().optional(), minutes: z.number().optional() }) });"
    )
    assert read_schema(schema, "blog")["kind"] == "z.enum(['faq', 'news'])"
    page = '---\nconst posts = (await getCollection("blog")).filter((p) => !p.data.draft);\n---\n'
    files = {
        "astro.config.mjs": "export default {}",
        "src/content.config.ts": schema,
        "src/pages/b/[...id].astro": page,
    }
    lay_out(tmp_path, files)
    path, words, _ = write(tmp_path)
    assert path == "src/content/blog/late-parcels.md"
    assert words["publishedAt"] == "2026-03-09"
    assert (words["excerpt"], words["author"], words["kind"]) == ("Parcels can be late.", "", "faq")


@pytest.mark.parametrize(
    ("files", "folder", "aside"),
    [
        ({"astro.config.mjs": "export default {}", "src/content.config.ts": "x"}, "src/content/blog", "src/drafts"),
        ({".vitepress/config.mjs": "export default {}"}, "help", ".vitepress/drafts"),
        ({"gatsby-config.js": "x"}, "content/blog", "drafts"),
        ({"mkdocs.yml": "site_name: x\nplugins: [blog]\n"}, "docs/help", "docs/blog/posts"),
        ({"_config.yml": "new_post_name: x\n"}, "source/help", "source/_posts"),
    ],
)
def test_a_folder_whose_files_are_all_public_is_refused(
    tmp_path: Path, files: dict[str, str], folder: str, aside: str
) -> None:
    lay_out(tmp_path, files)
    (tmp_path / folder).mkdir(parents=True)
    with pytest.raises(PublishError, match=f"is public.*{aside}"):
        choose_publisher("", tmp_path / folder, Settings())
    assert write(tmp_path / aside)[0].startswith("late-parcels")


def test_keys_of_the_house_come_before_all_others(tmp_path: Path) -> None:
    settings = read_settings({"keys": {"question_id": "faq-id", "description": "seo.description", "slug": "-"}})
    _, words, _ = write(tmp_path, settings=settings)
    assert words["faq-id"] == "q-abcdef"
    assert words["seo"] == {"description": "Parcels can be late."}
    assert "slug" not in words
    [post] = read_posts([tmp_path], include_drafts=True, now=NOW).posts
    assert (post.question_id, post.description) == ("q-abcdef", "Parcels can be late.")
    with pytest.raises(SettingsError, match="not the name of a key"):
        read_settings({"keys": {"title": "a: b"}})
    assert KeyNames(title="name").list_renamed() == {"title": "name"}


def test_an_article_is_found_wherever_a_person_has_put_it(tmp_path: Path) -> None:
    lay_out(tmp_path, {"hugo.toml": "baseURL = 'https://x.example/'\n"})
    (tmp_path / "content").mkdir()
    path, _, text = write(tmp_path)
    moved = "content/help/where-is-it.md"
    lay_out(tmp_path, {moved: text.replace("draft: true", "draft: false").replace("It is late.", "It may be late.")})
    (tmp_path / path).unlink()
    assert choose_publisher("", tmp_path, Settings()).path(DRAFT).as_posix() == moved
    translated = text.replace("draft: true", "draft: false").replace("It is late.", "Il est en retard.")
    lay_out(tmp_path, {"content/help/ou-est-il.fr.md": translated})
    assert {post.question_id for post in read_posts([tmp_path], now=NOW).posts} == {"q-abcdef"}


def test_a_folder_above_the_posts_gets_them_where_they_lie(tmp_path: Path) -> None:
    lay_out(tmp_path, {"mkdocs.yml": "site_name: x\nplugins: [blog]\n", "docs/index.md": "# x\n"})
    assert write(tmp_path / "docs")[0] == "blog/posts/late-parcels.md"


def test_a_folder_of_no_site_gets_plain_markdown(tmp_path: Path) -> None:
    assert guess_site(tmp_path / "drafts") == "markdown"
    path, words, _ = write(tmp_path / "drafts")
    assert path == "late-parcels.md"
    assert list(words) == ["title", "slug", "date", "description", "tags", "draft", "question_id"]


def test_what_a_page_exports_is_read_back(tmp_path: Path) -> None:
    edited = (
        'import X from "./x"\n\nexport const metadata: Metadata = {\n  title: \'Late: or not\',\n  q: "q-abcdef",\n}\n'
    )
    found = read_metadata(edited + "\n# Late\n")
    assert found.words == {"title": "Late: or not", "q": "q-abcdef"}
    assert found.body == "# Late\n"


def test_a_tag_is_spelled_as_the_site_does_or_in_its_manner() -> None:
    speller = Speller(Counter({"Lost-Parcels": 3, "Gift-Cards": 1, "VAT": 1}))
    assert [speller(tag) for tag in ("lost parcels", "vat", "late refunds")] == ["Lost-Parcels", "VAT", "Late-Refunds"]
    assert Speller(Counter({"Refunds": 1}), only_known=True)("parcels") == ""
