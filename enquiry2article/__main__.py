"""`python -m enquiry2article` is the command `enquiry2article`."""

from __future__ import annotations

from enquiry2article.cli.main import main

if __name__ == "__main__":
    main()
