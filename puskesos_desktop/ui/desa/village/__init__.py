"""Beranda, Pengaturan and Panduan."""
