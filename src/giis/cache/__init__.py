"""Answers to runs that were made before: unchanged files need not be judged again.

Nothing here imports Polars, so that an answer from the cache costs little more than the start of the program.
"""

from giis.cache.answers import Answers
from giis.cache.folder import CacheFolder, Contents, user_folder

__all__ = ["Answers", "CacheFolder", "Contents", "user_folder"]
