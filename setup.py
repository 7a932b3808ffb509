"""Which folders are installed: every package below `puskesos_desktop`, and what the program carries beside it.

All else about the package stands in `pyproject.toml`, which cannot say "all of these, and those two from elsewhere".
"""

from setuptools import find_packages, setup

CARRIED = ["puskesos_desktop.resources", "puskesos_desktop.resources.panduan"]

setup(packages=[*find_packages(include=["puskesos_desktop*"]), *CARRIED])
