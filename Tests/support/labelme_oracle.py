"""LabelMe's own loader of its files. Importing it asks for the window system and for a model runtime, which loading does without."""

import importlib
import sys
import types


class Anything(types.ModuleType):
    """A module that has every name; what loading really used of it would fail."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def load(path):
    """The file as `labelme.LabelFile` reads it."""
    for name in ("onnxruntime", "PyQt5", "PyQt5.QtCore", "PyQt5.QtGui", "PyQt5.QtWidgets"):
        sys.modules.setdefault(name, Anything(name))
    return importlib.import_module("labelme._label_file").LabelFile(str(path))
