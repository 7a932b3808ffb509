"""Widgets and helpers that know no page of ours."""
