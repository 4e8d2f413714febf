"""Pure tables made from the parts of a result, one file a subject; nothing here knows a file format."""
