"""Stage 5: the schema, the SQLite store, the CSV tables and their datapackage."""
