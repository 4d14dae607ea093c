/* verilator lint_off DECLFILENAME */ // all modules of a circuit are in one file
/* verilator lint_off BLKSEQ */ // a cell takes the pulses of an instant one after the other
// Generated: SFQ circuit counter, for event-driven simulation: modules of its cells, then the circuit.
// An edge on a net, rising or falling, is a pulse. The time unit is 10 fs, a quantum has 10 units, and pulses
// are at multiples of a quantum. violated: sticky flags, 1 after a violation of a critical time (state, pair
// of pins, quanta); each violation is printed, too. There is no reset: all begins in state 0.
// Synthesis tools, which define SYNTHESIS, see the cells as black boxes.
`timescale 10fs/10fs

// Cell SPLIT: pulses on p_a lead to pulses on p_q0, p_q1; simultaneous ones are taken in that order.
// violated[0]: p_a less than 70 quanta after p_a in state 0
(* blackbox *)
module counter_Cell_split (
  input p_a,
  output reg p_q0,
  output reg p_q1,
  output reg [0:0] violated
);
`ifndef SYNTHESIS // which knows no time: there a cell is a black box
  reg was_a;
  integer present;
  reg taken;
  reg passes;
  time now;
  time since_0_a;
  reg started_0_a;
  reg fire_q0_63;
  reg level_q0_63;
  reg fire_q1_63;
  reg level_q1_63;
  initial begin
    was_a = 1'b0;
    present = 0;
    violated = 0;
    started_0_a = 1'b0;
    p_q0 = 1'b0;
    level_q0_63 = 1'b0;
    p_q1 = 1'b0;
    level_q1_63 = 1'b0;
  end
  always @(p_a) begin
    #5;
    now = $time / 10 - 1;
    fire_q0_63 = 1'b0;
    fire_q1_63 = 1'b0;
    if (p_a != was_a) begin
      was_a = p_a;
      taken = 1'b1;
      passes = 1'b1;
      if (started_0_a && now - since_0_a < 70) begin
        violated[0] = 1'b1;
        $display("violation %m 0 a_a %0d", now);
      end
      if (taken) begin
        case (present)
          0: begin
            since_0_a = now;
            started_0_a = 1'b1;
            if (passes) fire_q0_63 = 1'b1;
            if (passes) fire_q1_63 = 1'b1;
          end
          default: ;
        endcase
      end
    end
    if (fire_q0_63) begin
      level_q0_63 = ~level_q0_63;
      p_q0 <= #625 level_q0_63;
    end
    if (fire_q1_63) begin
      level_q1_63 = ~level_q1_63;
      p_q1 <= #625 level_q1_63;
    end
  end
`endif
endmodule

// Cell TFF: pulses on p_a lead to pulses on p_q; simultaneous ones are taken in that order.
// violated[0]: p_a less than 52 quanta after p_a in state 0
// violated[1]: p_a less than 52 quanta after p_a in state 1
(* blackbox *)
module counter_Cell_tff (
  input p_a,
  output reg p_q,
  output reg [1:0] violated
);
`ifndef SYNTHESIS // which knows no time: there a cell is a black box
  reg was_a;
  integer present;
  reg taken;
  reg passes;
  time now;
  time since_0_a;
  reg started_0_a;
  time since_1_a;
  reg started_1_a;
  reg fire_q_63;
  reg level_q_63;
  initial begin
    was_a = 1'b0;
    present = 0;
    violated = 0;
    started_0_a = 1'b0;
    started_1_a = 1'b0;
    p_q = 1'b0;
    level_q_63 = 1'b0;
  end
  always @(p_a) begin
    #5;
    now = $time / 10 - 1;
    fire_q_63 = 1'b0;
    if (p_a != was_a) begin
      was_a = p_a;
      taken = 1'b1;
      passes = 1'b1;
      if (started_0_a && now - since_0_a < 52) begin
        violated[0] = 1'b1;
        $display("violation %m 0 a_a %0d", now);
      end
      if (started_1_a && now - since_1_a < 52) begin
        violated[1] = 1'b1;
        $display("violation %m 1 a_a %0d", now);
      end
      if (taken) begin
        case (present)
          0: begin
            since_0_a = now;
            started_0_a = 1'b1;
            present = 1;
          end
          1: begin
            since_1_a = now;
            started_1_a = 1'b1;
            present = 0;
            if (passes) fire_q_63 = 1'b1;
          end
          default: ;
        endcase
      end
    end
    if (fire_q_63) begin
      level_q_63 = ~level_q_63;
      p_q <= #625 level_q_63;
    end
  end
