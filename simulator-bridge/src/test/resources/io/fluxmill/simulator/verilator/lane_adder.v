// SPDX-License-Identifier: Apache-2.0
// Adds a register to every 16-bit lane of a stream. @WIDTH@ is the width of the stream; a FIFO of four beats decouples both
// sides. The fault register misbehaves on command: see the case statements.
module lane_adder (
    input clk,
    input reset,
    input [7:0] s_axi_awaddr,
    input [2:0] s_axi_awprot,
    input s_axi_awvalid,
    output s_axi_awready,
    input [31:0] s_axi_wdata,
    input [3:0] s_axi_wstrb,
    input s_axi_wvalid,
    output s_axi_wready,
    output [1:0] s_axi_bresp,
    output reg s_axi_bvalid,
    input s_axi_bready,
    input [7:0] s_axi_araddr,
    input s_axi_arvalid,
    output s_axi_arready,
    output reg [31:0] s_axi_rdata,
    output [1:0] s_axi_rresp,
    output reg s_axi_rvalid,
    input s_axi_rready,
    input [@WIDTH@-1:0] s_axis_in_tdata,
    input [@WIDTH@/8-1:0] s_axis_in_tkeep,
    input s_axis_in_tvalid,
    input s_axis_in_tlast,
    output s_axis_in_tready,
    output [@WIDTH@-1:0] m_axis_out_tdata,
    output m_axis_out_tvalid,
    output m_axis_out_tlast,
    input m_axis_out_tready,
    output interrupt,
    input [23:0] probe_in,
    output [23:0] probe_out,
    input [99:0] wide_in,
    output [99:0] wide_out
);
    localparam ID = 32'h4C414E45;

    // Registers: 0x00 ID, 0x04 ADDEND, 0x08 BEATS (ro), 0x0C INTERRUPT_AT, 0x10 FAULT.
    reg [15:0] addend;
    reg [31:0] beats;
    reg [31:0] interrupt_at;
    reg [31:0] fault;

    reg [1:0] pace;  // makes the bus wait now and then
    always @(posedge clk) pace <= reset ? 0 : pace + 1;
    reg aw_held, w_held;
    reg [7:0] awaddr;
    reg [31:0] wdata;
    assign s_axi_awready = !aw_held && fault != 9;
    assign s_axi_wready = !w_held && (aw_held || pace[0]);
    assign s_axi_bresp = awaddr == 8'h40 ? 2'b10 : 2'b00;
    assign s_axi_arready = !s_axi_rvalid && pace[1];
    assign s_axi_rresp = 2'b00;
    wire write = aw_held && w_held && !s_axi_bvalid;

    always @(posedge clk) begin
        if (s_axi_awvalid && s_axi_awready) begin
            aw_held <= 1;
            awaddr <= s_axi_awaddr;
        end
        if (s_axi_wvalid && s_axi_wready) begin
            w_held <= 1;
            wdata <= s_axi_wdata;
        end
        if (write) begin
            s_axi_bvalid <= 1;
            if (s_axi_bresp == 0)
                case (awaddr)
                    8'h04: addend <= wdata[15:0];
                    8'h0C: interrupt_at <= wdata;
                    8'h10: fault <= wdata;
                    default: ;
                endcase
        end
        if (s_axi_bvalid && s_axi_bready) begin
            s_axi_bvalid <= 0;
            aw_held <= 0;
            w_held <= 0;
        end
        if (fault == 8) s_axi_bvalid <= 1;
        if (s_axi_arvalid && s_axi_arready) begin
            s_axi_rvalid <= 1;
            case (s_axi_araddr)
                8'h00: s_axi_rdata <= ID;
                8'h04: s_axi_rdata <= {16'h0, addend};
                8'h08: s_axi_rdata <= beats;
                8'h0C: s_axi_rdata <= interrupt_at;
                8'h10: s_axi_rdata <= fault;
                default: s_axi_rdata <= 0;
            endcase
        end
        if (s_axi_rvalid && (s_axi_rready || fault == 12)) s_axi_rvalid <= 0;
        if (s_axi_rvalid && fault == 13) s_axi_rdata <= ~s_axi_rdata;
        if (s_axi_bvalid && fault == 14) s_axi_bvalid <= 0;
        if (reset) begin
            addend <= 0;
            interrupt_at <= 0;
            fault <= 0;
            aw_held <= 0;
            w_held <= 0;
            s_axi_bvalid <= 0;
            s_axi_rvalid <= 0;
        end
    end

    // Stream
    reg [@WIDTH@:0] fifo[0:3];
    reg [2:0] head, tail;
    wire [2:0] level = tail - head;
    wire push = s_axis_in_tvalid && s_axis_in_tready;
    wire pop = m_axis_out_tvalid && m_axis_out_tready;
    wire [@WIDTH@-1:0] sum;
    genvar i;
    generate
        for (i = 0; i < @WIDTH@ / 16; i = i + 1) begin : lane
            assign sum[16*i+:16] = s_axis_in_tdata[16*i+:16] + addend;
        end
    endgenerate
    assign s_axis_in_tready = level < 4 && &s_axis_in_tkeep;
    assign m_axis_out_tvalid = level != 0 && !(fault == 5 && beats == 2);
    assign m_axis_out_tdata = fault == 6 && beats == 2 ? ~fifo[head[1:0]][@WIDTH@-1:0] : fifo[head[1:0]][@WIDTH@-1:0];
    assign m_axis_out_tlast = fifo[head[1:0]][@WIDTH@] ^ (fault == 7 && beats == 2);
    assign interrupt = interrupt_at != 0 && beats >= interrupt_at;
    always @(posedge clk) begin
        if (push) begin
            fifo[tail[1:0]] <= {s_axis_in_tlast, sum};
            tail <= tail + 1;
            beats <= beats + 1;
        end
        if (pop) head <= head + 1;
        if (reset) begin
            head <= 0;
            tail <= 0;
            beats <= 0;
        end
    end

    // Plain ports
    wire loop;
    assign probe_out = probe_in + (loop ? 2 : 1);
    assign wide_out = ~wide_in;

    // The rules that the masters of this design must keep: what was offered and not taken stays.
    reg offered, aw_offered, w_offered, ar_offered;
    reg [@WIDTH@:0] offer;
    reg [7:0] aw_offer, ar_offer;
    reg [31:0] w_offer;
    always @(posedge clk) begin
        offered <= s_axis_in_tvalid && !s_axis_in_tready && !reset;
        offer <= {s_axis_in_tlast, s_axis_in_tdata};
        aw_offered <= s_axi_awvalid && !s_axi_awready && !reset;
        aw_offer <= s_axi_awaddr;
        w_offered <= s_axi_wvalid && !s_axi_wready && !reset;
        w_offer <= s_axi_wdata;
        ar_offered <= s_axi_arvalid && !s_axi_arready && !reset;
        ar_offer <= s_axi_araddr;
        if (!reset) begin
            if (offered) assert (s_axis_in_tvalid && offer == {s_axis_in_tlast, s_axis_in_tdata});
            if (aw_offered) assert (s_axi_awvalid && aw_offer == s_axi_awaddr);
            if (w_offered) assert (s_axi_wvalid && w_offer == s_axi_wdata && &s_axi_wstrb);
            if (ar_offered) assert (s_axi_arvalid && ar_offer == s_axi_araddr);
        end
    end

    // Faults of the simulation itself
    assign loop = fault == 10 ? !loop : 1'b0;
    always @(posedge clk) begin
        case (fault)
            1: $stop;
            2: $fatal(1, "told to fail with addend %0d", addend);
            3: $finish;
            4: assert (addend == 0) else $error("addend is %0d", addend);
            11: $display("hello %0d", addend);
            default: ;
        endcase
    end
endmodule
