"""Exchange files to and from CSV, JSON Lines, Parquet, XLSX and databases."""

from giis.converters._fhir_map import load_map_file

__all__ = ["load_map_file"]