`endif
endmodule

// Cell JTL: pulses on p_a lead to pulses on p_q; simultaneous ones are taken in that order.
// violated[0]: p_a less than 52 quanta after p_a in state 0
(* blackbox *)
module counter_Cell_jtl (
  input p_a,
  output reg p_q,
  output reg [0:0] violated
);
`ifndef SYNTHESIS // which knows no time: there a cell is a black box
  reg was_a;
  integer present;
  reg taken;
  reg passes;
  time now;
  time since_0_a;
  reg started_0_a;
  reg fire_q_35;
  reg level_q_35;
  initial begin
    was_a = 1'b0;
    present = 0;
    violated = 0;
    started_0_a = 1'b0;
    p_q = 1'b0;
    level_q_35 = 1'b0;
  end
  always @(p_a) begin
    #5;
    now = $time / 10 - 1;
    fire_q_35 = 1'b0;
    if (p_a != was_a) begin
      was_a = p_a;
      taken = 1'b1;
      passes = 1'b1;
      if (started_0_a && now - since_0_a < 52) begin
        violated[0] = 1'b1;
        $display("violation %m 0 a_a %0d", now);
      end
      if (taken) begin
        case (present)
          0: begin
            since_0_a = now;
            started_0_a = 1'b1;
            if (passes) fire_q_35 = 1'b1;
          end
          default: ;
        endcase
      end
    end
    if (fire_q_35) begin
      level_q_35 = ~level_q_35;
      p_q <= #345 level_q_35;
    end
  end
`endif
endmodule

// Cell NDRO: pulses on p_a, p_b, p_clk lead to pulses on p_q; simultaneous ones are taken in that order.
// violated[0]: p_b less than 9 quanta after p_a in state 0
// violated[1]: p_a less than 19 quanta after p_b in state 1
// violated[2]: p_clk less than 91 quanta after p_clk in state 1
(* blackbox *)
module counter_Cell_ndro (
  input p_a,
  input p_b,
  input p_clk,
  output reg p_q,
  output reg [2:0] violated
);
`ifndef SYNTHESIS // which knows no time: there a cell is a black box
  reg was_a;
  reg was_b;
  reg was_clk;
  integer present;
  reg taken;
  reg passes;
  time now;
  time since_0_a;
  reg started_0_a;
  time since_1_b;
  reg started_1_b;
  time since_1_clk;
  reg started_1_clk;
  reg fire_q_55;
  reg level_q_55;
  initial begin
    was_a = 1'b0;
    was_b = 1'b0;
    was_clk = 1'b0;
    present = 0;
    violated = 0;
    started_0_a = 1'b0;
    started_1_b = 1'b0;
    started_1_clk = 1'b0;
    p_q = 1'b0;
    level_q_55 = 1'b0;
  end
  always @(p_a or p_b or p_clk) begin
    #5;
    now = $time / 10 - 1;
    fire_q_55 = 1'b0;
    if (p_a != was_a) begin
      was_a = p_a;
      taken = 1'b1;
      passes = 1'b1;
      if (started_1_b && now - since_1_b < 19) begin
        violated[1] = 1'b1;
        $display("violation %m 1 b_a %0d", now);
      end
      if (taken) begin
        case (present)
          0: begin
            since_0_a = now;
            started_0_a = 1'b1;
            present = 1;
          end
          default: ;
        endcase
      end
    end
    if (p_b != was_b) begin
      was_b = p_b;
      taken = 1'b1;
      passes = 1'b1;
      if (started_0_a && now - since_0_a < 9) begin
        violated[0] = 1'b1;
        $display("violation %m 0 a_b %0d", now);
      end
      if (taken) begin
        case (present)
          1: begin
            since_1_b = now;
            started_1_b = 1'b1;
            present = 0;
          end
          default: ;
        endcase
      end
    end
    if (p_clk != was_clk) begin
      was_clk = p_clk;
      taken = 1'b1;
      passes = 1'b1;
      if (started_1_clk && now - since_1_clk < 91) begin
        violated[2] = 1'b1;
        $display("violation %m 1 clk_clk %0d", now);
      end
      if (taken) begin
        case (present)
          1: begin
            since_1_clk = now;
            started_1_clk = 1'b1;
            if (passes) fire_q_55 = 1'b1;
          end
          default: ;
        endcase
      end
    end
    if (fire_q_55) begin
      level_q_55 = ~level_q_55;
      p_q <= #545 level_q_55;
    end
  end
