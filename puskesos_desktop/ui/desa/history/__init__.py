"""Riwayat, of the village and of one record."""
