"""Documentation made from the guides: a page each, with a place for every rule, as Markdown."""

from giis.reports.docs._folder import Standing, standing, write_pages
from giis.reports.docs._pages import pages_of, render, to_json

__all__ = ["Standing", "pages_of", "render", "standing", "to_json", "write_pages"]
