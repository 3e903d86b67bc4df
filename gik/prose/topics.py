"""Topics (领域): the field of a quantity that no form asks for."""

import re
from functools import cache, lru_cache

from gik.definitions import definition
from gik.prose.vocabulary import words_pattern


@cache
def _topics() -> tuple[re.Pattern[str], dict[str, tuple[int, str]]]:
    order = {
        word: (rank, topic)
        for rank, (topic, words) in reversed(list(enumerate(definition("prose/topics.toml").items())))
        for word in words
    }
    return re.compile(words_pattern(order)), order


@lru_cache(maxsize=1 << 12)
def _topic_in(words: str) -> str:
    pattern, order = _topics()
    found = {order[match[0]] for match in pattern.finditer(words)}
    return min(found)[1] if found else ""


def topic_of(*places: str) -> str:
    """Give the topic that the first place with a word of the vocabulary names, or an empty text.

    >>> topic_of("中标公示", "在网站发布")
    'trading'
    """
    for words in places:
        if words and (topic := _topic_in(words)):
            return topic
    return ""
