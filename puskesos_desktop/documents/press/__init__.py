"""What every paper is made of: ink, measures, letterhead, charts."""
