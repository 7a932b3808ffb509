"""Paper: PDF from plain data; the only place that knows reportlab."""
