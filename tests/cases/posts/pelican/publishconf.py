import sys

sys.path.append(".")
from pelicanconf import *  # noqa: E402, F403

SITEURL = "https://vet.example"
