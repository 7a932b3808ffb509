"""Keluarga, Individu, Rumah and PPKS."""
