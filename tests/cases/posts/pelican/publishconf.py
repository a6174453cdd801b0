import sys

sys.path.append(".")
from pelicanconf import *  # noqa: F403

SITEURL = "https://vet.example"
