"""What happens to a family: births, deaths, moves, marriages, splits."""
