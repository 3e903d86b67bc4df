"""The prose (正文) of a report: every number in it, with its place and its meaning.

``scanning`` finds the numerals, most of them by ``finding``, the others by ``counting``, as ``numerals`` has them:
their ``neighbours`` bound them or tell their kind, ``worth`` is what they amount to; ``hidden`` reads those with unseen
signs inside, and ``pairing`` two side by side. ``sentences`` holds them with the words of the ``vocabulary``, which
``marks`` turns into bits. ``phrases`` says which words stand with a number, ``meaning`` which row of the form it
states, by the ``rules``, and ``periods`` whether of the whole year; ``nothing`` what is denied. ``understanding`` goes
through a paragraph with all of these, its section given by ``places``; ``passages`` remembers what was understood,
of all that is alike behind its ``masking``.
``relations`` and ``shares`` tell parts from wholes, by the ``openings`` between two numbers, ``settling`` which of
several claims stands, ``topics`` what the rest is about, and ``reading`` makes rows of the frame of it all.

``checking`` and ``comparing`` hold the numbers against one another and against the table.
"""

from gik.prose.reading import read_figures

__all__ = ["read_figures"]
