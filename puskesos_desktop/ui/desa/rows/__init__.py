"""What lists share: columns, filters, finder, tiles."""
