"""A look into a report."""


def table_of(document, code):
    """The table of this name; None where the document has none."""
    return next((table for table in document.tables() if table.code == code), None)
