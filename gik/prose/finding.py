"""Finding (寻找): the next numeral of a text, read at once where it is written as most of them are."""

import re
from functools import cache

from gik.definitions import definition
from gik.prose.counting import Page, quoted
from gik.prose.neighbours import NEGATIVE, SPACERS, bounds_before, contexts, unit_sorts
from gik.prose.numerals import CHARACTERS, DAY, HAN, JOINING, LATIN, MASKING, MONTH, Numeral
from gik.prose.vocabulary import words_pattern

_new = tuple.__new__


@cache
def finder() -> re.Pattern[str]:
    """Give the pattern of a numeral's first character, with the whole numeral where nothing can make it anything else.

    That is a year, a whole number with its measure word, or the number of a heading, as the last group named tells.
    The first character is taken before anything is asked of what stands around it, so that re skips to it.
    """
    behind = words_pattern(word for words in definition("prose/bounds.toml")["behind"].values() for word in words)
    telling = {*bounds_before(), *contexts()[0]}
    alone = re.escape("".join(word for word in telling if len(word) == 1) + SPACERS + JOINING + MASKING + NEGATIVE)
    ahead, last = (re.escape("".join({word[at] for word in telling if len(word) > 1})) for at in (-2, -1))
    order = f"(?:(?<=十)[{HAN[:9]}]?|十?)"
    return re.compile(
        rf"""[{CHARACTERS}](?:
            (?:(?<=[^第( {LATIN}]1)9|(?:(?<=[^第( {LATIN}]2)|(?<=[\u4e00-\u9fff]:2))0)[0-9]{{2}}年(?!\s?[])])
            (?P<date>(?:度|\s?{MONTH}\s?月份?(?:\s?{DAY}\s?[日号])?)?)
          | (?<=[^第{alone}{LATIN}][0-9])(?<![{ahead}][{last}].)(?:(?<=0)|[0-9]{{0,5}}+)
            (?>(?P<unit>{words_pattern(clear_units())}))(?!\s?{behind})
          | (?<=[\n。;][{HAN}])(?P<ordinal>{order}(?=[、是]))
          | (?<=[^第]\([{HAN}])(?P<bracketed>{order}(?=\)))
          | (?<=[\n。;][0-9])(?P<numbered>[0-9]?(?=、(?![0-9])))
        )?""",
        re.VERBOSE,
    )


@cache
def clear_units() -> frozenset[str]:
    """Give the measure words that nothing but a count or an amount stands before."""
    units, bounds = definition("prose/units.toml"), definition("prose/bounds.toml")
    inside = {word for words in bounds["inside"].values() for word in words}
    clear = {unit for unit in (*units["money"], *units["count"]) if not unit.isascii()}
    return frozenset(unit for unit in clear if unit[0] not in {*inside, *"年月日时点分成季号十百千万亿"})


def read_easily(page: Page, match: re.Match[str], sort: str) -> Numeral | None:
    """Read what the finder found; None where that needs a closer look."""
    here, end = match.span()
    if sort != "unit":
        return _new(Numeral, (here, end, "date" if sort == "date" else "ordinal", None, "", "eq", -1, -1))
    folded, last = page.folded, match.start("unit")
    unit = folded[last:end]
    money, _, spoilers, _, _ = unit_sorts()
    if (unit in spoilers and folded[end : end + 1] in spoilers[unit]) or (page.quotes and quoted(page, here, end)):
        return None
    kind = "amount" if unit in money else "count"
    return _new(Numeral, (here, last, kind, float(folded[here:last]), page.text[last:end], "eq", here, end))