`endif
endmodule

// Circuit counter: n_<net> is a net, $ in it is a dot of the name; x_<instance> is an instance.
module counter_Cells (
  input n_a, // net a: each edge is a pulse into the circuit
  input n_read, // net read: each edge is a pulse into the circuit
  output n_b0, // net b0: each edge is a pulse out of the circuit
  output n_b1, // net b1: each edge is a pulse out of the circuit
  output n_b2, // net b2: each edge is a pulse out of the circuit
  output n_b3, // net b3: each edge is a pulse out of the circuit
  output n_carry, // net carry: each edge is a pulse out of the circuit
  output [38:0] violated // sticky, a bit for each critical time of each instance, in their order
);
  wire n_toggle0;
  wire n_set0;
  wire n_even0;
  wire n_reset0;
  wire n_a1;
  wire n_soon0;
  wire n_hold0;
  wire n_read0;
  wire n_toggle1;
  wire n_set1;
  wire n_even1;
  wire n_reset1;
  wire n_a2;
  wire n_soon1;
  wire n_hold1;
  wire n_read1;
  wire n_toggle2;
  wire n_set2;
  wire n_even2;
  wire n_reset2;
  wire n_a3;
  wire n_soon2;
  wire n_hold2;
  wire n_read2;
  wire n_toggle3;
  wire n_set3;
  wire n_even3;
  wire n_reset3;
  wire n_soon3;
  wire n_hold3;
  wire n_read3;
  wire n_read01;
  wire n_read23;
  counter_Cell_split x_in0 (.p_a(n_a), .p_q0(n_toggle0), .p_q1(n_set0), .violated(violated[0:0]));
  counter_Cell_tff x_count0 (.p_a(n_toggle0), .p_q(n_even0), .violated(violated[2:1]));
  counter_Cell_split x_out0 (.p_a(n_even0), .p_q0(n_reset0), .p_q1(n_a1), .violated(violated[3:3]));
  counter_Cell_jtl x_early0 (.p_a(n_set0), .p_q(n_soon0), .violated(violated[4:4]));
  counter_Cell_jtl x_late0 (.p_a(n_soon0), .p_q(n_hold0), .violated(violated[5:5]));
  counter_Cell_ndro x_bit0 (.p_a(n_hold0), .p_b(n_reset0), .p_clk(n_read0), .p_q(n_b0), .violated(violated[8:6]));
  counter_Cell_split x_in1 (.p_a(n_a1), .p_q0(n_toggle1), .p_q1(n_set1), .violated(violated[9:9]));
  counter_Cell_tff x_count1 (.p_a(n_toggle1), .p_q(n_even1), .violated(violated[11:10]));
  counter_Cell_split x_out1 (.p_a(n_even1), .p_q0(n_reset1), .p_q1(n_a2), .violated(violated[12:12]));
  counter_Cell_jtl x_early1 (.p_a(n_set1), .p_q(n_soon1), .violated(violated[13:13]));
  counter_Cell_jtl x_late1 (.p_a(n_soon1), .p_q(n_hold1), .violated(violated[14:14]));
  counter_Cell_ndro x_bit1 (.p_a(n_hold1), .p_b(n_reset1), .p_clk(n_read1), .p_q(n_b1), .violated(violated[17:15]));
  counter_Cell_split x_in2 (.p_a(n_a2), .p_q0(n_toggle2), .p_q1(n_set2), .violated(violated[18:18]));
  counter_Cell_tff x_count2 (.p_a(n_toggle2), .p_q(n_even2), .violated(violated[20:19]));
  counter_Cell_split x_out2 (.p_a(n_even2), .p_q0(n_reset2), .p_q1(n_a3), .violated(violated[21:21]));
  counter_Cell_jtl x_early2 (.p_a(n_set2), .p_q(n_soon2), .violated(violated[22:22]));
  counter_Cell_jtl x_late2 (.p_a(n_soon2), .p_q(n_hold2), .violated(violated[23:23]));
  counter_Cell_ndro x_bit2 (.p_a(n_hold2), .p_b(n_reset2), .p_clk(n_read2), .p_q(n_b2), .violated(violated[26:24]));
  counter_Cell_split x_in3 (.p_a(n_a3), .p_q0(n_toggle3), .p_q1(n_set3), .violated(violated[27:27]));
  counter_Cell_tff x_count3 (.p_a(n_toggle3), .p_q(n_even3), .violated(violated[29:28]));
  counter_Cell_split x_out3 (.p_a(n_even3), .p_q0(n_reset3), .p_q1(n_carry), .violated(violated[30:30]));
  counter_Cell_jtl x_early3 (.p_a(n_set3), .p_q(n_soon3), .violated(violated[31:31]));
  counter_Cell_jtl x_late3 (.p_a(n_soon3), .p_q(n_hold3), .violated(violated[32:32]));
  counter_Cell_ndro x_bit3 (.p_a(n_hold3), .p_b(n_reset3), .p_clk(n_read3), .p_q(n_b3), .violated(violated[35:33]));
  counter_Cell_split x_read_root (.p_a(n_read), .p_q0(n_read01), .p_q1(n_read23), .violated(violated[36:36]));
  counter_Cell_split x_read_low (.p_a(n_read01), .p_q0(n_read0), .p_q1(n_read1), .violated(violated[37:37]));
  counter_Cell_split x_read_high (.p_a(n_read23), .p_q0(n_read2), .p_q1(n_read3), .violated(violated[38:38]));
endmodule

