"""Names of places with their ISO 3166 codes: the data, its sources and the script that makes it."""
