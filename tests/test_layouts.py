"""One truth, every layout: the same cells. What the print has lost may be missing, but a wrong value never is right.

Clean layouts prove little, since taking the numbers in their order gets them right, so every layout is crossed with
every perturbation. ``python -m tests.generator.score`` prints the same score cell by cell, with examples.
"""

import pytest

from tests.generator.city import city_answers, city_files
from tests.generator.damage import DAMAGES
from tests.generator.samples import LAYOUTS, YEARS, Sample, sample
from tests.generator.score import marks, read

# What can be read and isn't yet: at most so many cells in a thousand of a layout, over all its perturbations.
ALLOWED_MISSING = 20


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form", YEARS)
def test_a_clear_print_gives_exactly_the_truth(form, layout):
    one = sample(form, layout)
    found = {(cell["table"], cell["row"], cell["column"]): (cell["state"], cell["value"]) for cell in read(one)}
    assert found == {key: (answer.state, answer.value) for key, answer in one.answers.items()}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form", YEARS)
def test_a_damaged_print_gives_no_wrong_value(form, layout):
    made = [sample(form, layout, damage.name, "test") for damage in DAMAGES if damage.fits(form, LAYOUTS[layout])]
    marked = {(one.damage, *key): mark for one in made for key, mark in marks(one, read(one)).items()}
    wrong = {key: shown for key, (mark, shown) in marked.items() if mark == "wrong"}
    missing = [key for key, (mark, _) in marked.items() if mark == "missing"]
    assert len(marked) > 1000
    assert wrong == {}
    assert len(missing) <= len(marked) * ALLOWED_MISSING / 1000


def test_every_cell_of_the_fictional_city_is_read():
    files, answers = city_files(), city_answers()
    made = [Sample(name, "", "", "", files[name], answers[name]) for name in answers]
    not_right = {
        (one.name, *key): shown
        for one in made
        for key, (mark, shown) in marks(one, read(one)).items()
        if mark != "right"
    }
    assert not_right == {}
