"""Photos and QR codes that come from outside."""
