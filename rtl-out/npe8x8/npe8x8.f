npe8x8.v
