"""What is asked: names of questions."""
