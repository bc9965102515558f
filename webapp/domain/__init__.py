"""The rules of the programme: values in, values out. No framework, no database, no clock."""
