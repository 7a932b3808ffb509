"""One file for each kind of record, data only; `forms.paper` puts them in order."""
