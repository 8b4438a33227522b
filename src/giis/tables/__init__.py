"""Reading tables from anywhere, in batches: CSV, workbooks, Parquet, JSON, databases."""

from giis.tables._model import Place, Table
from giis.tables._open import FORMATS, is_url, open_table

__all__ = ["FORMATS", "Place", "Table", "is_url", "open_table"]
