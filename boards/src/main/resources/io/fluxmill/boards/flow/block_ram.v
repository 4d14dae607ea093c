// SPDX-License-Identifier: Apache-2.0
// A block of 2,048 bytes with two ports; UNIT is 8 or, with parity, 9. Modes of writing: 0 output holds, 1 it shows what is written, 2 what was there.
module fluxmill_block_ram #(
  parameter UNIT = 9,
  parameter WIDTH_A = 9,
  parameter WIDTH_B = 9,
  parameter MODE_A = 0,
  parameter MODE_B = 0,
  parameter ASYNC = 0
) (
  input clk_a, input ce_a, input write_a, input reset_a, input [13:0] address_a, input [35:0] in_a, output reg [35:0] out_a,
  input clk_b, input ce_b, input write_b, input reset_b, input [13:0] address_b, input [35:0] in_b, output reg [35:0] out_b
);
  localparam BYTES_A = WIDTH_A < UNIT ? 1 : WIDTH_A / UNIT;
  localparam BYTES_B = WIDTH_B < UNIT ? 1 : WIDTH_B / UNIT;
  localparam BITS_A = WIDTH_A < UNIT ? WIDTH_A : UNIT;
  localparam BITS_B = WIDTH_B < UNIT ? WIDTH_B : UNIT;
  reg [UNIT-1:0] memory [0:2047];
  wire [10:0] byte_a = address_a[13:3] & ~(BYTES_A - 1);
  wire [10:0] byte_b = address_b[13:3] & ~(BYTES_B - 1);
  wire [2:0] bit_a = WIDTH_A < UNIT ? address_a[2:0] & ~(WIDTH_A - 1) : 3'd0;
  wire [2:0] bit_b = WIDTH_B < UNIT ? address_b[2:0] & ~(WIDTH_B - 1) : 3'd0;
  wire clear_a = ASYNC != 0 && reset_a;
  wire clear_b = ASYNC != 0 && reset_b;
  genvar i;
  generate
    for (i = 0; i < BYTES_A; i = i + 1) begin : port_a
      wire enabled = ce_a && write_a && (BYTES_A == 1 || address_a[i]);
      always @(posedge clk_a) if (enabled) memory[byte_a + i][bit_a +: BITS_A] <= in_a[i*UNIT +: BITS_A];
      always @(posedge clk_a or posedge clear_a)
        if (clear_a) out_a[i*UNIT +: BITS_A] <= 0;
        else if (ce_a && reset_a) out_a[i*UNIT +: BITS_A] <= 0;
        else if (ce_a && enabled && MODE_A == 1) out_a[i*UNIT +: BITS_A] <= in_a[i*UNIT +: BITS_A];
        else if (ce_a && !(write_a && MODE_A == 0)) out_a[i*UNIT +: BITS_A] <= memory[byte_a + i][bit_a +: BITS_A];
    end
    for (i = 0; i < BYTES_B; i = i + 1) begin : port_b
      wire enabled = ce_b && write_b && (BYTES_B == 1 || address_b[i]);
      always @(posedge clk_b) if (enabled) memory[byte_b + i][bit_b +: BITS_B] <= in_b[i*UNIT +: BITS_B];
      always @(posedge clk_b or posedge clear_b)
        if (clear_b) out_b[i*UNIT +: BITS_B] <= 0;
        else if (ce_b && reset_b) out_b[i*UNIT +: BITS_B] <= 0;
        else if (ce_b && enabled && MODE_B == 1) out_b[i*UNIT +: BITS_B] <= in_b[i*UNIT +: BITS_B];
        else if (ce_b && !(write_b && MODE_B == 0)) out_b[i*UNIT +: BITS_B] <= memory[byte_b + i][bit_b +: BITS_B];
    end
  endgenerate
endmodule
