"""Code lists as they are printed, one file for each subject."""
