"""What is shown of an audit: text for people, a page for a browser, JSON for programs."""

from giis.reports.audits.json import SCHEMA, to_json

__all__ = ["SCHEMA", "to_json"]
