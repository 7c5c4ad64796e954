"""The DTOs that a host gives of itself."""

import importlib.util
import sys


def module(path):
    """A file of references as a module."""
    spec = importlib.util.spec_from_file_location("references_of_host", path)
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made
