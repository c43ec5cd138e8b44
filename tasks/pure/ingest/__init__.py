"""Which records of a dump become tweets of a study, and why others do not; reading files is not done here."""
