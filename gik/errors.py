"""The exceptions that gik raises on purpose."""


class GikError(Exception):
    """Every error that gik raises on purpose; its message says what to do next."""


class UnreadableFile(GikError):
    """A file that can't be read as a report; the message is the reason, in Chinese."""


class NotAReport(UnreadableFile):
    """A file that was opened and is something other than an annual report; the message is the reason, in Chinese."""


class NotebookFailed(GikError):
    """A notebook that stopped; the message names the notebook, the cell and what went wrong there."""
