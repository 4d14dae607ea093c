// SPDX-License-Identifier: Apache-2.0
// What a designer writes for two lanes of INT8: two products a cycle, a sum of 32 bits, and a register to drain it.
module hand_int8 (
  input  wire               clk,
  input  wire signed [7:0]  a0, a1, b0, b1,
  input  wire               first, valid, capture, shift,
  input  wire        [31:0] drain_in,
  output reg         [31:0] drain
);
  reg signed [15:0] product_0, product_1;
  reg signed [31:0] sum;
  always @(posedge clk) begin
    product_0 <= a0 * b0;
    product_1 <= a1 * b1;
    if (valid) sum <= (first ? 32'sd0 : sum) + product_0 + product_1;
    if (shift) drain <= drain_in;
    if (capture) drain <= sum;
  end
endmodule
