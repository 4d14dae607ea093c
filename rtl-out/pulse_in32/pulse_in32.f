pulse_in32.v
