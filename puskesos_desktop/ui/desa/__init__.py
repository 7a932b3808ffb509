"""The pages of a village, one file each."""
