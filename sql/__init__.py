"""The SQL of the warehouse, one object a file: macros, views, marts, checks."""
