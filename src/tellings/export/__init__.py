"""What is printed and written: JSON shapes, schema, report, terminal text."""
