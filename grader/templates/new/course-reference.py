"""What is right, by topic. `expect: {reference: topic.function}` in an assignment means reference/topic.py."""
