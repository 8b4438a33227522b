"""Exchange files to and from CSV, JSON Lines, Parquet, XLSX and databases."""
