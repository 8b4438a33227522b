"""Reading and writing exchange files, and their names."""

from giis._drafts import replacing
from giis.files._encoding import from_ansi
from giis.files._frames import digests, to_frame
from giis.files._header import HeaderReading, read_header_line
from giis.files._scan import LeftOut
from giis.files.form import Form, OddLine, official_form, survey
from giis.files.form_writer import FormWriter
from giis.files.header import Header, read_header
from giis.files.layout import Issue, Layout
from giis.files.names import FileName, institution_issue, month_issue, name_issue, parse_file_name
from giis.files.reader import Batch, ExchangeReader
from giis.files.source import Source, copied
from giis.files.writer import write_exchange

__all__ = [
    "Batch",
    "ExchangeReader",
    "FileName",
    "Form",
    "FormWriter",
    "Header",
    "HeaderReading",
    "Issue",
    "Layout",
    "LeftOut",
    "OddLine",
    "Source",
    "copied",
    "digests",
    "from_ansi",
    "institution_issue",
    "month_issue",
    "name_issue",
    "official_form",
    "parse_file_name",
    "read_header",
    "read_header_line",
    "replacing",
    "survey",
    "to_frame",
    "write_exchange",
]
