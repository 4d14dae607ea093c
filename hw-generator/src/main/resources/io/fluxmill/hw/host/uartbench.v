
  // the line: DIVIDER clocks a bit, eight bits, no parity, one stop bit
  localparam DIVIDER = @DIVIDER@;
  localparam MOST_PAYLOAD = @PAYLOAD@;
  localparam [15:0] SESSION = 16'h5eed;
  localparam OPEN = 8'd@OPEN@, CLOSE = 8'd@CLOSE@, READ = 8'd@READ@, WRITE = 8'd@WRITE@, SEND = 8'd@SEND@,
             RECEIVE = 8'd@RECEIVE@, START = 8'd@START@;
  reg uart_rx = 1;

  integer bit_clocks = DIVIDER; // no constant, for simulators that unroll loops
  task send_byte;
    input [7:0] sent;
    reg [10:0] bits; // start bit, byte, stop bit, and a one that ends the loop
    begin
      bits = {2'b11, sent, 1'b0};
      while (bits != 1) begin
        uart_rx = bits[0];
        bits = bits >> 1;
        repeat (bit_clocks) @(negedge clock);
      end
    end
  endtask

  // bytes from the design, each bit taken in its middle
  reg [7:0] came [0:8191];
  integer came_in = 0;
  integer came_out = 0;
  reg receiving = 0;
  integer since_edge = 0;
  reg [7:0] shifted = 0;
  always @(negedge clock) begin
    since_edge <= since_edge + 1;
    if (!receiving) begin
      receiving <= uart_tx === 1'b0;
      since_edge <= 1;
    end else if (since_edge % DIVIDER == DIVIDER / 2 && since_edge > DIVIDER) begin
      if (since_edge < 9 * DIVIDER) shifted <= {uart_tx, shifted[7:1]};
      else begin
        receiving <= 0;
        came[came_in % 8192] <= uart_tx === 1'b1 ? shifted : 8'hxx;
        came_in <= came_in + 1;
      end
    end
  end

  reg [7:0] from_line = 0;
  task receive_byte;
    integer since;
    begin
      since = cycle;
      while (came_in == came_out && !failed) begin
        @(posedge clock);
        if (cycle - since > PATIENCE) give_up;
      end
      from_line = came[came_out % 8192];
      came_out = came_out + 1;
    end
  endtask

  // frames: 00, the bytes in COBS, 00; CRC-16/IBM-3740 over all bytes
  reg [7:0] frame [0:8191];
  reg [7:0] answer [0:8191];
  integer payload_bytes = 0; // of the next request, from frame[10] on
  integer answer_bytes = 0;  // of the payload of the answer, from answer[10] on
  integer answer_count = 0;
  reg [7:0] sequence_number = 0;

  function [15:0] crc_of;
    input [15:0] crc;
    input [7:0] next;
    integer place;
    begin
      crc_of = crc ^ {next, 8'h00};
      for (place = 0; place < 8; place = place + 1)
        crc_of = crc_of[15] ? {crc_of[14:0], 1'b0} ^ 16'h1021 : {crc_of[14:0], 1'b0};
    end
  endfunction

  // between two zeros: each block is its length plus one and up to 254 bytes, and stands for a zero after it
  reg [7:0] line [0:8191];
  integer line_bytes = 0;
  task send_frame;
    input integer bytes;
    integer from;
    integer to;
    integer k;
    reg more;
    begin
      line[0] = 0;
      line_bytes = 1;
      from = 0;
      more = 1;
      while (more) begin
        to = from;
        while (to < bytes && frame[to] != 0 && to - from < 254) to = to + 1;
        line[line_bytes] = to - from + 1;
        line_bytes = line_bytes + 1;
        for (k = from; k < to; k = k + 1) begin
          line[line_bytes] = frame[k];
          line_bytes = line_bytes + 1;
        end
        more = to < bytes;
        from = more && to - from == 254 ? to : to + 1;
      end
      line[line_bytes] = 0;
      line_bytes = line_bytes + 1;
      @(negedge clock);
      for (k = 0; k < line_bytes; k = k + 1) send_byte(line[k]);
    end
  endtask

  integer decoded = 0;
  task receive_frame;
    integer at;
    integer k;
    reg complete;
    begin
      line_bytes = 0;
      complete = 0;
      while (!complete && !failed) begin
        receive_byte;
        complete = from_line === 0 && line_bytes != 0;
        if (from_line !== 0) begin
          line[line_bytes] = from_line;
          line_bytes = line_bytes + 1;
        end
      end
      decoded = 0;
      at = 0;
      while (at < line_bytes) begin
        for (k = 1; k < line[at]; k = k + 1) begin
          answer[decoded] = line[at + k];
          decoded = decoded + 1;
        end
        at = at + k;
        if (at < line_bytes && k != 255) begin
          answer[decoded] = 0;
          decoded = decoded + 1;
        end
      end
    end
  endtask

  task request;
    input [7:0] command;
    input [15:0] at;
    input [15:0] count;
    reg [15:0] crc;
    integer k;
    begin
      sequence_number = sequence_number + 1;
      frame[0] = sequence_number;
      frame[1] = command;
      {frame[3], frame[2]} = SESSION;
      {frame[5], frame[4]} = payload_bytes;
      {frame[7], frame[6]} = at;
      {frame[9], frame[8]} = count;
      crc = 16'hffff;
      for (k = 0; k < 10 + payload_bytes; k = k + 1) crc = crc_of(crc, frame[k]);
      {frame[10 + payload_bytes], frame[11 + payload_bytes]} = crc;
      send_frame(12 + payload_bytes);
      payload_bytes = 0;
      receive_frame;
      crc = 16'hffff;
      for (k = 0; k < decoded; k = k + 1) crc = crc_of(crc, answer[k]);
      answer_bytes = {answer[5], answer[4]};
      answer_count = {answer[9], answer[8]};
      interrupted = answer[7] >> @INTERRUPT_BIT@;
      running = answer[7] >> @RUNNING_BIT@;
      if (!failed && (crc !== 0 || decoded != 12 + answer_bytes || answer[0] !== sequence_number
                      || answer[1] !== (command | 8'h80) || {answer[3], answer[2]} !== SESSION)) begin
        $display("FAIL: command %0d at %h has no good answer", command, at);
        failed = 1;
      end else if (!failed && answer[6] !== 0) begin
        $display("FAIL: command %0d at %h was answered with status %0d", command, at, answer[6]);
        failed = 1;
      end
    end
  endtask

  task open_link;
    begin
      request(OPEN, 16'd0, 16'd0);
    end
  endtask

  task close_link;
    begin
      if (!failed) request(CLOSE, 16'd0, 16'd0);
    end
  endtask

  task write_register;
    input [31:0] at;
    input [31:0] written;
    begin
      {frame[13], frame[12], frame[11], frame[10]} = written;
      payload_bytes = 4;
      request(WRITE, at[15:0], 16'd0);
    end
  endtask

  task read_register;
    input [31:0] at;
    begin
      request(READ, at[15:0], 16'd1);
      word = {answer[13], answer[12], answer[11], answer[10]};
    end
  endtask

  task start;
    input [1:0] conditions;
    input [39:0] cycles;
    input transfers;
    integer number;
    begin
      {frame[14], frame[13], frame[12], frame[11], frame[10]} = cycles;
      for (number = 0; number < STREAMS; number = number + 1)
        {frame[18 + 4 * number], frame[17 + 4 * number], frame[16 + 4 * number], frame[15 + 4 * number]}
            = transfers ? begun[number] : 0;
      payload_bytes = 5 + 4 * STREAMS;
      request(START, {14'd0, conditions}, 16'd0);
    end
  endtask

  task get_state;
    begin
      request(READ, 16'h@REGISTERS@, 16'd1);
    end
  endtask

  // as many bytes as the queue of the stream takes or has
  task serve;
    input integer number;
    integer bytes;
    integer k;
    begin
      bytes = bytes_left(number) < MOST_PAYLOAD ? bytes_left(number) : MOST_PAYLOAD;
      if (goes_in(number)) begin
        for (k = 0; k < bytes; k = k + 1) frame[10 + k] = next_byte(number, moved[number] + k);
        payload_bytes = bytes;
        request(SEND, number, 16'd0);
        moved[number] = moved[number] + answer_count;
      end else begin
        request(RECEIVE, number, bytes);
        for (k = 0; k < answer_bytes && !failed; k = k + 1) take_byte(number, answer[10 + k]);
      end
    end
  endtask
