"""From a questionnaire to a blank form, for people who answer away from the program. It scores nothing."""
