"""Kirim and Terima."""
