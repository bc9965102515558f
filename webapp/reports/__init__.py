"""Reports as plain values, and what is made of them: a PDF, a workbook. Knows no table, no request, no clock."""
