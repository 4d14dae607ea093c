// SPDX-License-Identifier: Apache-2.0
// Self-checking bench of @DESIGN@, in Verilog-2001: @ABOUT@
// It does what the script @BENCH@.hex says (a line a step: what, address, value, mask) and compares what comes back
// with the vectors. The last line that it prints begins with PASS or FAIL.
//   $ iverilog -o @BENCH@ @DESIGN@.v @BENCH@.v && vvp @BENCH@
//   $ verilator --binary --timing -Wno-fatal --top-module @BENCH@ @DESIGN@.v @BENCH@.v && obj_dir/V@BENCH@
`timescale 1ns/1ps

module @BENCH@;
  localparam STEPS = @STEPS@;
  localparam STREAMS = @STREAMS@;
  localparam PATIENCE = 2000000; // cycles in which an answer comes, a byte moves, a run ends
  localparam MOST_POLLS = 1000;
  localparam POLL_CYCLES = 4096; // the engine's time stands still between two polls: so long it runs instead

  localparam OP_END = 0, OP_WRITE = 1, OP_READ = 2, OP_POLL = 3, OP_STREAM = 4, OP_AWAIT = 5, OP_INTERRUPT = 6;
  localparam UNTIL_MOVED = 2'd1, UNTIL_INTERRUPT = 2'd2;
  localparam [39:0] NO_LIMIT = 40'hff_ffff_ffff;

  reg clock = 0;
  always #5 clock = !clock;

  reg reset = 1;
  integer cycle = 0;
  always @(posedge clock) cycle <= cycle + 1;

  // the script
  reg [103:0] script [0:STEPS-1];
  reg [103:0] step = 0;
  wire [7:0] op = step[103:96];
  wire [31:0] address = step[95:64];
  wire [31:0] value = step[63:32];
  wire [31:0] mask = step[31:0];
  integer pc = 0;
  integer polls = 0;
  integer reads = 0;
  integer compared = 0;
  integer started = 0;
  integer stream = 0;
  reg failed = 0;

  // what an access has answered
  reg [31:0] word = 0;
  reg running = 0;
  reg interrupted = 0;

  // the streams of the engine, by number: beats that the script has let go, bytes that have moved, beats under way
  integer limit [0:STREAMS-1];
  integer moved [0:STREAMS-1];
  integer begun [0:STREAMS-1];
@VECTORS@
  // the byte of a stream that goes into the engine next
  function [7:0] next_byte;
    input integer number;
    input integer index;
    begin
      next_byte = 0;
      case (number)
@NEXT@        default: ;
      endcase
    end
  endfunction

  // a byte of a stream has come out of the engine; every beat is compared
  task take_byte;
    input integer number;
    input [7:0] taken;
    begin
      case (number)
@TAKE@        default: ;
      endcase
      moved[number] = moved[number] + 1;
    end
  endtask

  function integer beat_bytes;
    input integer number;
    begin
      case (number)
@BEAT@        default: beat_bytes = 1;
      endcase
    end
  endfunction

  function goes_in;
    input integer number;
    begin
      case (number)
@INTO@        default: goes_in = 0;
      endcase
    end
  endfunction

  function integer bytes_left;
    input integer number;
    begin
      bytes_left = limit[number] * beat_bytes(number) - moved[number];
    end
  endfunction
@LINK@
@WIRES@
  @DESIGN@ dut (
    .@CLOCK@(clock),
    .@RESET@(reset),
@PORTS@
  );

  task await_end;
    begin
      started = cycle;
      running = 1;
      while (running && !failed) begin
        get_state;
        if (cycle - started > PATIENCE) give_up;
      end
    end
  endtask

  task give_up;
    begin
      if (!failed) $display("FAIL: step %0d of %0d does not end", pc, STEPS);
      failed = 1;
    end
  endtask

  // all streams up to their limits, as fast as their queues allow
  task move;
    integer previous;
    integer left;
    begin
      for (stream = 0; stream < STREAMS; stream = stream + 1)
        begun[stream] = limit[stream] - moved[stream] / beat_bytes(stream);
      start(UNTIL_MOVED, NO_LIMIT, 1'b1);
      left = 1;
      started = cycle;
      previous = -1;
      while (left != 0 && !failed) begin
        left = 0;
        for (stream = 0; stream < STREAMS; stream = stream + 1) begin
          if (bytes_left(stream) != 0 && !failed) serve(stream);
          left = left + bytes_left(stream);
        end
        if (left != previous) started = cycle;
        previous = left;
        if (cycle - started > PATIENCE) give_up;
      end
      await_end;
    end
  endtask

  integer i;
  initial begin
    $readmemh("@BENCH@.hex", script);
@LOAD@    for (i = 0; i < STREAMS; i = i + 1) begin
      limit[i] = 0;
      moved[i] = 0;
      begun[i] = 0;
    end
    repeat (16) @(negedge clock);
    reset = 0;
    repeat (64) @(negedge clock);
    open_link;
    step = script[0];
    #1;
    while (op != OP_END && !failed) begin
      case (op)
        OP_WRITE: write_register(address, value);
        OP_READ, OP_POLL: begin
          read_register(address);
          polls = 0;
          while (op == OP_POLL && ((word ^ value) & mask) !== 0 && polls < MOST_POLLS && !failed) begin
            start(2'd0, POLL_CYCLES, 1'b0);
            await_end;
            read_register(address);
            polls = polls + 1;
          end
          if (((word ^ value) & mask) !== 0 && !failed) begin
            $display("FAIL: register %h is %h, must be %h (mask %h)", address, word, value, mask);
            failed = 1;
          end
          if (mask != 0) reads = reads + 1;
        end
        OP_STREAM: limit[address] = value;
        OP_AWAIT: move;
        OP_INTERRUPT: begin
          start(UNTIL_INTERRUPT, NO_LIMIT, 1'b0);
          await_end;
          if (!interrupted && !failed) begin
            $display("FAIL: step %0d must end with an interrupt", pc);
            failed = 1;
          end
        end
        default: begin
          $display("FAIL: step %0d is unknown: is @BENCH@.hex in this folder?", pc);
          failed = 1;
        end
      endcase
      if (!failed) begin
        pc = pc + 1;
        step = script[pc];
        #1;
      end
    end
    close_link;
    if (failed) $display("FAIL: in step %0d of %0d, cycle %0d", pc, STEPS, cycle);
    else $display("PASS: @DESIGN@, %0d registers and %0d beats compared, %0d cycles", reads, compared, cycle);
    $finish;
  end
endmodule
