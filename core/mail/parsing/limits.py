"""How much of a message is read: beyond, it is refused, or cut with a remark."""

MEGABYTE = 1_000_000

# Beyond these a message is not read at all.
HEADERS_SIZE = MEGABYTE
HEADERS = 1_000
PARTS = 500
DEPTH = 60

# Beyond these it is cut, with a remark.
RECIPIENTS = 200
REFERENCES = 100
TRACES = 60
PARTS_SIZE = 30 * MEGABYTE
TEXT = 500_000
HTML = MEGABYTE
HTML_LINKS = 2_000
OPENED = 3
REMARKS = 30

# Characters, as the rows that keep them.
SUBJECT = 300
NAME = 200
ADDRESS = 320
IDENTIFIER = 500
TRACE = 4_000
SIGN = 300
STATUS = 20
FILE_NAME = 200
CONTENT_TYPE = 100
