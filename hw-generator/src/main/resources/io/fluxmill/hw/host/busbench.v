
  // the bus: registers of the engine below 8000, of the bus from there, windows of the streams from 10000
  localparam BUS_FAULTS = 32'h@FAULTS@, BUS_STATUS = 32'h@STATUS@, BUS_LIMIT_LOW = 32'h@LIMIT_LOW@,
             BUS_LIMIT_HIGH = 32'h@LIMIT_HIGH@, BUS_START = 32'h@START@, BUS_LEFT = 32'h@LEFT@,
             BUS_LEVEL = 32'h@LEVEL@, BUS_WINDOW = 32'h@WINDOW@;
  reg [@ADDRESS_TOP@:0] @BUS@_awaddr = 0;
  reg @BUS@_awvalid = 0;
  reg [31:0] @BUS@_wdata = 0;
  wire [3:0] @BUS@_wstrb = 4'b1111;
  reg @BUS@_wvalid = 0;
  wire @BUS@_bready = 1;
  reg [@ADDRESS_TOP@:0] @BUS@_araddr = 0;
  reg @BUS@_arvalid = 0;
  wire @BUS@_rready = 1;

  // inputs change at the falling edge; what the rising one finds has moved
  task write_register;
    input [31:0] at;
    input [31:0] written;
    reg address_taken;
    reg data_taken;
    reg answered;
    integer waited;
    begin
      @(negedge clock);
      @BUS@_awaddr = at[@ADDRESS_TOP@:0];
      @BUS@_awvalid = 1;
      @BUS@_wdata = written;
      @BUS@_wvalid = 1;
      answered = 0;
      waited = 0;
      while (!answered && !failed) begin
        @(posedge clock);
        address_taken = @BUS@_awready;
        data_taken = @BUS@_wready;
        answered = @BUS@_bvalid;
        if (answered && @BUS@_bresp !== 2'b00) begin
          $display("FAIL: write to %h was answered %b", at, @BUS@_bresp);
          failed = 1;
        end
        @(negedge clock);
        if (address_taken) @BUS@_awvalid = 0;
        if (data_taken) @BUS@_wvalid = 0;
        waited = waited + 1;
        if (waited > PATIENCE) give_up;
      end
    end
  endtask

  task read_register;
    input [31:0] at;
    reg address_taken;
    reg answered;
    integer waited;
    begin
      @(negedge clock);
      @BUS@_araddr = at[@ADDRESS_TOP@:0];
      @BUS@_arvalid = 1;
      answered = 0;
      waited = 0;
      while (!answered && !failed) begin
        @(posedge clock);
        address_taken = @BUS@_arready;
        answered = @BUS@_rvalid;
        word = @BUS@_rdata;
        if (answered && @BUS@_rresp !== 2'b00) begin
          $display("FAIL: read of %h was answered %b", at, @BUS@_rresp);
          failed = 1;
        end
        @(negedge clock);
        if (address_taken) @BUS@_arvalid = 0;
        waited = waited + 1;
        if (waited > PATIENCE) give_up;
      end
    end
  endtask

  task open_link;
    begin
    end
  endtask

  task close_link;
    begin
      if (!failed) begin
        read_register(BUS_FAULTS);
        if (word !== 0) begin
          $display("FAIL: BUS_FAULTS is %h, must be 00000000", word);
          failed = 1;
        end
      end
    end
  endtask

  task start;
    input [1:0] conditions;
    input [39:0] cycles;
    input transfers;
    integer number;
    begin
      for (number = 0; number < STREAMS; number = number + 1)
        if (transfers && begun[number] != 0) write_register(BUS_LEFT + 8 * number, begun[number]);
      write_register(BUS_LIMIT_LOW, cycles[31:0]);
      write_register(BUS_LIMIT_HIGH, {24'd0, cycles[39:32]});
      write_register(BUS_START, {30'd0, conditions});
    end
  endtask

  task get_state;
    begin
      read_register(BUS_STATUS);
      interrupted = word[@INTERRUPT_BIT@];
      running = word[@RUNNING_BIT@];
    end
  endtask

  // as many words as the queue of the stream takes or has; the last one may have fewer bytes
  task serve;
    input integer number;
    integer level;
    integer left;
    integer lane;
    integer bytes;
    reg inwards;
    reg [31:0] packed_bytes;
    begin
      read_register(BUS_LEVEL + 8 * number);
      level = word;
      left = bytes_left(number);
      inwards = goes_in(number);
      while (left != 0 && !failed && (level >= 4 || (!inwards && level == left))) begin
        bytes = left < 4 ? left : 4;
        if (inwards) begin
          packed_bytes = 0;
          for (lane = 0; lane < bytes; lane = lane + 1)
            packed_bytes[8*lane +: 8] = next_byte(number, moved[number] + lane);
          write_register(BUS_WINDOW + 32'h1000 * number, packed_bytes);
          moved[number] = moved[number] + bytes;
        end else begin
          read_register(BUS_WINDOW + 32'h1000 * number);
          packed_bytes = word;
          for (lane = 0; lane < bytes; lane = lane + 1) take_byte(number, packed_bytes[8*lane +: 8]);
        end
        level = level - 4;
        left = left - bytes;
      end
    end
  endtask
