"""What is said of several documents about one service: what moved between them, and where respondents differ."""
