"""Files that mean harm, or look as if they did: each must end as a row with a reason, or as what it says.

``python -m tests.hostile`` makes them all, reads them, and prints what each costs in time and memory.
"""

from tests.hostile.books import BOOKS
from tests.hostile.documents import DOCUMENTS
from tests.hostile.packed import PACKED
from tests.hostile.pdfs import PDFS
from tests.hostile.texts import TEXTS

CASES = {**TEXTS, **PACKED, **DOCUMENTS, **BOOKS, **PDFS}
