"""The library in five lines: judge a file, look at the verdict and at the findings.

python examples/library.py [FILE]
"""

import sys
from pathlib import Path

import giis

path = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "invalid" / "CEX-DFSSA-2411.TXT"

report = giis.validate(path, language="en")
print(report.status, report.totals.error, "errors", report.totals.warning, "warnings")
for finding in report.findings.iter_rows(named=True):  # report.findings is a Polars DataFrame
    print(finding["line"], finding["rule"], finding["variable"], finding["message"])
