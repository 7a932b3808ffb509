"""How Indonesians write days, counts and names."""
