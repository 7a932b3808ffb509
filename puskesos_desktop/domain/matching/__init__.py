"""The same person or another: descriptions compared part by part, judged with reasons, found among many."""
