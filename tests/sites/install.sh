#!/bin/sh
# Installs the site generators that tests/sites builds with into a folder, by default a new one under /tmp:
#   sh tests/sites/install.sh FOLDER && ENQUIRY2ARTICLE_SITE_TOOLS=FOLDER python -m pytest -m slow tests/sites
# Jekyll comes from the system: apt-get install --no-install-recommends jekyll ruby-kramdown-parser-gfm
set -e
tools=${1:-$(mktemp -d)}
mkdir -p "$tools/js" "$tools/astro" "$tools/docusaurus"
python3 -m venv "$tools/py"
"$tools/py/bin/pip" install -q "pelican[markdown]" mkdocs mkdocs-material
add() { (cd "$tools/$1" && shift && { [ -f package.json ] || npm init -y >/dev/null; } && npm install --no-audit --no-fund --loglevel=error "$@"); }
add js @11ty/eleventy hexo hexo-renderer-marked hexo-renderer-ejs vitepress
add astro astro@5
add docusaurus @docusaurus/core @docusaurus/preset-classic react@19 react-dom@19 @mdx-js/react
echo "export ENQUIRY2ARTICLE_SITE_TOOLS=$tools"
