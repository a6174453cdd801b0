"""`python -m enquiry2article` is the command `enquiry2article`."""

from enquiry2article.cli import main

if __name__ == "__main__":
    main()
