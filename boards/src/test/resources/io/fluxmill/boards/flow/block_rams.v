// SPDX-License-Identifier: Apache-2.0
// Memories of shapes that become a RAMB36E1 in simple dual port mode, a RAMB18E1 with byte enables, a RAMB18E1 with reset and start value, and
// RAMB18E1 with two writing ports in each of the three write modes.
module simple #(parameter W = 36, A = 9, EN = 1) (
    input clk, input [A-1:0] wa, input [A-1:0] ra, input [EN-1:0] we, input re, input [W-1:0] d, output reg [W-1:0] q);
  reg [W-1:0] m [0:(1<<A)-1];
  integer i, k;
  initial for (i = 0; i < 1 << A; i = i + 1) m[i] = 72'h9E3779B97F4A7C15F3 * (i + 7);
  always @(posedge clk) begin
    for (k = 0; k < EN; k = k + 1) if (we[k]) m[wa][k*W/EN +: W/EN] <= d[k*W/EN +: W/EN];
    if (re) q <= m[ra];
  end
endmodule
module double #(parameter W = 9, A = 11, MODE = 0) (
    input clk, input [A-1:0] a, input [A-1:0] b, input wa, input wb, input ea, input eb, input [W-1:0] da, input [W-1:0] db,
    output reg [W-1:0] qa, output reg [W-1:0] qb);
  reg [W-1:0] m [0:(1<<A)-1];
  integer i;
  initial for (i = 0; i < 1 << A; i = i + 1) m[i] = 32'h85EBCA6B * (i + 3);
  always @(posedge clk) if (ea) begin
    if (wa) m[a] <= da;
    if (MODE == 0) qa <= wa ? da : m[a]; else if (MODE == 1) qa <= m[a]; else if (!wa) qa <= m[a];
  end
  always @(posedge clk) if (eb) begin
    if (wb) m[b] <= db;
    if (MODE == 0) qb <= wb ? db : m[b]; else if (MODE == 1) qb <= m[b]; else if (!wb) qb <= m[b];
  end
endmodule
module clearing (input clk, input r, input we, input [9:0] wa, input [9:0] ra, input [17:0] d, output reg [17:0] q);
  reg [17:0] m [0:1023];
  integer i;
  initial begin
    q = 18'h2BEEF;
    for (i = 0; i < 1024; i = i + 1) m[i] = 32'hC2B2AE35 * (i + 1);
  end
  always @(posedge clk) begin
    if (we) m[wa] <= d;
    q <= r ? 18'h15A5A : m[ra];
  end
endmodule
module block_rams (
    input clk, input [11:0] a, input [11:0] b, input [7:0] we, input [1:0] en, input r, input [71:0] d, input [71:0] e,
    output [71:0] q0, output [35:0] q1, output [17:0] q2, output [8:0] q3a, q3b, output [3:0] q4a, q4b, output [17:0] q5a, q5b);
  simple #(72, 9, 8) m0 (clk, a[8:0], b[8:0], we, en[0], d, q0);
  simple #(36, 9, 4) m1 (clk, a[8:0], b[8:0], we[3:0], en[0], d[35:0], q1);
  clearing m2 (clk, r, we[0], a[9:0], b[9:0], d[17:0], q2);
  double #(9, 11, 0) m3 (clk, a[10:0], b[10:0], we[0], we[1], en[0], en[1], d[8:0], e[8:0], q3a, q3b);
  double #(4, 12, 1) m4 (clk, a, b, we[0], we[1], 1'b1, en[1], d[3:0], e[3:0], q4a, q4b);
  double #(18, 10, 2) m5 (clk, a[9:0], b[9:0], we[0], we[1], en[0], en[1], d[17:0], e[17:0], q5a, q5b);
endmodule
`ifndef YOSYS
module bench;
  reg clk = 0;
  always #5 clk = ~clk;
  reg [11:0] a, b; reg [7:0] we; reg [1:0] en; reg r; reg [71:0] d, e;
  wire [187:0] x, y;
  block_rams rtl (clk, a, b, we, en, r, d, e, x[71:0], x[107:72], x[125:108], x[134:126], x[143:135], x[147:144], x[151:148], x[169:152], x[187:170]);
  block_rams_netlist netlist (clk, a, b, we, en, r, d, e, y[71:0], y[107:72], y[125:108], y[134:126], y[143:135], y[147:144], y[151:148], y[169:152], y[187:170]);
  integer i, k, wrong = 0, undefined = 0, compared = 0;
  initial begin
    for (i = 0; i < 5000; i = i + 1) begin
      a = $random; b = $random; we = $random; en = $random | $random; r = ($random & 7) == 0;
      d = {$random, $random, $random}; e = {$random, $random, $random};
      if (i % 4 != 0) begin a = a & 12'h00f; b = b & 12'h00f; end
      // Both ports never write one word at the same time: hardware does not say what comes of it.
      if (we[0] && we[1] && a[8:0] == b[8:0]) b = b ^ 1;
      #1 for (k = 0; k < 188; k = k + 1)
        if (x[k] === 1'bx) undefined = undefined + 1;
        else begin compared = compared + 1; if (x[k] !== y[k]) wrong = wrong + 1; end
      @(posedge clk); #1;
    end
    $display("compared %0d undefined %0d wrong %0d", compared, undefined, wrong);
    $finish;
  end
endmodule
`endif
