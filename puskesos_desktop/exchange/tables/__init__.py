"""Other people's tables: opened safely, recognised, and read row by row into our own questions."""
