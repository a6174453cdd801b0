"""What time tells: statistics, trends, seasons, effects of posts."""
