"""`giis convert`: words, exit status, and where everything goes."""

from __future__ import annotations

import json

import pytest

from conftest import CANARY  # type: ignore[import-not-found]
