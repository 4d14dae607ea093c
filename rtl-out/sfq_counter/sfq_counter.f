sfq_counter.v
