"""An invented village, believable and the same for the same seed and date."""
