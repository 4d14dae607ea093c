spiking4.v
