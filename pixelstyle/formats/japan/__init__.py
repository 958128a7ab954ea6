"""Files in which pictures of Japanese home computers went round."""
