int8x8.v
