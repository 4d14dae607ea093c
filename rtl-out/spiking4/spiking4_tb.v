// SPDX-License-Identifier: Apache-2.0
// Self-checking bench of spiking4, in Verilog-2001. It writes and reads registers and moves streams as the script
// spiking4_tb.hex says (a line a step: what, address, value, mask), with pauses on all streams, and compares what
// comes back with the vectors. The last line that it prints begins with PASS or FAIL.
//   $ iverilog -o spiking4_tb spiking4.v spiking4_tb.v && vvp spiking4_tb
//   $ verilator --binary --timing -Wno-fatal --top-module spiking4_tb spiking4.v spiking4_tb.v && obj_dir/Vspiking4_tb
`timescale 1ns/1ps

module spiking4_tb;
  localparam STEPS = 29;
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

  wire s_axi_awready;
  wire s_axi_wready;
  wire [1:0] s_axi_bresp;
  wire s_axi_bvalid;
  wire s_axi_arready;
  wire [31:0] s_axi_rdata;
  wire [1:0] s_axi_rresp;
  wire s_axi_rvalid;
  wire s_axis_evt_tready;
  wire [31:0] m_axis_evt_tdata;
  wire m_axis_evt_tvalid;
  wire irq;

  // the register bus
  reg [7:0] s_axi_awaddr = 0;
  reg s_axi_awvalid = 0;
  reg [31:0] s_axi_wdata = 0;
  wire [3:0] s_axi_wstrb = 4'b1111;
  reg s_axi_wvalid = 0;
  wire s_axi_bready = 1;
  reg [7:0] s_axi_araddr = 0;
  reg s_axi_arvalid = 0;
  wire s_axi_rready = 1;

  // s_axis_evt: beats of spiking4_tb_s_axis_evt.hex, with pauses
  reg [31:0] s_axis_evt_beats [0:321];
  reg s_axis_evt_tvalid = 0;
  integer s_axis_evt_index = 0;
  integer s_axis_evt_limit = 0;
  wire [31:0] s_axis_evt_beat = s_axis_evt_beats[s_axis_evt_index];
  wire [31:0] s_axis_evt_tdata = s_axis_evt_beat[31:0];
  wire s_axis_evt_moves = s_axis_evt_tvalid && s_axis_evt_tready;
  always @(posedge clock) begin
    if (resetting) s_axis_evt_tvalid <= 0;
    else if (!s_axis_evt_tvalid || s_axis_evt_tready)
      s_axis_evt_tvalid <= (s_axis_evt_index + (s_axis_evt_moves ? 1 : 0) < s_axis_evt_limit) && noise[0];
    if (s_axis_evt_moves) s_axis_evt_index <= s_axis_evt_index + 1;
  end

  // m_axis_evt: every beat is compared with spiking4_tb_m_axis_evt.hex, whose lines are a mask and the beat
  reg [63:0] m_axis_evt_beats [0:415];
  integer m_axis_evt_index = 0;
  integer m_axis_evt_limit = 0;
  reg m_axis_evt_go = 0;
  reg m_axis_evt_failed = 0;
  wire m_axis_evt_tready = m_axis_evt_go && m_axis_evt_index < m_axis_evt_limit;
  wire [63:0] m_axis_evt_beat = m_axis_evt_beats[m_axis_evt_index];
  wire [31:0] m_axis_evt_wrong = (m_axis_evt_tdata ^ m_axis_evt_beat[31:0]) & m_axis_evt_beat[63:32];
  always @(posedge clock) begin
    m_axis_evt_go <= noise[3];
    if (!resetting && m_axis_evt_tvalid && m_axis_evt_tready) begin
      if (m_axis_evt_wrong !== 0 && !m_axis_evt_failed) begin
        $display("FAIL: m_axis_evt beat %0d is %h, must be %h (mask %h)", m_axis_evt_index, m_axis_evt_tdata,
                 m_axis_evt_beat[31:0], m_axis_evt_beat[63:32]);
        m_axis_evt_failed <= 1;
      end
      m_axis_evt_index <= m_axis_evt_index + 1;
    end
  end

  spiking4 dut (
    .clk(clock),
    .reset(resetting),
    .s_axi_awaddr(s_axi_awaddr),
    .s_axi_awvalid(s_axi_awvalid),
    .s_axi_awready(s_axi_awready),
    .s_axi_wdata(s_axi_wdata),
    .s_axi_wstrb(s_axi_wstrb),
    .s_axi_wvalid(s_axi_wvalid),
    .s_axi_wready(s_axi_wready),
    .s_axi_bresp(s_axi_bresp),
    .s_axi_bvalid(s_axi_bvalid),
    .s_axi_bready(s_axi_bready),
    .s_axi_araddr(s_axi_araddr),
    .s_axi_arvalid(s_axi_arvalid),
    .s_axi_arready(s_axi_arready),
    .s_axi_rdata(s_axi_rdata),
    .s_axi_rresp(s_axi_rresp),
    .s_axi_rvalid(s_axi_rvalid),
    .s_axi_rready(s_axi_rready),
    .s_axis_evt_tdata(s_axis_evt_tdata),
    .s_axis_evt_tvalid(s_axis_evt_tvalid),
    .s_axis_evt_tready(s_axis_evt_tready),
    .m_axis_evt_tdata(m_axis_evt_tdata),
    .m_axis_evt_tvalid(m_axis_evt_tvalid),
    .m_axis_evt_tready(m_axis_evt_tready),
    .irq(irq)
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
  wire moved = s_axis_evt_index == s_axis_evt_limit && m_axis_evt_index == m_axis_evt_limit;
  wire failed = bus_failed || m_axis_evt_failed;
  wire [31:0] position = pc + s_axis_evt_index + m_axis_evt_index;
  wire [31:0] wrong = (s_axi_rdata ^ value) & mask;

  initial begin
    $readmemh("spiking4_tb.hex", script);
    $readmemh("spiking4_tb_s_axis_evt.hex", s_axis_evt_beats);
    $readmemh("spiking4_tb_m_axis_evt.hex", m_axis_evt_beats);
  end

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
            s_axi_awaddr <= address[7:0];
            s_axi_awvalid <= 1;
            s_axi_wdata <= value;
            s_axi_wvalid <= 1;
            state <= WRITING;
          end else if (op == OP_READ || op == OP_POLL) begin
            s_axi_araddr <= address[7:0];
            s_axi_arvalid <= 1;
            state <= READING;
          end else if (op == OP_STREAM) begin
          if (address == 0) s_axis_evt_limit <= value;
          if (address == 1) m_axis_evt_limit <= value;
            pc <= pc + 1;
          end else if (op == OP_AWAIT) begin
            if (moved) pc <= pc + 1;
          end else if (op == OP_INTERRUPT) begin
            if (irq) pc <= pc + 1;
          end else if (op == OP_END) begin
            if (moved) begin
              $display("PASS: spiking4, %0d registers and %0d beats compared, %0d cycles", reads, 0 + m_axis_evt_index, cycle);
              state <= ENDED;
              $finish;
            end
          end else begin
            $display("FAIL: step %0d is unknown: is spiking4_tb.hex in this folder?", pc);
            $finish;
          end
        end
        WRITING: begin
          if (s_axi_awready) s_axi_awvalid <= 0;
          if (s_axi_wready) s_axi_wvalid <= 0;
          if (s_axi_bvalid) begin
            if (s_axi_bresp !== 2'b00) begin
              $display("FAIL: write to %h was answered %b", address, s_axi_bresp);
              bus_failed <= 1;
            end
            pc <= pc + 1;
            state <= FETCH;
          end
        end
        READING: begin
          if (s_axi_arready) s_axi_arvalid <= 0;
          if (s_axi_rvalid) begin
            if (wrong === 0 && s_axi_rresp === 2'b00) begin
              pc <= pc + 1;
              polls <= 0;
              if (mask != 0) reads <= reads + 1;
              end else if (op == OP_POLL && polls < MOST_POLLS) begin
              polls <= polls + 1;
            end else begin
              $display("FAIL: register %h is %h, must be %h (mask %h)", address, s_axi_rdata, value, mask);
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
