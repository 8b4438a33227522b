"""A report as one page for a browser: self-contained, readable without scripts, on a phone and on paper."""

from giis.reports.html._page import render_html

__all__ = ["render_html"]
