/* verilator lint_off DECLFILENAME */ // all modules of a design are in one file
/* verilator lint_off VARHIDDEN */ // an instance may have the name of a signal inside it
/* verilator lint_off UNUSEDSIGNAL */ // words of which only slices are used, and memory helpers of the emitter
// Generator : SpinalHDL v1.14.2    git head : 78f29dc66110fc099a777992b6daa2f803ab445e
// Component : sfq_counter

`timescale 1ns/1ps

// Emulator of an SFQ circuit: one clock is one time quantum, a net that is 1 in it carries a pulse.
// s_axi_*: AXI4-Lite slave, 32-bit registers; they are in the document <design>.md beside this file.
// s_axis_stim_*: stimuli in the order of time; m_axis_puls_*: pulses of its outputs. Records of 64 bits:
// 63..48 mask, 47..40 group, 39..0 time in quanta; bit b of group g is input (or output) 16 g + b.
// A stimulus of mask 0 is the end: the run has the quanta before its time. Time goes on only while a record for
// a later time is there; a record of stimuli and one of events take a clock each.
// irq: level, 1 while CONTROL.interrupt_enable and the run is done, starved of stimuli, or the event queue full.
// tick is 1 in the clocks in which a quantum passes; now: its number. CONTROL.clear begins anew; settings stay.
// Reset: as CONTROL.clear, and settings have their initial values. The queues' memories keep their words.
module sfq_counter (
  input  wire [7:0]    s_axi_awaddr,
  input  wire          s_axi_awvalid,
  output wire          s_axi_awready,
  input  wire [31:0]   s_axi_wdata,
  input  wire [3:0]    s_axi_wstrb,
  input  wire          s_axi_wvalid,
  output wire          s_axi_wready,
  output wire [1:0]    s_axi_bresp,
  output wire          s_axi_bvalid,
  input  wire          s_axi_bready,
  input  wire [7:0]    s_axi_araddr,
  input  wire          s_axi_arvalid,
  output wire          s_axi_arready,
  output wire [31:0]   s_axi_rdata,
  output wire [1:0]    s_axi_rresp,
  output wire          s_axi_rvalid,
  input  wire          s_axi_rready,
  input  wire [63:0]   s_axis_stim_tdata,
  input  wire          s_axis_stim_tvalid,
  output wire          s_axis_stim_tready,
  output wire [63:0]   m_axis_puls_tdata,
  output wire          m_axis_puls_tvalid,
  input  wire          m_axis_puls_tready,
  output wire          irq,
  input  wire          clk,
  input  wire          reset
);

  wire       [31:0]   registers_status_status;
  wire       [31:0]   registers_status_events;
  wire       [31:0]   registers_status_room;
  wire       [31:0]   registers_status_flags;
  wire       [31:0]   registers_status_now_low;
  wire       [31:0]   registers_status_first_violation_low;
  wire       [31:0]   registers_status_pulses_low;
  wire       [31:0]   registers_status_stalls_low;
  wire                stimuli_out_ready;
  wire       [63:0]   events_in_data;
  wire       [31:0]   registers_write_data;
  wire                registers_s_axi_awready;
  wire                registers_s_axi_wready;
  wire       [1:0]    registers_s_axi_bresp;
  wire                registers_s_axi_bvalid;
  wire                registers_s_axi_arready;
  wire       [31:0]   registers_s_axi_rdata;
  wire       [1:0]    registers_s_axi_rresp;
  wire                registers_s_axi_rvalid;
  wire       [31:0]   registers_value_control;
  wire                registers_written_control;
  wire       [31:0]   registers_value_flag_index;
  wire       [31:0]   registers_value_setting_index;
  wire                registers_written_threshold;
  wire                registers_written_seed;
  wire                registers_read_now_low;
  wire                registers_read_first_violation_low;
  wire                registers_read_pulses_low;
  wire                registers_read_stalls_low;
  wire                stimuli_in_ready;
  wire                stimuli_out_valid;
  wire       [63:0]   stimuli_out_data;
  wire       [11:0]   stimuli_level;
  wire                events_in_ready;
  wire                events_out_valid;
  wire       [63:0]   events_out_data;
  wire       [11:0]   events_level;
  wire       [4:0]    circuit_pulses;
  wire       [38:0]   circuit_violated;
  reg        [39:0]   now;
  reg                 done;
  reg                 late;
  wire                tick;
  wire                clear;
  wire                run_now;
  reg        [4:0]    waiting;
  reg        [39:0]   waiting_time;
  wire       [4:0]    waiting_group_0;
  wire                first_0;
  wire       [15:0]   mask_to_0;
  wire       [7:0]    group_to_0;
  wire                any_to_0;
  wire                none_waits;
  wire       [39:0]   record_time;
  wire       [7:0]    record_group;
  wire       [15:0]   record_mask;
  wire                record_there;
  wire                record_due;
  wire                record_passed;
  wire                end_due;
  reg        [1:0]    pending;
  reg        [39:0]   first_violation;
  reg        [39:0]   last_tick;
  reg        [31:0]   counter_high;
  wire       [63:0]   all_of_first_violation;
  wire       [15:0]   flag_word;
  wire                any_violation;
  reg                 violation_known;
  wire                starved;
  wire                full;
  wire       [31:0]   records_inside;
  wire       [31:0]   room;
  wire       [63:0]   all_of_now;
  reg        [63:0]   counter_pulses;
  reg        [63:0]   counter_stalls;

  sfq_counter_AxiLiteSlave registers (
    .write_data                  (registers_write_data[31:0]                ), //o
    .s_axi_awaddr                (s_axi_awaddr[7:0]                         ), //i
    .s_axi_awvalid               (s_axi_awvalid                             ), //i
    .s_axi_awready               (registers_s_axi_awready                   ), //o
    .s_axi_wdata                 (s_axi_wdata[31:0]                         ), //i
    .s_axi_wstrb                 (s_axi_wstrb[3:0]                          ), //i
    .s_axi_wvalid                (s_axi_wvalid                              ), //i
    .s_axi_wready                (registers_s_axi_wready                    ), //o
    .s_axi_bresp                 (registers_s_axi_bresp[1:0]                ), //o
    .s_axi_bvalid                (registers_s_axi_bvalid                    ), //o
    .s_axi_bready                (s_axi_bready                              ), //i
    .s_axi_araddr                (s_axi_araddr[7:0]                         ), //i
    .s_axi_arvalid               (s_axi_arvalid                             ), //i
    .s_axi_arready               (registers_s_axi_arready                   ), //o
    .s_axi_rdata                 (registers_s_axi_rdata[31:0]               ), //o
    .s_axi_rresp                 (registers_s_axi_rresp[1:0]                ), //o
    .s_axi_rvalid                (registers_s_axi_rvalid                    ), //o
    .s_axi_rready                (s_axi_rready                              ), //i
    .status_id                   (32'h46534651                              ), //i
    .status_version              (32'h00000002                              ), //i
    .status_config_hash          (32'h77b70e47                              ), //i
    .value_control               (registers_value_control[31:0]             ), //o
    .written_control             (registers_written_control                 ), //o
    .status_status               (registers_status_status[31:0]             ), //i
    .status_events               (registers_status_events[31:0]             ), //i
    .status_room                 (registers_status_room[31:0]               ), //i
    .value_flag_index            (registers_value_flag_index[31:0]          ), //o
    .status_flags                (registers_status_flags[31:0]              ), //i
    .value_setting_index         (registers_value_setting_index[31:0]       ), //o
    .written_threshold           (registers_written_threshold               ), //o
    .written_seed                (registers_written_seed                    ), //o
    .status_now_low              (registers_status_now_low[31:0]            ), //i
    .read_now_low                (registers_read_now_low                    ), //o
    .status_now_high             (counter_high[31:0]                        ), //i
    .status_first_violation_low  (registers_status_first_violation_low[31:0]), //i
    .read_first_violation_low    (registers_read_first_violation_low        ), //o
    .status_first_violation_high (counter_high[31:0]                        ), //i
    .status_pulses_low           (registers_status_pulses_low[31:0]         ), //i
    .read_pulses_low             (registers_read_pulses_low                 ), //o
    .status_pulses_high          (counter_high[31:0]                        ), //i
    .status_stalls_low           (registers_status_stalls_low[31:0]         ), //i
    .read_stalls_low             (registers_read_stalls_low                 ), //o
    .status_stalls_high          (counter_high[31:0]                        ), //i
    .clk                         (clk                                       ), //i
    .reset                       (reset                                     )  //i
  );
  sfq_counter_RecordQueue stimuli (
    .clear     (clear                  ), //i
    .in_valid  (s_axis_stim_tvalid     ), //i
    .in_ready  (stimuli_in_ready       ), //o
    .out_valid (stimuli_out_valid      ), //o
    .out_ready (stimuli_out_ready      ), //i
    .in_data   (s_axis_stim_tdata[63:0]), //i
    .out_data  (stimuli_out_data[63:0] ), //o
    .level     (stimuli_level[11:0]    ), //o
    .clk       (clk                    ), //i
    .reset     (reset                  )  //i
  );
  sfq_counter_RecordQueue events (
    .clear     (clear                ), //i
    .in_valid  (any_to_0             ), //i
    .in_ready  (events_in_ready      ), //o
    .out_valid (events_out_valid     ), //o
    .out_ready (m_axis_puls_tready   ), //i
    .in_data   (events_in_data[63:0] ), //i
    .out_data  (events_out_data[63:0]), //o
    .level     (events_level[11:0]   ), //o
    .clk       (clk                  ), //i
    .reset     (reset                )  //i
  );
  sfq_counter_TickCircuit circuit (
    .tick     (tick                  ), //i
    .clear    (clear                 ), //i
    .stimuli  (pending[1:0]          ), //i
    .pulses   (circuit_pulses[4:0]   ), //o
    .violated (circuit_violated[38:0]), //o
    .clk      (clk                   ), //i
    .reset    (reset                 )  //i
  );
  assign s_axi_awready = registers_s_axi_awready;
  assign s_axi_wready = registers_s_axi_wready;
  assign s_axi_bresp = registers_s_axi_bresp;
  assign s_axi_bvalid = registers_s_axi_bvalid;
  assign s_axi_arready = registers_s_axi_arready;
  assign s_axi_rdata = registers_s_axi_rdata;
  assign s_axi_rresp = registers_s_axi_rresp;
  assign s_axi_rvalid = registers_s_axi_rvalid;
  assign clear = (registers_written_control && registers_write_data[2]);
  assign run_now = (registers_value_control[0] && (! done));
  assign s_axis_stim_tready = stimuli_in_ready;
  assign m_axis_puls_tdata = events_out_data;
  assign m_axis_puls_tvalid = events_out_valid;
  assign waiting_group_0 = waiting;
  assign first_0 = (|waiting_group_0);
  assign mask_to_0 = ({11'h0,waiting_group_0} & {16{first_0}});
  assign group_to_0 = (8'h0 & {8{first_0}});
  assign any_to_0 = (|waiting_group_0);
  assign events_in_data = {mask_to_0,group_to_0,waiting_time};
  assign none_waits = (! any_to_0);
  assign record_time = stimuli_out_data[39 : 0];
  assign record_group = stimuli_out_data[47 : 40];
  assign record_mask = stimuli_out_data[63 : 48];
  assign record_there = (run_now && stimuli_out_valid);
  assign record_due = (record_there && (record_time == now));
  assign record_passed = (record_there && (record_time < now));
  assign end_due = (record_due && (! (|record_mask)));
  assign tick = ((record_there && (now < record_time)) && none_waits);
  assign stimuli_out_ready = ((record_passed || (record_due && (|record_mask))) || (end_due && none_waits));
  assign all_of_first_violation = {24'h0,first_violation};
  assign registers_status_first_violation_low = all_of_first_violation[31 : 0];
  assign flag_word = registers_value_flag_index[15 : 0];
  assign registers_status_flags = ((circuit_violated[31 : 0] & {32{(flag_word == 16'h0)}}) | ({25'h0,circuit_violated[38 : 32]} & {32{(flag_word == 16'h0001)}}));
  assign any_violation = (|circuit_violated);
  assign starved = (((run_now && (! stimuli_out_valid)) && (! (|stimuli_level))) && none_waits);
  assign full = ((run_now && (! none_waits)) && (! events_in_ready));
  assign irq = (registers_value_control[1] && ((done || starved) || full));
  assign registers_status_status = {27'h0,late,any_violation,full,starved,done};
  assign registers_status_events = {20'h0,events_level};
  assign records_inside = {20'h0,stimuli_level};
  assign room = (32'h00000400 - records_inside);
  assign registers_status_room = ((records_inside < 32'h00000400) ? room : 32'h0);
  assign all_of_now = {24'h0,now};
  assign registers_status_now_low = all_of_now[31 : 0];
  assign registers_status_pulses_low = counter_pulses[31 : 0];
  assign registers_status_stalls_low = counter_stalls[31 : 0];
  always @(posedge clk) begin
    if(reset) begin
      now <= 40'h0;
      done <= 1'b0;
      late <= 1'b0;
      waiting <= 5'h0;
      pending <= 2'b00;
      counter_high <= 32'h0;
      violation_known <= 1'b0;
      counter_pulses <= 64'h0;
      counter_stalls <= 64'h0;
    end else begin
      if((any_to_0 && events_in_ready)) begin
        waiting <= (waiting_group_0 & {5{(! first_0)}});
      end
      if(tick) begin
        waiting <= circuit_pulses;
      end
      if(clear) begin
        waiting <= 5'h0;
      end
      if(record_due) begin
        pending <= (pending | (record_mask[1 : 0] & {2{(record_due && (record_group == 8'h0))}}));
      end
      if(tick) begin
        pending <= 2'b00;
        now <= (now + 40'h0000000001);
      end
      if(record_passed) begin
        late <= 1'b1;
      end
      if((end_due && none_waits)) begin
        done <= 1'b1;
      end
      if(clear) begin
        pending <= 2'b00;
        now <= 40'h0;
        late <= 1'b0;
        done <= 1'b0;
      end
      if(registers_read_first_violation_low) begin
        counter_high <= all_of_first_violation[63 : 32];
      end
      violation_known <= (any_violation && (! clear));
      if(registers_read_now_low) begin
        counter_high <= all_of_now[63 : 32];
      end
      if(((! none_waits) && events_in_ready)) begin
        counter_pulses <= (counter_pulses + 64'h0000000000000001);
      end
      if(clear) begin
        counter_pulses <= 64'h0;
      end
      if(registers_read_pulses_low) begin
        counter_high <= counter_pulses[63 : 32];
      end
      if((run_now && (! tick))) begin
        counter_stalls <= (counter_stalls + 64'h0000000000000001);
      end
      if(clear) begin
        counter_stalls <= 64'h0;
      end
      if(registers_read_stalls_low) begin
        counter_high <= counter_stalls[63 : 32];
      end
    end
  end

  always @(posedge clk) begin
    if(tick) begin
      waiting_time <= now;
    end
    if(tick) begin
      last_tick <= now;
    end
    if((any_violation && (! violation_known))) begin
      first_violation <= last_tick;
    end
  end

endmodule

// The SFQ circuit: x_<instance> for each cell, g_<instance> for each gate of a synapse or neuron.
// stimuli: bit i is input i of the netlist in this quantum; pulses: bit i is output i, in this quantum.
// tick: a quantum passes in this clock; without it everything stands still. clear: all cells to their start.
// violated (if any cell has critical times): a sticky flag each, in the order of instances and critical times.
// setting_index, setting_data, write_threshold, write_seed (if there are gates): sets the gate of this number.
// Reset: as clear, and thresholds and seeds have their initial values.
module sfq_counter_TickCircuit (
  input  wire          tick,
  input  wire          clear,
  input  wire [1:0]    stimuli,
  output wire [4:0]    pulses,
  output wire [38:0]   violated,
  input  wire          clk,
  input  wire          reset
);

  wire                x_in0_p_a;
  wire                x_read_root_p_a;
  wire                x_in0_p_q0;
  wire                x_in0_p_q1;
  wire       [0:0]    x_in0_violated;
  wire                x_count0_p_q;
  wire       [1:0]    x_count0_violated;
  wire                x_out0_p_q0;
  wire                x_out0_p_q1;
  wire       [0:0]    x_out0_violated;
  wire                x_early0_p_q;
  wire       [0:0]    x_early0_violated;
  wire                x_late0_p_q;
  wire       [0:0]    x_late0_violated;
  wire                x_bit0_p_q;
  wire       [2:0]    x_bit0_violated;
  wire                x_in1_p_q0;
  wire                x_in1_p_q1;
  wire       [0:0]    x_in1_violated;
  wire                x_count1_p_q;
  wire       [1:0]    x_count1_violated;
  wire                x_out1_p_q0;
  wire                x_out1_p_q1;
  wire       [0:0]    x_out1_violated;
  wire                x_early1_p_q;
  wire       [0:0]    x_early1_violated;
  wire                x_late1_p_q;
  wire       [0:0]    x_late1_violated;
  wire                x_bit1_p_q;
  wire       [2:0]    x_bit1_violated;
  wire                x_in2_p_q0;
  wire                x_in2_p_q1;
  wire       [0:0]    x_in2_violated;
  wire                x_count2_p_q;
  wire       [1:0]    x_count2_violated;
  wire                x_out2_p_q0;
  wire                x_out2_p_q1;
  wire       [0:0]    x_out2_violated;
  wire                x_early2_p_q;
  wire       [0:0]    x_early2_violated;
  wire                x_late2_p_q;
  wire       [0:0]    x_late2_violated;
  wire                x_bit2_p_q;
  wire       [2:0]    x_bit2_violated;
  wire                x_in3_p_q0;
  wire                x_in3_p_q1;
  wire       [0:0]    x_in3_violated;
  wire                x_count3_p_q;
  wire       [1:0]    x_count3_violated;
  wire                x_out3_p_q0;
  wire                x_out3_p_q1;
  wire       [0:0]    x_out3_violated;
  wire                x_early3_p_q;
  wire       [0:0]    x_early3_violated;
  wire                x_late3_p_q;
  wire       [0:0]    x_late3_violated;
  wire                x_bit3_p_q;
  wire       [2:0]    x_bit3_violated;
  wire                x_read_root_p_q0;
  wire                x_read_root_p_q1;
  wire       [0:0]    x_read_root_violated;
  wire                x_read_low_p_q0;
  wire                x_read_low_p_q1;
  wire       [0:0]    x_read_low_violated;
  wire                x_read_high_p_q0;
  wire                x_read_high_p_q1;
  wire       [0:0]    x_read_high_violated;
  wire       [8:0]    violated_part_0;
  wire       [8:0]    violated_part_1;
  wire       [8:0]    violated_part_2;
  wire       [8:0]    violated_part_3;
  wire       [2:0]    violated_part_4;

  sfq_counter_SfqCell_split x_in0 (
    .tick     (tick          ), //i
    .clear    (clear         ), //i
    .p_a      (x_in0_p_a     ), //i
    .p_q0     (x_in0_p_q0    ), //o
    .p_q1     (x_in0_p_q1    ), //o
    .violated (x_in0_violated), //o
    .clk      (clk           ), //i
    .reset    (reset         )  //i
  );
  sfq_counter_SfqCell_tff x_count0 (
    .tick     (tick                  ), //i
    .clear    (clear                 ), //i
    .p_a      (x_in0_p_q0            ), //i
    .p_q      (x_count0_p_q          ), //o
    .violated (x_count0_violated[1:0]), //o
    .clk      (clk                   ), //i
    .reset    (reset                 )  //i
  );
  sfq_counter_SfqCell_split x_out0 (
    .tick     (tick           ), //i
    .clear    (clear          ), //i
    .p_a      (x_count0_p_q   ), //i
    .p_q0     (x_out0_p_q0    ), //o
    .p_q1     (x_out0_p_q1    ), //o
    .violated (x_out0_violated), //o
    .clk      (clk            ), //i
    .reset    (reset          )  //i
  );
  sfq_counter_SfqCell_jtl x_early0 (
    .tick     (tick             ), //i
    .clear    (clear            ), //i
    .p_a      (x_in0_p_q1       ), //i
    .p_q      (x_early0_p_q     ), //o
    .violated (x_early0_violated), //o
    .clk      (clk              ), //i
    .reset    (reset            )  //i
  );
  sfq_counter_SfqCell_jtl x_late0 (
    .tick     (tick            ), //i
    .clear    (clear           ), //i
    .p_a      (x_early0_p_q    ), //i
    .p_q      (x_late0_p_q     ), //o
    .violated (x_late0_violated), //o
    .clk      (clk             ), //i
    .reset    (reset           )  //i
  );
  sfq_counter_SfqCell_ndro x_bit0 (
    .tick     (tick                ), //i
    .clear    (clear               ), //i
    .p_a      (x_late0_p_q         ), //i
    .p_b      (x_out0_p_q0         ), //i
    .p_clk    (x_read_low_p_q0     ), //i
    .p_q      (x_bit0_p_q          ), //o
    .violated (x_bit0_violated[2:0]), //o
    .clk      (clk                 ), //i
    .reset    (reset               )  //i
  );
  sfq_counter_SfqCell_split x_in1 (
    .tick     (tick          ), //i
    .clear    (clear         ), //i
    .p_a      (x_out0_p_q1   ), //i
    .p_q0     (x_in1_p_q0    ), //o
    .p_q1     (x_in1_p_q1    ), //o
    .violated (x_in1_violated), //o
    .clk      (clk           ), //i
    .reset    (reset         )  //i
  );
  sfq_counter_SfqCell_tff x_count1 (
    .tick     (tick                  ), //i
    .clear    (clear                 ), //i
    .p_a      (x_in1_p_q0            ), //i
    .p_q      (x_count1_p_q          ), //o
    .violated (x_count1_violated[1:0]), //o
    .clk      (clk                   ), //i
    .reset    (reset                 )  //i
  );
  sfq_counter_SfqCell_split x_out1 (
    .tick     (tick           ), //i
    .clear    (clear          ), //i
    .p_a      (x_count1_p_q   ), //i
    .p_q0     (x_out1_p_q0    ), //o
    .p_q1     (x_out1_p_q1    ), //o
    .violated (x_out1_violated), //o
    .clk      (clk            ), //i
    .reset    (reset          )  //i
  );
  sfq_counter_SfqCell_jtl x_early1 (
    .tick     (tick             ), //i
    .clear    (clear            ), //i
    .p_a      (x_in1_p_q1       ), //i
    .p_q      (x_early1_p_q     ), //o
    .violated (x_early1_violated), //o
    .clk      (clk              ), //i
    .reset    (reset            )  //i
  );
  sfq_counter_SfqCell_jtl x_late1 (
    .tick     (tick            ), //i
    .clear    (clear           ), //i
    .p_a      (x_early1_p_q    ), //i
    .p_q      (x_late1_p_q     ), //o
    .violated (x_late1_violated), //o
    .clk      (clk             ), //i
    .reset    (reset           )  //i
  );
  sfq_counter_SfqCell_ndro x_bit1 (
    .tick     (tick                ), //i
    .clear    (clear               ), //i
    .p_a      (x_late1_p_q         ), //i
    .p_b      (x_out1_p_q0         ), //i
    .p_clk    (x_read_low_p_q1     ), //i
    .p_q      (x_bit1_p_q          ), //o
    .violated (x_bit1_violated[2:0]), //o
    .clk      (clk                 ), //i
    .reset    (reset               )  //i
  );
  sfq_counter_SfqCell_split x_in2 (
    .tick     (tick          ), //i
    .clear    (clear         ), //i
    .p_a      (x_out1_p_q1   ), //i
    .p_q0     (x_in2_p_q0    ), //o
    .p_q1     (x_in2_p_q1    ), //o
    .violated (x_in2_violated), //o
    .clk      (clk           ), //i
    .reset    (reset         )  //i
  );
  sfq_counter_SfqCell_tff x_count2 (
    .tick     (tick                  ), //i
    .clear    (clear                 ), //i
    .p_a      (x_in2_p_q0            ), //i
    .p_q      (x_count2_p_q          ), //o
    .violated (x_count2_violated[1:0]), //o
    .clk      (clk                   ), //i
    .reset    (reset                 )  //i
  );
  sfq_counter_SfqCell_split x_out2 (
    .tick     (tick           ), //i
    .clear    (clear          ), //i
    .p_a      (x_count2_p_q   ), //i
    .p_q0     (x_out2_p_q0    ), //o
    .p_q1     (x_out2_p_q1    ), //o
    .violated (x_out2_violated), //o
    .clk      (clk            ), //i
    .reset    (reset          )  //i
  );
  sfq_counter_SfqCell_jtl x_early2 (
    .tick     (tick             ), //i
    .clear    (clear            ), //i
    .p_a      (x_in2_p_q1       ), //i
    .p_q      (x_early2_p_q     ), //o
    .violated (x_early2_violated), //o
    .clk      (clk              ), //i
    .reset    (reset            )  //i
  );
  sfq_counter_SfqCell_jtl x_late2 (
    .tick     (tick            ), //i
    .clear    (clear           ), //i
    .p_a      (x_early2_p_q    ), //i
    .p_q      (x_late2_p_q     ), //o
    .violated (x_late2_violated), //o
    .clk      (clk             ), //i
    .reset    (reset           )  //i
  );
  sfq_counter_SfqCell_ndro x_bit2 (
    .tick     (tick                ), //i
    .clear    (clear               ), //i
    .p_a      (x_late2_p_q         ), //i
    .p_b      (x_out2_p_q0         ), //i
    .p_clk    (x_read_high_p_q0    ), //i
    .p_q      (x_bit2_p_q          ), //o
    .violated (x_bit2_violated[2:0]), //o
    .clk      (clk                 ), //i
    .reset    (reset               )  //i
  );
  sfq_counter_SfqCell_split x_in3 (
    .tick     (tick          ), //i
    .clear    (clear         ), //i
    .p_a      (x_out2_p_q1   ), //i
    .p_q0     (x_in3_p_q0    ), //o
    .p_q1     (x_in3_p_q1    ), //o
    .violated (x_in3_violated), //o
    .clk      (clk           ), //i
    .reset    (reset         )  //i
  );
  sfq_counter_SfqCell_tff x_count3 (
    .tick     (tick                  ), //i
    .clear    (clear                 ), //i
    .p_a      (x_in3_p_q0            ), //i
    .p_q      (x_count3_p_q          ), //o
    .violated (x_count3_violated[1:0]), //o
    .clk      (clk                   ), //i
    .reset    (reset                 )  //i
  );
  sfq_counter_SfqCell_split x_out3 (
    .tick     (tick           ), //i
    .clear    (clear          ), //i
    .p_a      (x_count3_p_q   ), //i
    .p_q0     (x_out3_p_q0    ), //o
    .p_q1     (x_out3_p_q1    ), //o
    .violated (x_out3_violated), //o
    .clk      (clk            ), //i
    .reset    (reset          )  //i
  );
  sfq_counter_SfqCell_jtl x_early3 (
    .tick     (tick             ), //i
    .clear    (clear            ), //i
    .p_a      (x_in3_p_q1       ), //i
    .p_q      (x_early3_p_q     ), //o
    .violated (x_early3_violated), //o
    .clk      (clk              ), //i
    .reset    (reset            )  //i
  );
  sfq_counter_SfqCell_jtl x_late3 (
    .tick     (tick            ), //i
    .clear    (clear           ), //i
    .p_a      (x_early3_p_q    ), //i
    .p_q      (x_late3_p_q     ), //o
    .violated (x_late3_violated), //o
    .clk      (clk             ), //i
    .reset    (reset           )  //i
  );
  sfq_counter_SfqCell_ndro x_bit3 (
    .tick     (tick                ), //i
    .clear    (clear               ), //i
    .p_a      (x_late3_p_q         ), //i
    .p_b      (x_out3_p_q0         ), //i
    .p_clk    (x_read_high_p_q1    ), //i
    .p_q      (x_bit3_p_q          ), //o
    .violated (x_bit3_violated[2:0]), //o
    .clk      (clk                 ), //i
    .reset    (reset               )  //i
  );
  sfq_counter_SfqCell_split x_read_root (
    .tick     (tick                ), //i
    .clear    (clear               ), //i
    .p_a      (x_read_root_p_a     ), //i
    .p_q0     (x_read_root_p_q0    ), //o
    .p_q1     (x_read_root_p_q1    ), //o
    .violated (x_read_root_violated), //o
    .clk      (clk                 ), //i
    .reset    (reset               )  //i
  );
  sfq_counter_SfqCell_split x_read_low (
    .tick     (tick               ), //i
    .clear    (clear              ), //i
    .p_a      (x_read_root_p_q0   ), //i
    .p_q0     (x_read_low_p_q0    ), //o
    .p_q1     (x_read_low_p_q1    ), //o
    .violated (x_read_low_violated), //o
    .clk      (clk                ), //i
    .reset    (reset              )  //i
  );
  sfq_counter_SfqCell_split x_read_high (
    .tick     (tick                ), //i
    .clear    (clear               ), //i
    .p_a      (x_read_root_p_q1    ), //i
    .p_q0     (x_read_high_p_q0    ), //o
    .p_q1     (x_read_high_p_q1    ), //o
    .violated (x_read_high_violated), //o
    .clk      (clk                 ), //i
    .reset    (reset               )  //i
  );
  assign x_in0_p_a = stimuli[0];
  assign x_read_root_p_a = stimuli[1];
  assign pulses = {x_out3_p_q1,x_bit3_p_q,x_bit2_p_q,x_bit1_p_q,x_bit0_p_q};
  assign violated_part_0 = {x_bit0_violated,x_late0_violated,x_early0_violated,x_out0_violated,x_count0_violated,x_in0_violated};
  assign violated_part_1 = {x_bit1_violated,x_late1_violated,x_early1_violated,x_out1_violated,x_count1_violated,x_in1_violated};
  assign violated_part_2 = {x_bit2_violated,x_late2_violated,x_early2_violated,x_out2_violated,x_count2_violated,x_in2_violated};
  assign violated_part_3 = {x_bit3_violated,x_late3_violated,x_early3_violated,x_out3_violated,x_count3_violated,x_in3_violated};
  assign violated_part_4 = {x_read_high_violated,x_read_low_violated,x_read_root_violated};
  assign violated = {violated_part_4,violated_part_3,violated_part_2,violated_part_1,violated_part_0};

endmodule

// First-in first-out queue of records in block memory, one in and one out a clock.
// in_valid, in_ready, in_data: a record comes; out_valid, out_ready, out_data: the oldest, 2 clocks after.
// level: the number of records inside, that at the output included.
// Reset, or clear: empty; the memory keeps its words.
module sfq_counter_RecordQueue (
  input  wire          clear,
  input  wire          in_valid,
  output wire          in_ready,
  output wire          out_valid,
  input  wire          out_ready,
  input  wire [63:0]   in_data,
  output wire [63:0]   out_data,
  output wire [11:0]   level,
  input  wire          clk,
  input  wire          reset
);

  reg        [63:0]   records_spinal_port1;
  reg        [10:0]   head;
  reg        [10:0]   tail;
  reg                 held;
  wire       [10:0]   stored;
  wire                full;
  wire                push;
  wire                fetch;
  wire       [9:0]    write_address;
  wire       [63:0]   records_write_data;
  wire       [9:0]    read_address;
  wire       [63:0]   records_read_data;
  (* no_rw_check *) reg [63:0] records [0:1023];

  always @(posedge clk) begin
    if(push) begin
      records[write_address] <= records_write_data;
    end
  end

  always @(posedge clk) begin
    if(fetch) begin
      records_spinal_port1 <= records[read_address];
    end
  end

  assign stored = (tail - head);
  assign full = (stored == 11'h400);
  assign push = (in_valid && (! full));
  assign fetch = ((|stored) && ((! held) || out_ready));
  assign in_ready = (! full);
  assign write_address = tail[9 : 0];
  assign records_write_data = in_data;
  assign read_address = head[9 : 0];
  assign records_read_data = records_spinal_port1;
  assign out_data = records_read_data;
  assign out_valid = held;
  assign level = ({1'b0,stored} + {11'h0,held});
  always @(posedge clk) begin
    if(reset) begin
      head <= 11'h0;
      tail <= 11'h0;
      held <= 1'b0;
    end else begin
      if(push) begin
        tail <= (tail + 11'h001);
      end
      if(out_ready) begin
        held <= 1'b0;
      end
      if(fetch) begin
        head <= (head + 11'h001);
        held <= 1'b1;
      end
      if(clear) begin
        head <= 11'h0;
        tail <= 11'h0;
        held <= 1'b0;
      end
    end
  end

endmodule

// Registers behind an AXI4-Lite slave of 32-bit words. Every access answers OKAY; addresses without a register
// read as zero and ignore writes. s_axi_awaddr and s_axi_araddr are byte addresses, bits 1..0 are ignored.
// out: value_<register>: what was written last, with byte strobes; fields that are not stored read as zero.
//      written_<register> (pulse): the register was written; write_data is the word, valid in that cycle.
//      read_<register> (pulse): the register is read in this cycle.
// in:  status_<register>: what the register reads.
// Address and data of a write come in any order. bvalid, value_* and written_* follow two cycles after the later
// of them, rvalid one cycle after the address. One write and one read are in flight at most. Reset sets value_*
// to the reset values of the registers.
module sfq_counter_AxiLiteSlave (
  output wire [31:0]   write_data,
  input  wire [7:0]    s_axi_awaddr,
  input  wire          s_axi_awvalid,
  output wire          s_axi_awready,
  input  wire [31:0]   s_axi_wdata,
  input  wire [3:0]    s_axi_wstrb,
  input  wire          s_axi_wvalid,
  output wire          s_axi_wready,
  output wire [1:0]    s_axi_bresp,
  output wire          s_axi_bvalid,
  input  wire          s_axi_bready,
  input  wire [7:0]    s_axi_araddr,
  input  wire          s_axi_arvalid,
  output wire          s_axi_arready,
  output wire [31:0]   s_axi_rdata,
  output wire [1:0]    s_axi_rresp,
  output wire          s_axi_rvalid,
  input  wire          s_axi_rready,
  input  wire [31:0]   status_id,
  input  wire [31:0]   status_version,
  input  wire [31:0]   status_config_hash,
  output wire [31:0]   value_control,
  output wire          written_control,
  input  wire [31:0]   status_status,
  input  wire [31:0]   status_events,
  input  wire [31:0]   status_room,
  output wire [31:0]   value_flag_index,
  input  wire [31:0]   status_flags,
  output wire [31:0]   value_setting_index,
  output wire          written_threshold,
  output wire          written_seed,
  input  wire [31:0]   status_now_low,
  output wire          read_now_low,
  input  wire [31:0]   status_now_high,
  input  wire [31:0]   status_first_violation_low,
  output wire          read_first_violation_low,
  input  wire [31:0]   status_first_violation_high,
  input  wire [31:0]   status_pulses_low,
  output wire          read_pulses_low,
  input  wire [31:0]   status_pulses_high,
  input  wire [31:0]   status_stalls_low,
  output wire          read_stalls_low,
  input  wire [31:0]   status_stalls_high,
  input  wire          clk,
  input  wire          reset
);

  reg                 have_address;
  reg                 have_data;
  reg                 responding;
  reg        [7:0]    write_address;
  reg        [31:0]   write_word;
  reg        [3:0]    write_strobe;
  wire                write_address_taken;
  wire                write_word_taken;
  wire                commit;
  wire       [7:0]    written_byte_0;
  wire       [7:0]    written_byte_1;
  wire       [7:0]    written_byte_2;
  wire       [7:0]    written_byte_3;
  wire                commit_acts;
  wire                hit_control;
  reg                 pulse_control;
  reg        [31:0]   reg_control;
  wire       [31:0]   merged_control;
  wire                hit_flag_index;
  reg        [31:0]   reg_flag_index;
  wire       [31:0]   merged_flag_index;
  wire                hit_setting_index;
  reg        [31:0]   reg_setting_index;
  wire       [31:0]   merged_setting_index;
  wire                hit_threshold;
  reg                 pulse_threshold;
  wire                hit_seed;
  reg                 pulse_seed;
  reg                 read_responding;
  reg        [31:0]   read_word;
  wire                read_accept;
  wire                read_hit_id;
  wire                read_hit_version;
  wire                read_hit_config_hash;
  wire                read_hit_control;
  wire                read_hit_status;
  wire                read_hit_events;
  wire                read_hit_room;
  wire                read_hit_flag_index;
  wire                read_hit_flags;
  wire                read_hit_setting_index;
  wire                read_hit_threshold;
  wire                read_hit_seed;
  wire                read_hit_now_low;
  wire                read_hit_now_high;
  wire                read_hit_first_violation_low;
  wire                read_hit_first_violation_high;
  wire                read_hit_pulses_low;
  wire                read_hit_pulses_high;
  wire                read_hit_stalls_low;
  wire                read_hit_stalls_high;
  wire       [31:0]   read_words_0;
  wire       [31:0]   read_words_1;
  wire       [31:0]   read_words_2;
  wire       [31:0]   read_words_3;
  wire       [31:0]   read_words_4;
  wire       [31:0]   read_words_1_0;
  wire       [31:0]   read_words_1_1;
  wire       [31:0]   read_answer;

  assign s_axi_awready = (! have_address);
  assign s_axi_wready = (! have_data);
  assign write_address_taken = (s_axi_awvalid && (! have_address));
  assign write_word_taken = (s_axi_wvalid && (! have_data));
  assign commit = ((have_address && have_data) && (! responding));
  assign s_axi_bvalid = responding;
  assign s_axi_bresp = 2'b00;
  assign written_byte_0 = (write_word[7 : 0] & {8{write_strobe[0]}});
  assign written_byte_1 = (write_word[15 : 8] & {8{write_strobe[1]}});
  assign written_byte_2 = (write_word[23 : 16] & {8{write_strobe[2]}});
  assign written_byte_3 = (write_word[31 : 24] & {8{write_strobe[3]}});
  assign write_data = {written_byte_3,written_byte_2,written_byte_1,written_byte_0};
  assign commit_acts = (commit && (|write_strobe));
  assign hit_control = (commit_acts && (write_address[7 : 2] == 6'h03));
  assign written_control = pulse_control;
  assign merged_control = {(write_strobe[3] ? write_word[31 : 24] : reg_control[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_control[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_control[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_control[7 : 0])};
  assign value_control = reg_control;
  assign hit_flag_index = (commit_acts && (write_address[7 : 2] == 6'h07));
  assign merged_flag_index = {(write_strobe[3] ? write_word[31 : 24] : reg_flag_index[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_flag_index[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_flag_index[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_flag_index[7 : 0])};
  assign value_flag_index = reg_flag_index;
  assign hit_setting_index = (commit_acts && (write_address[7 : 2] == 6'h09));
  assign merged_setting_index = {(write_strobe[3] ? write_word[31 : 24] : reg_setting_index[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_setting_index[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_setting_index[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_setting_index[7 : 0])};
  assign value_setting_index = reg_setting_index;
  assign hit_threshold = (commit_acts && (write_address[7 : 2] == 6'h0a));
  assign written_threshold = pulse_threshold;
  assign hit_seed = (commit_acts && (write_address[7 : 2] == 6'h0b));
  assign written_seed = pulse_seed;
  assign read_accept = (s_axi_arvalid && (! read_responding));
  assign s_axi_arready = (! read_responding);
  assign read_hit_id = (s_axi_araddr[7 : 2] == 6'h0);
  assign read_hit_version = (s_axi_araddr[7 : 2] == 6'h01);
  assign read_hit_config_hash = (s_axi_araddr[7 : 2] == 6'h02);
  assign read_hit_control = (s_axi_araddr[7 : 2] == 6'h03);
  assign read_hit_status = (s_axi_araddr[7 : 2] == 6'h04);
  assign read_hit_events = (s_axi_araddr[7 : 2] == 6'h05);
  assign read_hit_room = (s_axi_araddr[7 : 2] == 6'h06);
  assign read_hit_flag_index = (s_axi_araddr[7 : 2] == 6'h07);
  assign read_hit_flags = (s_axi_araddr[7 : 2] == 6'h08);
  assign read_hit_setting_index = (s_axi_araddr[7 : 2] == 6'h09);
  assign read_hit_threshold = (s_axi_araddr[7 : 2] == 6'h0a);
  assign read_hit_seed = (s_axi_araddr[7 : 2] == 6'h0b);
  assign read_hit_now_low = (s_axi_araddr[7 : 2] == 6'h0c);
  assign read_now_low = (read_accept && read_hit_now_low);
  assign read_hit_now_high = (s_axi_araddr[7 : 2] == 6'h0d);
  assign read_hit_first_violation_low = (s_axi_araddr[7 : 2] == 6'h0e);
  assign read_first_violation_low = (read_accept && read_hit_first_violation_low);
  assign read_hit_first_violation_high = (s_axi_araddr[7 : 2] == 6'h0f);
  assign read_hit_pulses_low = (s_axi_araddr[7 : 2] == 6'h10);
  assign read_pulses_low = (read_accept && read_hit_pulses_low);
  assign read_hit_pulses_high = (s_axi_araddr[7 : 2] == 6'h11);
  assign read_hit_stalls_low = (s_axi_araddr[7 : 2] == 6'h12);
  assign read_stalls_low = (read_accept && read_hit_stalls_low);
  assign read_hit_stalls_high = (s_axi_araddr[7 : 2] == 6'h13);
  assign read_words_0 = ((((status_id & {32{read_hit_id}}) | (status_version & {32{read_hit_version}})) | (status_config_hash & {32{read_hit_config_hash}})) | (value_control & {32{read_hit_control}}));
  assign read_words_1 = ((((status_status & {32{read_hit_status}}) | (status_events & {32{read_hit_events}})) | (status_room & {32{read_hit_room}})) | (value_flag_index & {32{read_hit_flag_index}}));
  assign read_words_2 = ((((status_flags & {32{read_hit_flags}}) | (value_setting_index & {32{read_hit_setting_index}})) | (status_now_low & {32{read_hit_now_low}})) | (status_now_high & {32{read_hit_now_high}}));
  assign read_words_3 = ((((status_first_violation_low & {32{read_hit_first_violation_low}}) | (status_first_violation_high & {32{read_hit_first_violation_high}})) | (status_pulses_low & {32{read_hit_pulses_low}})) | (status_pulses_high & {32{read_hit_pulses_high}}));
  assign read_words_4 = ((status_stalls_low & {32{read_hit_stalls_low}}) | (status_stalls_high & {32{read_hit_stalls_high}}));
  assign read_words_1_0 = (((read_words_0 | read_words_1) | read_words_2) | read_words_3);
  assign read_words_1_1 = read_words_4;
  assign read_answer = (read_words_1_0 | read_words_1_1);
  assign s_axi_rvalid = read_responding;
  assign s_axi_rdata = read_word;
  assign s_axi_rresp = 2'b00;
  always @(posedge clk) begin
    if(reset) begin
      have_address <= 1'b0;
      have_data <= 1'b0;
      responding <= 1'b0;
      pulse_control <= 1'b0;
      reg_control <= 32'h0;
      reg_flag_index <= 32'h0;
      reg_setting_index <= 32'h0;
      pulse_threshold <= 1'b0;
      pulse_seed <= 1'b0;
      read_responding <= 1'b0;
    end else begin
      if(write_address_taken) begin
        have_address <= 1'b1;
      end
      if(write_word_taken) begin
        have_data <= 1'b1;
      end
      if(s_axi_bready) begin
        responding <= 1'b0;
      end
      if(commit) begin
        have_address <= 1'b0;
        have_data <= 1'b0;
        responding <= 1'b1;
      end
      pulse_control <= hit_control;
      if(hit_control) begin
        reg_control <= (merged_control & 32'h00000003);
      end
      if(hit_flag_index) begin
        reg_flag_index <= (merged_flag_index & 32'h0000ffff);
      end
      if(hit_setting_index) begin
        reg_setting_index <= (merged_setting_index & 32'h0000ffff);
      end
      pulse_threshold <= hit_threshold;
      pulse_seed <= hit_seed;
      if(s_axi_rready) begin
        read_responding <= 1'b0;
      end
      if(read_accept) begin
        read_responding <= 1'b1;
      end
    end
  end

  always @(posedge clk) begin
    if(write_address_taken) begin
      write_address <= s_axi_awaddr;
    end
    if(write_word_taken) begin
      write_word <= s_axi_wdata;
      write_strobe <= s_axi_wstrb;
    end
    if(read_accept) begin
      read_word <= read_answer;
    end
  end

endmodule

// One kind of SFQ cell. p_<pin>: 1 in a clock with tick is a pulse on this pin in this quantum.
// Inputs are taken one after the other within the clock, in the order of the ports; data come before p_clk.
// present_state: the cell's state; since_<state>_<pin>: counts down after a pulse on pin in this state, while
// another pulse may come too early; *_line_<pin>: pulses on their way to an output, bit 0 leaves now.
// violated: a sticky bit for each critical time; a pulse too early sets it (and is lost, in a merger).
// asks, passes (cells with a gate): a pulse is taken, and whether it goes on, in the same clock.
// Without tick everything stands still. Reset, or clear: state 0, no pulse on its way, no flag.
module sfq_counter_SfqCell_ndro (
  input  wire          tick,
  input  wire          clear,
  input  wire          p_a,
  input  wire          p_b,
  input  wire          p_clk,
  output wire          p_q,
  output wire [2:0]    violated,
  input  wire          clk,
  input  wire          reset
);

  reg        [0:0]    present_state;
  reg        [3:0]    since_0_a;
  reg        [4:0]    since_1_b;
  reg        [6:0]    since_1_clk;
  wire                violates_1;
  wire                a_in_state_0;
  wire       [3:0]    since_0_a_now;
  wire       [0:0]    state_after_a;
  wire                a_in_state_1;
  wire                violates_0;
  wire                b_in_state_0;
  wire                b_in_state_1;
  wire       [4:0]    since_1_b_now;
  wire       [0:0]    state_after_b;
  wire                violates_2;
  wire                clk_in_state_0;
  wire                clk_in_state_1;
  wire       [6:0]    since_1_clk_now;
  wire       [3:0]    since_0_a_less_one;
  wire       [4:0]    since_1_b_less_one;
  wire       [6:0]    since_1_clk_less_one;
  reg        [54:0]   ndro_line_q;
  reg        [2:0]    sticky;

  assign violates_1 = (p_a && (|since_1_b));
  assign a_in_state_0 = (p_a && (present_state == 1'b0));
  assign since_0_a_now = (a_in_state_0 ? 4'b1001 : since_0_a);
  assign state_after_a = (a_in_state_0 ? 1'b1 : present_state);
  assign a_in_state_1 = (p_a && (present_state == 1'b1));
  assign violates_0 = (p_b && (|since_0_a_now));
  assign b_in_state_0 = (p_b && (state_after_a == 1'b0));
  assign b_in_state_1 = (p_b && (state_after_a == 1'b1));
  assign since_1_b_now = (b_in_state_1 ? 5'h13 : since_1_b);
  assign state_after_b = (b_in_state_1 ? 1'b0 : state_after_a);
  assign violates_2 = (p_clk && (|since_1_clk));
  assign clk_in_state_0 = (p_clk && (state_after_b == 1'b0));
  assign clk_in_state_1 = (p_clk && (state_after_b == 1'b1));
  assign since_1_clk_now = (clk_in_state_1 ? 7'h5b : since_1_clk);
  assign since_0_a_less_one = (since_0_a_now - 4'b0001);
  assign since_1_b_less_one = (since_1_b_now - 5'h01);
  assign since_1_clk_less_one = (since_1_clk_now - 7'h01);
  assign p_q = ndro_line_q[0];
  assign violated = sticky;
  always @(posedge clk) begin
    if(reset) begin
      present_state <= 1'b0;
      since_0_a <= 4'b0000;
      since_1_b <= 5'h0;
      since_1_clk <= 7'h0;
      ndro_line_q <= 55'h0;
      sticky <= 3'b000;
    end else begin
      if(tick) begin
        present_state <= state_after_b;
      end
      if(clear) begin
        present_state <= 1'b0;
      end
      if(tick) begin
        since_0_a <= ((|since_0_a_now) ? since_0_a_less_one : since_0_a_now);
      end
      if(clear) begin
        since_0_a <= 4'b0000;
      end
      if(tick) begin
        since_1_b <= ((|since_1_b_now) ? since_1_b_less_one : since_1_b_now);
      end
      if(clear) begin
        since_1_b <= 5'h0;
      end
      if(tick) begin
        since_1_clk <= ((|since_1_clk_now) ? since_1_clk_less_one : since_1_clk_now);
      end
      if(clear) begin
        since_1_clk <= 7'h0;
      end
      if(tick) begin
        ndro_line_q <= {clk_in_state_1,ndro_line_q[54 : 1]};
      end
      if(clear) begin
        ndro_line_q <= 55'h0;
      end
      if(tick) begin
        sticky <= (sticky | {violates_2,violates_1,violates_0});
      end
      if(clear) begin
        sticky <= 3'b000;
      end
    end
  end

endmodule

// One kind of SFQ cell. p_<pin>: 1 in a clock with tick is a pulse on this pin in this quantum.
// Inputs are taken one after the other within the clock, in the order of the ports; data come before p_clk.
// present_state: the cell's state; since_<state>_<pin>: counts down after a pulse on pin in this state, while
// another pulse may come too early; *_line_<pin>: pulses on their way to an output, bit 0 leaves now.
// violated: a sticky bit for each critical time; a pulse too early sets it (and is lost, in a merger).
// asks, passes (cells with a gate): a pulse is taken, and whether it goes on, in the same clock.
// Without tick everything stands still. Reset, or clear: state 0, no pulse on its way, no flag.
module sfq_counter_SfqCell_jtl (
  input  wire          tick,
  input  wire          clear,
  input  wire          p_a,
  output wire          p_q,
  output wire [0:0]    violated,
  input  wire          clk,
  input  wire          reset
);

  reg        [5:0]    since_0_a;
  wire                violates_0;
  wire       [5:0]    since_0_a_now;
  wire       [5:0]    since_0_a_less_one;
  reg        [34:0]   jtl_line_q;
  reg        [0:0]    sticky;

  assign violates_0 = (p_a && (|since_0_a));
  assign since_0_a_now = (p_a ? 6'h34 : since_0_a);
  assign since_0_a_less_one = (since_0_a_now - 6'h01);
  assign p_q = jtl_line_q[0];
  assign violated = sticky;
  always @(posedge clk) begin
    if(reset) begin
      since_0_a <= 6'h0;
      jtl_line_q <= 35'h0;
      sticky <= 1'b0;
    end else begin
      if(tick) begin
        since_0_a <= ((|since_0_a_now) ? since_0_a_less_one : since_0_a_now);
      end
      if(clear) begin
        since_0_a <= 6'h0;
      end
      if(tick) begin
        jtl_line_q <= {p_a,jtl_line_q[34 : 1]};
      end
      if(clear) begin
        jtl_line_q <= 35'h0;
      end
      if(tick) begin
        sticky <= (sticky | violates_0);
      end
      if(clear) begin
        sticky <= 1'b0;
      end
    end
  end

endmodule

// One kind of SFQ cell. p_<pin>: 1 in a clock with tick is a pulse on this pin in this quantum.
// Inputs are taken one after the other within the clock, in the order of the ports; data come before p_clk.
// present_state: the cell's state; since_<state>_<pin>: counts down after a pulse on pin in this state, while
// another pulse may come too early; *_line_<pin>: pulses on their way to an output, bit 0 leaves now.
// violated: a sticky bit for each critical time; a pulse too early sets it (and is lost, in a merger).
// asks, passes (cells with a gate): a pulse is taken, and whether it goes on, in the same clock.
// Without tick everything stands still. Reset, or clear: state 0, no pulse on its way, no flag.
module sfq_counter_SfqCell_tff (
  input  wire          tick,
  input  wire          clear,
  input  wire          p_a,
  output wire          p_q,
  output wire [1:0]    violated,
  input  wire          clk,
  input  wire          reset
);

  reg        [0:0]    present_state;
  reg        [5:0]    since_0_a;
  reg        [5:0]    since_1_a;
  wire                violates_0;
  wire                violates_1;
  wire                a_in_state_0;
  wire       [5:0]    since_0_a_now;
  wire                a_in_state_1;
  wire       [5:0]    since_1_a_now;
  wire       [0:0]    state_after_a;
  wire       [5:0]    since_0_a_less_one;
  wire       [5:0]    since_1_a_less_one;
  reg        [62:0]   tff_line_q;
  reg        [1:0]    sticky;

  assign violates_0 = (p_a && (|since_0_a));
  assign violates_1 = (p_a && (|since_1_a));
  assign a_in_state_0 = (p_a && (present_state == 1'b0));
  assign since_0_a_now = (a_in_state_0 ? 6'h34 : since_0_a);
  assign a_in_state_1 = (p_a && (present_state == 1'b1));
  assign since_1_a_now = (a_in_state_1 ? 6'h34 : since_1_a);
  assign state_after_a = (a_in_state_1 ? 1'b0 : (a_in_state_0 ? 1'b1 : present_state));
  assign since_0_a_less_one = (since_0_a_now - 6'h01);
  assign since_1_a_less_one = (since_1_a_now - 6'h01);
  assign p_q = tff_line_q[0];
  assign violated = sticky;
  always @(posedge clk) begin
    if(reset) begin
      present_state <= 1'b0;
      since_0_a <= 6'h0;
      since_1_a <= 6'h0;
      tff_line_q <= 63'h0;
      sticky <= 2'b00;
    end else begin
      if(tick) begin
        present_state <= state_after_a;
      end
      if(clear) begin
        present_state <= 1'b0;
      end
      if(tick) begin
        since_0_a <= ((|since_0_a_now) ? since_0_a_less_one : since_0_a_now);
      end
      if(clear) begin
        since_0_a <= 6'h0;
      end
      if(tick) begin
        since_1_a <= ((|since_1_a_now) ? since_1_a_less_one : since_1_a_now);
      end
      if(clear) begin
        since_1_a <= 6'h0;
      end
      if(tick) begin
        tff_line_q <= {a_in_state_1,tff_line_q[62 : 1]};
      end
      if(clear) begin
        tff_line_q <= 63'h0;
      end
      if(tick) begin
        sticky <= (sticky | {violates_1,violates_0});
      end
      if(clear) begin
        sticky <= 2'b00;
      end
    end
  end

endmodule

// One kind of SFQ cell. p_<pin>: 1 in a clock with tick is a pulse on this pin in this quantum.
// Inputs are taken one after the other within the clock, in the order of the ports; data come before p_clk.
// present_state: the cell's state; since_<state>_<pin>: counts down after a pulse on pin in this state, while
// another pulse may come too early; *_line_<pin>: pulses on their way to an output, bit 0 leaves now.
// violated: a sticky bit for each critical time; a pulse too early sets it (and is lost, in a merger).
// asks, passes (cells with a gate): a pulse is taken, and whether it goes on, in the same clock.
// Without tick everything stands still. Reset, or clear: state 0, no pulse on its way, no flag.
module sfq_counter_SfqCell_split (
  input  wire          tick,
  input  wire          clear,
  input  wire          p_a,
  output wire          p_q0,
  output wire          p_q1,
  output wire [0:0]    violated,
  input  wire          clk,
  input  wire          reset
);

  reg        [6:0]    since_0_a;
  wire                violates_0;
  wire       [6:0]    since_0_a_now;
  wire       [6:0]    since_0_a_less_one;
  reg        [62:0]   split_line_q0;
  reg        [62:0]   split_line_q1;
  reg        [0:0]    sticky;

  assign violates_0 = (p_a && (|since_0_a));
  assign since_0_a_now = (p_a ? 7'h46 : since_0_a);
  assign since_0_a_less_one = (since_0_a_now - 7'h01);
  assign p_q0 = split_line_q0[0];
  assign p_q1 = split_line_q1[0];
  assign violated = sticky;
  always @(posedge clk) begin
    if(reset) begin
      since_0_a <= 7'h0;
      split_line_q0 <= 63'h0;
      split_line_q1 <= 63'h0;
      sticky <= 1'b0;
    end else begin
      if(tick) begin
        since_0_a <= ((|since_0_a_now) ? since_0_a_less_one : since_0_a_now);
      end
      if(clear) begin
        since_0_a <= 7'h0;
      end
      if(tick) begin
        split_line_q0 <= {p_a,split_line_q0[62 : 1]};
      end
      if(clear) begin
        split_line_q0 <= 63'h0;
      end
      if(tick) begin
        split_line_q1 <= {p_a,split_line_q1[62 : 1]};
      end
      if(clear) begin
        split_line_q1 <= 63'h0;
      end
      if(tick) begin
        sticky <= (sticky | violates_0);
      end
      if(clear) begin
        sticky <= 1'b0;
      end
    end
  end

endmodule
