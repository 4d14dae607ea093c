// SPDX-License-Identifier: Apache-2.0
// Self-checking bench of @DESIGN@, in Verilog-2001. It writes and reads registers and moves streams as the script
// @BENCH@.hex says (a line a step: what, address, value, mask), with pauses on all streams, and compares what
// comes back with the vectors. The last line that it prints begins with PASS or FAIL.
//   $ iverilog -o @BENCH@ @DESIGN@.v @BENCH@.v && vvp @BENCH@
//   $ verilator --binary --timing -Wno-fatal --top-module @BENCH@ @DESIGN@.v @BENCH@.v && obj_dir/V@BENCH@
`timescale 1ns/1ps

module @BENCH@;
  localparam STEPS = @STEPS@;
  localparam PATIENCE = 1000000; // cycles without a step or a beat
  localparam MOST_POLLS = 10000;

  localparam OP_END = 0, OP_WRITE = 1, OP_READ = 2, OP_POLL = 3, OP_STREAM = 4, OP_AWAIT = 5, OP_INTERRUPT = 6;
  localparam FETCH = 0, WRITING = 1, READING = 2, ENDED = 3;

  reg clock = 0;
  always #5 clock = !clock;

  integer cycle = 0;
  wire resetting = cycle < 16;
  reg [15:0] noise = 16'hace1; // pauses: a linear feedback shift register
  always @(posedge clock) begin
    cycle <= cycle + 1;
    noise <= {noise[14:0], noise[15] ^ noise[13] ^ noise[12] ^ noise[10]};
  end

@WIRES@
  // the register bus
  reg [@ADDRESS_TOP@:0] @BUS@_awaddr = 0;
  reg @BUS@_awvalid = 0;
  reg [31:0] @BUS@_wdata = 0;
  wire [3:0] @BUS@_wstrb = 4'b1111;
  reg @BUS@_wvalid = 0;
  wire @BUS@_bready = 1;
  reg [@ADDRESS_TOP@:0] @BUS@_araddr = 0;
  reg @BUS@_arvalid = 0;
  wire @BUS@_rready = 1;
@STREAMS@
  @DESIGN@ dut (
    .@CLOCK@(clock),
    .@RESET@(resetting),
@PORTS@
  );

  // the script
  reg [103:0] script [0:STEPS-1];
  integer pc = 0;
  integer state = FETCH;
  integer polls = 0;
  integer reads = 0;
  integer idle = 0;
  integer last_position = 0;
  reg bus_failed = 0;
  wire [103:0] step = script[pc];
  wire [7:0] op = step[103:96];
  wire [31:0] address = step[95:64];
  wire [31:0] value = step[63:32];
  wire [31:0] mask = step[31:0];
  wire moved = @MOVED@;
  wire failed = bus_failed@FAILED@;
  wire [31:0] position = pc@COUNT_ALL@;
  wire [31:0] wrong = (@BUS@_rdata ^ value) & mask;

  initial begin
    $readmemh("@BENCH@.hex", script);
@LOAD@  end

  always @(posedge clock) begin
    last_position <= position;
    idle <= last_position == position ? idle + 1 : 0;
    if (failed) begin
      $display("FAIL: in step %0d of %0d, cycle %0d", pc, STEPS, cycle);
      $finish;
    end else if (idle > PATIENCE) begin
      $display("FAIL: step %0d of %0d does not end, cycle %0d", pc, STEPS, cycle);
      $finish;
    end else if (!resetting) begin
      case (state)
        FETCH: begin
          if (op == OP_WRITE) begin
            @BUS@_awaddr <= address[@ADDRESS_TOP@:0];
            @BUS@_awvalid <= 1;
            @BUS@_wdata <= value;
            @BUS@_wvalid <= 1;
            state <= WRITING;
          end else if (op == OP_READ || op == OP_POLL) begin
            @BUS@_araddr <= address[@ADDRESS_TOP@:0];
            @BUS@_arvalid <= 1;
            state <= READING;
          end else if (op == OP_STREAM) begin
@LIMITS@            pc <= pc + 1;
          end else if (op == OP_AWAIT) begin
            if (moved) pc <= pc + 1;
          end else if (op == OP_INTERRUPT) begin
            if (@INTERRUPT@) pc <= pc + 1;
          end else if (op == OP_END) begin
            if (moved) begin
              $display("PASS: @DESIGN@, %0d registers and %0d beats compared, %0d cycles", reads, @COUNT@, cycle);
              state <= ENDED;
              $finish;
            end
          end else begin
            $display("FAIL: step %0d is unknown: is @BENCH@.hex in this folder?", pc);
            $finish;
          end
        end
        WRITING: begin
          if (@BUS@_awready) @BUS@_awvalid <= 0;
          if (@BUS@_wready) @BUS@_wvalid <= 0;
          if (@BUS@_bvalid) begin
            if (@BUS@_bresp !== 2'b00) begin
              $display("FAIL: write to %h was answered %b", address, @BUS@_bresp);
              bus_failed <= 1;
            end
            pc <= pc + 1;
            state <= FETCH;
          end
        end
        READING: begin
          if (@BUS@_arready) @BUS@_arvalid <= 0;
          if (@BUS@_rvalid) begin
            if (wrong === 0 && @BUS@_rresp === 2'b00) begin
              pc <= pc + 1;
              polls <= 0;
              if (mask != 0) reads <= reads + 1;
              end else if (op == OP_POLL && polls < MOST_POLLS) begin
              polls <= polls + 1;
            end else begin
              $display("FAIL: register %h is %h, must be %h (mask %h)", address, @BUS@_rdata, value, mask);
              bus_failed <= 1;
            end
            state <= FETCH;
          end
        end
        default: ;
      endcase
    end
  end
endmodule
