"""What is shown on a screen: lines of text made from views; nothing here works a number out."""
