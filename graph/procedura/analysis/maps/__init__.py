"""What stands where in a picture, whoever draws it."""
