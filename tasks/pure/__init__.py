"""Functions from table to table, in rooms by subject: no file, no clock, no Prefect, no settings of a study."""
