"""The pages of a PDF as JSON: size in points, text. python pdf_pages.py FILE.pdf"""

import json
import sys

from pypdf import PdfReader

reader = PdfReader(sys.argv[1])
pages = [
    {
        "width": float(page.mediabox.width),
        "height": float(page.mediabox.height),
        "text": page.extract_text(),
    }
    for page in reader.pages
]
tagged = "/StructTreeRoot" in reader.trailer["/Root"]
print(json.dumps({"pages": pages, "bookmarks": len(reader.outline), "tagged": tagged}))
