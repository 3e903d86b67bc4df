"""One truth, every file format: the same cells, whatever befell the report before it was put into the file.

Each layout meets a share of the perturbations here, all of them together meet all; the score has every pair.
"""

import pytest

from tests.generator.office import FITTING, OFFICE_LAYOUTS, office_sample
from tests.generator.samples import YEARS
from tests.generator.score import marks, read

SHARES = 4
# What can be read and isn't yet: at most so many cells in a thousand of a layout, over all its perturbations.
ALLOWED_MISSING = 20


@pytest.mark.parametrize("layout", OFFICE_LAYOUTS)
@pytest.mark.parametrize("form", YEARS)
def test_a_clear_file_gives_exactly_the_truth(form, layout):
    one = office_sample(form, layout)
    found = {(cell["table"], cell["row"], cell["column"]): (cell["state"], cell["value"]) for cell in read(one)}
    assert found == {key: (answer.state, answer.value) for key, answer in one.answers.items()}


@pytest.mark.parametrize("layout", OFFICE_LAYOUTS)
@pytest.mark.parametrize("form", YEARS)
def test_a_damaged_report_gives_no_wrong_value(form, layout):
    share = FITTING[list(OFFICE_LAYOUTS).index(layout) % SHARES :: SHARES]
    made = [office_sample(form, layout, damage) for damage in share if OFFICE_LAYOUTS[layout].fits(form, damage)]
    marked = {(one.damage, *key): mark for one in made for key, mark in marks(one, read(one)).items()}
    wrong = {key: shown for key, (mark, shown) in marked.items() if mark == "wrong"}
    missing = [key for key, (mark, _) in marked.items() if mark == "missing"]
    assert len(marked) > 200
    assert wrong == {}
    assert len(missing) <= len(marked) * ALLOWED_MISSING / 1000
