"""Usulan and Musyawarah."""
