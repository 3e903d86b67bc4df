"""gik turns Chinese government-information-disclosure annual reports into tables, checks and workbooks."""
