"""Importing Great Expectations in about half its time: without scipy.stats, which no rule needs, and without collections.

Every module takes it from `gx` here: what imports the library first decides what comes with it.
"""

import gc
import logging
import os
import sys
from importlib.util import LazyLoader, find_spec, module_from_spec
from typing import Any


def _great_expectations() -> Any:
    """The library, silent and asking nobody."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    _put_off_statistics()
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        import great_expectations as gx
    finally:
        if was_collecting:
            gc.enable()
    # It tells of temporary folders and advises on queries; neither is for our users. Some loggers set their own level.
    for name in list(logging.root.manager.loggerDict):
        if name.startswith("great_expectations"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
    return gx


def _put_off_statistics() -> None:
    """Makes scipy.stats load on first use, not on import."""
    spec = None if "scipy.stats" in sys.modules else find_spec("scipy.stats")
    if spec is None or spec.loader is None:
        return
    import scipy

    spec.loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    # An import statement asks the package first, and asking the module anything would load it.
    scipy.stats = module


gx = _great_expectations()
