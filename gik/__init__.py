"""gik turns Chinese government-information-disclosure annual reports into tables, checks and workbooks."""

from gik.checks import check
from gik.forms import forms
from gik.frames import Tables, load
from gik.parsing import parse

__all__ = ["Tables", "check", "forms", "load", "parse"]
