"""What is seen before a village is open."""
