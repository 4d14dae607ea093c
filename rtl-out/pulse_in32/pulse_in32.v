/* verilator lint_off DECLFILENAME */ // all modules of a design are in one file
/* verilator lint_off VARHIDDEN */ // an instance may have the name of a signal inside it
/* verilator lint_off UNUSEDSIGNAL */ // words of which only slices are used, and memory helpers of the emitter
// Generator : SpinalHDL v1.14.2    git head : 78f29dc66110fc099a777992b6daa2f803ab445e
// Component : pulse_in32

`timescale 1ns/1ps

// Pulse-feature accelerator: ADC samples in, a packet of features (network outputs, time, energy) a pulse out.
// s_axi_*: AXI4-Lite slave, 32-bit registers; they are in the document <design>.md beside this file.
// s_axis_adc_*: one beat is one sample time; channel c is the low bits of lane c (16 bits each), unsigned.
//   tready is 0 while disabled, and in hold mode while a channel has no free event buffer.
// m_axis_feat_*: packets of 32-bit words: 5 of header, network outputs, classical words; tlast on the last.
// irq: level, 1 while CONTROL.interrupt_enable and STATUS.packet or STATUS.error are set.
// Path: front_end_<c> (trigger, window, buffers) -> engine_<e> (features) -> arbiter (whole packets in turn).
// The settings check refuses to enable with settings out of range; go moves all channels on by a sample.
// Reset clears settings, counters and events; the memories (buffers, weights, parameters, layers, coefficients)
// keep their contents, so they need no new load after a reset.
module pulse_in32 (
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
  input  wire [15:0]   s_axis_adc_tdata,
  input  wire          s_axis_adc_tvalid,
  output wire          s_axis_adc_tready,
  output wire [31:0]   m_axis_feat_tdata,
  output wire          m_axis_feat_tlast,
  output wire          m_axis_feat_tvalid,
  input  wire          m_axis_feat_tready,
  output wire          irq,
  input  wire          clk,
  input  wire          reset
);

  wire       [31:0]   registers_status_status;
  wire       [31:0]   registers_status_stuck_channels;
  wire       [31:0]   registers_status_packets_low;
  wire       [31:0]   registers_status_samples_low;
  wire       [31:0]   registers_status_busy_low;
  wire       [31:0]   registers_status_macs_low;
  wire       [31:0]   registers_status_stall_source_low;
  wire       [31:0]   registers_status_stall_drain_low;
  wire                front_end_0_enable;
  wire                front_end_0_polarity;
  wire                front_end_0_hold;
  wire       [1:0]    front_end_0_baseline_mode;
  wire       [19:0]   front_end_0_threshold;
  wire       [19:0]   front_end_0_hysteresis;
  wire       [23:0]   front_end_0_stuck_limit;
  wire       [3:0]    front_end_0_baseline_shift;
  wire       [3:0]    front_end_0_baseline_samples;
  wire       [11:0]   front_end_0_sample;
  wire       [5:0]    front_end_0_window;
  wire       [4:0]    front_end_0_pretrigger;
  wire       [15:0]   front_end_0_fixed_baseline;
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
  wire                registers_written_status;
  wire       [31:0]   registers_value_channels;
  wire       [31:0]   registers_value_features;
  wire       [31:0]   registers_value_mode;
  wire       [31:0]   registers_value_window;
  wire       [31:0]   registers_value_pretrigger;
  wire       [31:0]   registers_value_threshold;
  wire       [31:0]   registers_value_hysteresis;
  wire       [31:0]   registers_value_stuck_limit;
  wire       [31:0]   registers_value_baseline;
  wire       [31:0]   registers_value_baseline_shift;
  wire       [31:0]   registers_value_baseline_samples;
  wire       [31:0]   registers_value_gain;
  wire       [31:0]   registers_value_gain_shift;
  wire       [31:0]   registers_value_layers;
  wire       [31:0]   registers_value_network_samples;
  wire       [31:0]   registers_value_network_outputs;
  wire       [31:0]   registers_value_pole;
  wire       [31:0]   registers_value_rise;
  wire       [31:0]   registers_value_flat;
  wire       [31:0]   registers_value_pick;
  wire       [31:0]   registers_value_fraction;
  wire       [31:0]   registers_value_delay;
  wire       [31:0]   registers_value_cfd_arm;
  wire       [31:0]   registers_value_bank_origin;
  wire       [31:0]   registers_value_bank_shift;
  wire       [31:0]   registers_value_filter_start;
  wire       [31:0]   registers_value_filter_length;
  wire       [31:0]   registers_value_filter_shift;
  wire                registers_written_load_address;
  wire                registers_written_load_data;
  wire       [31:0]   registers_value_counter_channel;
  wire                registers_read_packets_low;
  wire                registers_read_samples_low;
  wire                registers_read_busy_low;
  wire                registers_read_macs_low;
  wire                registers_read_stall_source_low;
  wire                registers_read_stall_drain_low;
  wire       [3:0]    check_reason;
  wire                front_end_0_blocked;
  wire                front_end_0_stuck;
  wire                front_end_0_available;
  wire                front_end_0_count_event;
  wire                front_end_0_count_pile_up;
  wire                front_end_0_count_dead;
  wire                front_end_0_count_full;
  wire                front_end_0_count_over;
  wire                front_end_0_count_stuck;
  wire       [77:0]   front_end_0_oldest_record;
  wire       [11:0]   front_end_0_read_sample;
  wire                engine_0_read_enable;
  wire       [31:0]   engine_0_out_data;
  wire                engine_0_out_last;
  wire                engine_0_out_valid;
  wire                engine_0_idle;
  wire                engine_0_mismatch;
  wire                engine_0_running;
  wire                engine_0_stall_source;
  wire                engine_0_stall_drain;
  wire                engine_0_done_0;
  wire       [4:0]    engine_0_read_position;
  wire       [18:0]   engine_0_useful_macs;
  wire       [31:0]   arbiter_out_data;
  wire                arbiter_out_last;
  wire                arbiter_out_valid;
  wire                arbiter_in_ready_0;
  reg                 enabled;
  wire                abort;
  wire                idle;
  wire                load_refused;
  wire                packet_sent;
  reg                 in_stage1;
  reg        [47:0]   stamp;
  wire                take;
  wire                go;
  reg                 active;
  reg                 load_valid;
  reg        [23:0]   load_address;
  reg        [31:0]   load_data;
  wire                enable_request;
  wire                ready_to_enable;
  wire                restart;
  reg                 error;
  reg                 packet;
  reg        [3:0]    reason;
  wire       [0:0]    stuck_channels;
  wire                blocked;
  wire                samples_ready;
  reg        [23:0]   next_load_address;
  wire                load_accept;
  reg                 moved_1;
  reg                 moved_2;
  reg                 moved_3;
  reg                 moved_4;
  reg                 moved_5;
  reg                 moved_6;
  reg        [31:0]   count_events_0;
  reg        [31:0]   selected_events;
  reg        [31:0]   count_pile_up_0;
  reg        [31:0]   selected_pile_up;
  reg        [31:0]   count_lost_dead_0;
  reg        [31:0]   selected_lost_dead;
  reg        [31:0]   count_lost_full_0;
  reg        [31:0]   selected_lost_full;
  reg        [31:0]   count_over_range_0;
  reg        [31:0]   selected_over_range;
  reg        [31:0]   count_stuck_0;
  reg        [31:0]   selected_stuck;
  reg        [31:0]   step_packets;
  reg        [63:0]   count_packets;
  reg        [31:0]   counter_high;
  reg        [31:0]   step_samples;
  reg        [63:0]   count_samples;
  reg        [31:0]   step_busy;
  reg        [63:0]   count_busy;
  reg        [31:0]   step_macs;
  reg        [63:0]   count_macs;
  reg        [31:0]   step_stall_source;
  reg        [63:0]   count_stall_source;
  reg        [31:0]   step_stall_drain;
  reg        [63:0]   count_stall_drain;

  pulse_in32_AxiLiteSlave registers (
    .write_data               (registers_write_data[31:0]             ), //o
    .s_axi_awaddr             (s_axi_awaddr[7:0]                      ), //i
    .s_axi_awvalid            (s_axi_awvalid                          ), //i
    .s_axi_awready            (registers_s_axi_awready                ), //o
    .s_axi_wdata              (s_axi_wdata[31:0]                      ), //i
    .s_axi_wstrb              (s_axi_wstrb[3:0]                       ), //i
    .s_axi_wvalid             (s_axi_wvalid                           ), //i
    .s_axi_wready             (registers_s_axi_wready                 ), //o
    .s_axi_bresp              (registers_s_axi_bresp[1:0]             ), //o
    .s_axi_bvalid             (registers_s_axi_bvalid                 ), //o
    .s_axi_bready             (s_axi_bready                           ), //i
    .s_axi_araddr             (s_axi_araddr[7:0]                      ), //i
    .s_axi_arvalid            (s_axi_arvalid                          ), //i
    .s_axi_arready            (registers_s_axi_arready                ), //o
    .s_axi_rdata              (registers_s_axi_rdata[31:0]            ), //o
    .s_axi_rresp              (registers_s_axi_rresp[1:0]             ), //o
    .s_axi_rvalid             (registers_s_axi_rvalid                 ), //o
    .s_axi_rready             (s_axi_rready                           ), //i
    .status_id                (32'h46504c53                           ), //i
    .status_version           (32'h00000002                           ), //i
    .status_config_hash       (32'h53db1d64                           ), //i
    .value_control            (registers_value_control[31:0]          ), //o
    .written_control          (registers_written_control              ), //o
    .status_status            (registers_status_status[31:0]          ), //i
    .written_status           (registers_written_status               ), //o
    .status_stuck_channels    (registers_status_stuck_channels[31:0]  ), //i
    .value_channels           (registers_value_channels[31:0]         ), //o
    .value_features           (registers_value_features[31:0]         ), //o
    .value_mode               (registers_value_mode[31:0]             ), //o
    .value_window             (registers_value_window[31:0]           ), //o
    .value_pretrigger         (registers_value_pretrigger[31:0]       ), //o
    .value_threshold          (registers_value_threshold[31:0]        ), //o
    .value_hysteresis         (registers_value_hysteresis[31:0]       ), //o
    .value_stuck_limit        (registers_value_stuck_limit[31:0]      ), //o
    .value_baseline           (registers_value_baseline[31:0]         ), //o
    .value_baseline_shift     (registers_value_baseline_shift[31:0]   ), //o
    .value_baseline_samples   (registers_value_baseline_samples[31:0] ), //o
    .value_gain               (registers_value_gain[31:0]             ), //o
    .value_gain_shift         (registers_value_gain_shift[31:0]       ), //o
    .value_layers             (registers_value_layers[31:0]           ), //o
    .value_network_samples    (registers_value_network_samples[31:0]  ), //o
    .value_network_outputs    (registers_value_network_outputs[31:0]  ), //o
    .value_pole               (registers_value_pole[31:0]             ), //o
    .value_rise               (registers_value_rise[31:0]             ), //o
    .value_flat               (registers_value_flat[31:0]             ), //o
    .value_pick               (registers_value_pick[31:0]             ), //o
    .value_fraction           (registers_value_fraction[31:0]         ), //o
    .value_delay              (registers_value_delay[31:0]            ), //o
    .value_cfd_arm            (registers_value_cfd_arm[31:0]          ), //o
    .value_bank_origin        (registers_value_bank_origin[31:0]      ), //o
    .value_bank_shift         (registers_value_bank_shift[31:0]       ), //o
    .value_filter_start       (registers_value_filter_start[31:0]     ), //o
    .value_filter_length      (registers_value_filter_length[31:0]    ), //o
    .value_filter_shift       (registers_value_filter_shift[31:0]     ), //o
    .written_load_address     (registers_written_load_address         ), //o
    .written_load_data        (registers_written_load_data            ), //o
    .value_counter_channel    (registers_value_counter_channel[31:0]  ), //o
    .status_events            (selected_events[31:0]                  ), //i
    .status_pile_up           (selected_pile_up[31:0]                 ), //i
    .status_lost_dead         (selected_lost_dead[31:0]               ), //i
    .status_lost_full         (selected_lost_full[31:0]               ), //i
    .status_over_range        (selected_over_range[31:0]              ), //i
    .status_stuck             (selected_stuck[31:0]                   ), //i
    .status_packets_low       (registers_status_packets_low[31:0]     ), //i
    .read_packets_low         (registers_read_packets_low             ), //o
    .status_packets_high      (counter_high[31:0]                     ), //i
    .status_samples_low       (registers_status_samples_low[31:0]     ), //i
    .read_samples_low         (registers_read_samples_low             ), //o
    .status_samples_high      (counter_high[31:0]                     ), //i
    .status_busy_low          (registers_status_busy_low[31:0]        ), //i
    .read_busy_low            (registers_read_busy_low                ), //o
    .status_busy_high         (counter_high[31:0]                     ), //i
    .status_macs_low          (registers_status_macs_low[31:0]        ), //i
    .read_macs_low            (registers_read_macs_low                ), //o
    .status_macs_high         (counter_high[31:0]                     ), //i
    .status_stall_source_low  (registers_status_stall_source_low[31:0]), //i
    .read_stall_source_low    (registers_read_stall_source_low        ), //o
    .status_stall_source_high (counter_high[31:0]                     ), //i
    .status_stall_drain_low   (registers_status_stall_drain_low[31:0] ), //i
    .read_stall_drain_low     (registers_read_stall_drain_low         ), //o
    .status_stall_drain_high  (counter_high[31:0]                     ), //i
    .clk                      (clk                                    ), //i
    .reset                    (reset                                  )  //i
  );
  pulse_in32_SettingsCheck check (
    .reason               (check_reason[3:0]                     ), //o
    .set_features         (registers_value_features[31:0]        ), //i
    .set_channels         (registers_value_channels[31:0]        ), //i
    .set_mode             (registers_value_mode[31:0]            ), //i
    .set_window           (registers_value_window[31:0]          ), //i
    .set_pretrigger       (registers_value_pretrigger[31:0]      ), //i
    .set_baseline         (registers_value_baseline[31:0]        ), //i
    .set_baseline_samples (registers_value_baseline_samples[31:0]), //i
    .set_layers           (registers_value_layers[31:0]          ), //i
    .set_network_samples  (registers_value_network_samples[31:0] ), //i
    .set_network_outputs  (registers_value_network_outputs[31:0] ), //i
    .set_rise             (registers_value_rise[31:0]            ), //i
    .set_flat             (registers_value_flat[31:0]            ), //i
    .set_pick             (registers_value_pick[31:0]            ), //i
    .set_delay            (registers_value_delay[31:0]           ), //i
    .set_filter_start     (registers_value_filter_start[31:0]    ), //i
    .set_filter_length    (registers_value_filter_length[31:0]   ), //i
    .clk                  (clk                                   ), //i
    .reset                (reset                                 )  //i
  );
  pulse_in32_FrontEnd front_end_0 (
    .restart          (restart                          ), //i
    .abort            (abort                            ), //i
    .enable           (front_end_0_enable               ), //i
    .take             (take                             ), //i
    .go               (go                               ), //i
    .stamp            (stamp[47:0]                      ), //i
    .blocked          (front_end_0_blocked              ), //o
    .stuck            (front_end_0_stuck                ), //o
    .polarity         (front_end_0_polarity             ), //i
    .hold             (front_end_0_hold                 ), //i
    .baseline_mode    (front_end_0_baseline_mode[1:0]   ), //i
    .threshold        (front_end_0_threshold[19:0]      ), //i
    .hysteresis       (front_end_0_hysteresis[19:0]     ), //i
    .stuck_limit      (front_end_0_stuck_limit[23:0]    ), //i
    .baseline_shift   (front_end_0_baseline_shift[3:0]  ), //i
    .baseline_samples (front_end_0_baseline_samples[3:0]), //i
    .available        (front_end_0_available            ), //o
    .read_enable      (engine_0_read_enable             ), //i
    .done             (engine_0_done_0                  ), //i
    .count_event      (front_end_0_count_event          ), //o
    .count_pile_up    (front_end_0_count_pile_up        ), //o
    .count_dead       (front_end_0_count_dead           ), //o
    .count_full       (front_end_0_count_full           ), //o
    .count_over       (front_end_0_count_over           ), //o
    .count_stuck      (front_end_0_count_stuck          ), //o
    .sample           (front_end_0_sample[11:0]         ), //i
    .window           (front_end_0_window[5:0]          ), //i
    .pretrigger       (front_end_0_pretrigger[4:0]      ), //i
    .fixed_baseline   (front_end_0_fixed_baseline[15:0] ), //i
    .oldest_record    (front_end_0_oldest_record[77:0]  ), //o
    .read_position    (engine_0_read_position[4:0]      ), //i
    .read_sample      (front_end_0_read_sample[11:0]    ), //o
    .clk              (clk                              ), //i
    .reset            (reset                            )  //i
  );
  pulse_in32_FeatureEngine engine_0 (
    .active              (active                               ), //i
    .load_valid          (load_valid                           ), //i
    .load_address        (load_address[23:0]                   ), //i
    .load_data           (load_data[31:0]                      ), //i
    .read_enable         (engine_0_read_enable                 ), //o
    .out_data            (engine_0_out_data[31:0]              ), //o
    .out_last            (engine_0_out_last                    ), //o
    .out_valid           (engine_0_out_valid                   ), //o
    .out_ready           (arbiter_in_ready_0                   ), //i
    .idle                (engine_0_idle                        ), //o
    .mismatch            (engine_0_mismatch                    ), //o
    .running             (engine_0_running                     ), //o
    .stall_source        (engine_0_stall_source                ), //o
    .stall_drain         (engine_0_stall_drain                 ), //o
    .set_features        (registers_value_features[31:0]       ), //i
    .set_mode            (registers_value_mode[31:0]           ), //i
    .set_window          (registers_value_window[31:0]         ), //i
    .set_pretrigger      (registers_value_pretrigger[31:0]     ), //i
    .set_gain            (registers_value_gain[31:0]           ), //i
    .set_gain_shift      (registers_value_gain_shift[31:0]     ), //i
    .set_layers          (registers_value_layers[31:0]         ), //i
    .set_network_samples (registers_value_network_samples[31:0]), //i
    .set_network_outputs (registers_value_network_outputs[31:0]), //i
    .set_pole            (registers_value_pole[31:0]           ), //i
    .set_rise            (registers_value_rise[31:0]           ), //i
    .set_flat            (registers_value_flat[31:0]           ), //i
    .set_pick            (registers_value_pick[31:0]           ), //i
    .set_fraction        (registers_value_fraction[31:0]       ), //i
    .set_delay           (registers_value_delay[31:0]          ), //i
    .set_cfd_arm         (registers_value_cfd_arm[31:0]        ), //i
    .set_bank_origin     (registers_value_bank_origin[31:0]    ), //i
    .set_bank_shift      (registers_value_bank_shift[31:0]     ), //i
    .set_filter_start    (registers_value_filter_start[31:0]   ), //i
    .set_filter_length   (registers_value_filter_length[31:0]  ), //i
    .set_filter_shift    (registers_value_filter_shift[31:0]   ), //i
    .available_0         (front_end_0_available                ), //i
    .records_0           (front_end_0_oldest_record[77:0]      ), //i
    .samples_0           (front_end_0_read_sample[11:0]        ), //i
    .done_0              (engine_0_done_0                      ), //o
    .read_position       (engine_0_read_position[4:0]          ), //o
    .useful_macs         (engine_0_useful_macs[18:0]           ), //o
    .clk                 (clk                                  ), //i
    .reset               (reset                                )  //i
  );
  pulse_in32_PacketArbiter arbiter (
    .out_data   (arbiter_out_data[31:0] ), //o
    .out_last   (arbiter_out_last       ), //o
    .out_valid  (arbiter_out_valid      ), //o
    .out_ready  (m_axis_feat_tready     ), //i
    .in_data_0  (engine_0_out_data[31:0]), //i
    .in_last_0  (engine_0_out_last      ), //i
    .in_valid_0 (engine_0_out_valid     ), //i
    .in_ready_0 (arbiter_in_ready_0     ), //o
    .clk        (clk                    ), //i
    .reset      (reset                  )  //i
  );
  assign s_axi_awready = registers_s_axi_awready;
  assign s_axi_wready = registers_s_axi_wready;
  assign s_axi_bresp = registers_s_axi_bresp;
  assign s_axi_bvalid = registers_s_axi_bvalid;
  assign s_axi_arready = registers_s_axi_arready;
  assign s_axi_rdata = registers_s_axi_rdata;
  assign s_axi_rresp = registers_s_axi_rresp;
  assign s_axi_rvalid = registers_s_axi_rvalid;
  assign enable_request = (registers_written_control && registers_write_data[0]);
  assign ready_to_enable = ((! enabled) && idle);
  assign restart = ((enable_request && ready_to_enable) && (! (|check_reason)));
  assign abort = ((registers_written_control && registers_write_data[1]) && enabled);
  assign packet_sent = ((m_axis_feat_tvalid && m_axis_feat_tready) && m_axis_feat_tlast);
  assign stuck_channels = ((front_end_0_stuck && enabled) & registers_value_channels[0 : 0]);
  assign registers_status_stuck_channels = {31'h0,stuck_channels};
  assign registers_status_status = {20'h0,reason,3'b000,(|stuck_channels),packet,error,idle,enabled};
  assign irq = (registers_value_control[3] && (packet || error));
  assign blocked = front_end_0_blocked;
  assign samples_ready = (enabled && (! blocked));
  assign s_axis_adc_tready = samples_ready;
  assign take = (s_axis_adc_tvalid && samples_ready);
  assign go = ((in_stage1 && (! blocked)) && (! abort));
  assign front_end_0_enable = registers_value_channels[0];
  assign front_end_0_sample = s_axis_adc_tdata[11 : 0];
  assign front_end_0_polarity = registers_value_mode[0];
  assign front_end_0_hold = registers_value_mode[1];
  assign front_end_0_baseline_mode = registers_value_mode[5 : 4];
  assign front_end_0_window = registers_value_window[5 : 0];
  assign front_end_0_pretrigger = registers_value_pretrigger[4 : 0];
  assign front_end_0_threshold = registers_value_threshold[19 : 0];
  assign front_end_0_hysteresis = registers_value_hysteresis[19 : 0];
  assign front_end_0_stuck_limit = registers_value_stuck_limit[23 : 0];
  assign front_end_0_fixed_baseline = registers_value_baseline[15 : 0];
  assign front_end_0_baseline_shift = registers_value_baseline_shift[3 : 0];
  assign front_end_0_baseline_samples = registers_value_baseline_samples[3 : 0];
  assign load_accept = (registers_written_load_data && (! active));
  assign load_refused = (registers_written_load_data && active);
  assign m_axis_feat_tdata = arbiter_out_data;
  assign m_axis_feat_tlast = arbiter_out_last;
  assign m_axis_feat_tvalid = arbiter_out_valid;
  assign idle = (! (((((((((in_stage1 || moved_1) || moved_2) || moved_3) || moved_4) || moved_5) || moved_6) || front_end_0_available) || (! engine_0_idle)) || arbiter_out_valid));
  assign registers_status_packets_low = count_packets[31 : 0];
  assign registers_status_samples_low = count_samples[31 : 0];
  assign registers_status_busy_low = count_busy[31 : 0];
  assign registers_status_macs_low = count_macs[31 : 0];
  assign registers_status_stall_source_low = count_stall_source[31 : 0];
  assign registers_status_stall_drain_low = count_stall_drain[31 : 0];
  always @(posedge clk) begin
    if(reset) begin
      enabled <= 1'b0;
      in_stage1 <= 1'b0;
      active <= 1'b0;
      load_valid <= 1'b0;
      error <= 1'b0;
      packet <= 1'b0;
      reason <= 4'b0000;
      next_load_address <= 24'h0;
      moved_1 <= 1'b0;
      moved_2 <= 1'b0;
      moved_3 <= 1'b0;
      moved_4 <= 1'b0;
      moved_5 <= 1'b0;
      moved_6 <= 1'b0;
      count_events_0 <= 32'h0;
      count_pile_up_0 <= 32'h0;
      count_lost_dead_0 <= 32'h0;
      count_lost_full_0 <= 32'h0;
      count_over_range_0 <= 32'h0;
      count_stuck_0 <= 32'h0;
      step_packets <= 32'h0;
      count_packets <= 64'h0;
      counter_high <= 32'h0;
      step_samples <= 32'h0;
      count_samples <= 64'h0;
      step_busy <= 32'h0;
      count_busy <= 64'h0;
      step_macs <= 32'h0;
      count_macs <= 64'h0;
      step_stall_source <= 32'h0;
      count_stall_source <= 64'h0;
      step_stall_drain <= 32'h0;
      count_stall_drain <= 64'h0;
    end else begin
      if(restart) begin
        enabled <= 1'b1;
      end
      if(abort) begin
        enabled <= 1'b0;
      end
      if((registers_written_status && registers_write_data[2])) begin
        error <= 1'b0;
      end
      if((registers_written_status && registers_write_data[3])) begin
        packet <= 1'b0;
      end
      if((enable_request && (! restart))) begin
        error <= 1'b1;
        reason <= (ready_to_enable ? check_reason : 4'b1001);
      end
      if(load_refused) begin
        error <= 1'b1;
        reason <= 4'b1001;
      end
      if(engine_0_mismatch) begin
        error <= 1'b1;
        reason <= 4'b1010;
      end
      if(packet_sent) begin
        packet <= 1'b1;
      end
      if((! blocked)) begin
        in_stage1 <= take;
      end
      if(abort) begin
        in_stage1 <= 1'b0;
      end
      active <= (enabled || (! idle));
      load_valid <= load_accept;
      if(load_accept) begin
        next_load_address <= (next_load_address + 24'h000001);
      end
      if(registers_written_load_address) begin
        next_load_address <= registers_write_data[23 : 0];
      end
      moved_1 <= go;
      moved_2 <= moved_1;
      moved_3 <= moved_2;
      moved_4 <= moved_3;
      moved_5 <= moved_4;
      moved_6 <= moved_5;
      if(front_end_0_count_event) begin
        count_events_0 <= (count_events_0 + 32'h00000001);
      end
      if((registers_written_control && registers_write_data[2])) begin
        count_events_0 <= 32'h0;
      end
      if(front_end_0_count_pile_up) begin
        count_pile_up_0 <= (count_pile_up_0 + 32'h00000001);
      end
      if((registers_written_control && registers_write_data[2])) begin
        count_pile_up_0 <= 32'h0;
      end
      if(front_end_0_count_dead) begin
        count_lost_dead_0 <= (count_lost_dead_0 + 32'h00000001);
      end
      if((registers_written_control && registers_write_data[2])) begin
        count_lost_dead_0 <= 32'h0;
      end
      if(front_end_0_count_full) begin
        count_lost_full_0 <= (count_lost_full_0 + 32'h00000001);
      end
      if((registers_written_control && registers_write_data[2])) begin
        count_lost_full_0 <= 32'h0;
      end
      if(front_end_0_count_over) begin
        count_over_range_0 <= (count_over_range_0 + 32'h00000001);
      end
      if((registers_written_control && registers_write_data[2])) begin
        count_over_range_0 <= 32'h0;
      end
      if(front_end_0_count_stuck) begin
        count_stuck_0 <= (count_stuck_0 + 32'h00000001);
      end
      if((registers_written_control && registers_write_data[2])) begin
        count_stuck_0 <= 32'h0;
      end
      step_packets <= {31'h0,packet_sent};
      count_packets <= (count_packets + {32'h0,step_packets});
      if((registers_written_control && registers_write_data[2])) begin
        count_packets <= 64'h0;
      end
      if(registers_read_packets_low) begin
        counter_high <= count_packets[63 : 32];
      end
      step_samples <= {31'h0,go};
      count_samples <= (count_samples + {32'h0,step_samples});
      if((registers_written_control && registers_write_data[2])) begin
        count_samples <= 64'h0;
      end
      if(registers_read_samples_low) begin
        counter_high <= count_samples[63 : 32];
      end
      step_busy <= {31'h0,engine_0_running};
      count_busy <= (count_busy + {32'h0,step_busy});
      if((registers_written_control && registers_write_data[2])) begin
        count_busy <= 64'h0;
      end
      if(registers_read_busy_low) begin
        counter_high <= count_busy[63 : 32];
      end
      step_macs <= {13'h0,engine_0_useful_macs};
      count_macs <= (count_macs + {32'h0,step_macs});
      if((registers_written_control && registers_write_data[2])) begin
        count_macs <= 64'h0;
      end
      if(registers_read_macs_low) begin
        counter_high <= count_macs[63 : 32];
      end
      step_stall_source <= {31'h0,engine_0_stall_source};
      count_stall_source <= (count_stall_source + {32'h0,step_stall_source});
      if((registers_written_control && registers_write_data[2])) begin
        count_stall_source <= 64'h0;
      end
      if(registers_read_stall_source_low) begin
        counter_high <= count_stall_source[63 : 32];
      end
      step_stall_drain <= {31'h0,engine_0_stall_drain};
      count_stall_drain <= (count_stall_drain + {32'h0,step_stall_drain});
      if((registers_written_control && registers_write_data[2])) begin
        count_stall_drain <= 64'h0;
      end
      if(registers_read_stall_drain_low) begin
        counter_high <= count_stall_drain[63 : 32];
      end
    end
  end

  always @(posedge clk) begin
    if(go) begin
      stamp <= (stamp + 48'h000000000001);
    end
    if(restart) begin
      stamp <= 48'h0;
    end
    load_address <= next_load_address;
    load_data <= registers_write_data;
    selected_events <= count_events_0;
    selected_pile_up <= count_pile_up_0;
    selected_lost_dead <= count_lost_dead_0;
    selected_lost_full <= count_lost_full_0;
    selected_over_range <= count_over_range_0;
    selected_stuck <= count_stuck_0;
  end

endmodule

// Joins the packets of the engines: whole packets, engines in turn; an engine without a packet is passed over.
// in_valid_<e>, in_ready_<e>, in_data_<e>, in_last_<e>: a stream an engine.
// out_valid, out_ready, out_data, out_last: one stream, through one register (latency 1, a word a cycle).
// Reset: no word, turn of engine 0.
module pulse_in32_PacketArbiter (
  output wire [31:0]   out_data,
  output wire          out_last,
  output wire          out_valid,
  input  wire          out_ready,
  input  wire [31:0]   in_data_0,
  input  wire          in_last_0,
  input  wire          in_valid_0,
  output wire          in_ready_0,
  input  wire          clk,
  input  wire          reset
);

  reg        [0:0]    turn;
  reg                 in_packet;
  wire                offered;
  wire       [0:0]    offered_by_turn;
  wire                offered_last;
  wire       [0:0]    last_of_turn;
  wire                room;
  wire                take;
  wire                move_on;
  wire       [0:0]    following_turn;
  reg        [31:0]   word;
  reg                 last_word;
  reg                 full;

  assign offered_by_turn = in_valid_0;
  assign offered = offered_by_turn[0];
  assign last_of_turn = in_last_0;
  assign offered_last = last_of_turn[0];
  assign room = (out_ready || (! out_valid));
  assign take = (offered && room);
  assign move_on = ((take && offered_last) || ((! in_packet) && (! offered)));
  assign following_turn = (turn + 1'b1);
  assign in_ready_0 = (room && (turn == 1'b0));
  assign out_data = word;
  assign out_last = last_word;
  assign out_valid = full;
  always @(posedge clk) begin
    if(reset) begin
      turn <= 1'b0;
      in_packet <= 1'b0;
      last_word <= 1'b0;
      full <= 1'b0;
    end else begin
      if(take) begin
        in_packet <= (! offered_last);
      end
      if(move_on) begin
        turn <= ((turn == 1'b0) ? 1'b0 : following_turn);
      end
      if(room) begin
        last_word <= offered_last;
        full <= offered;
      end
    end
  end

  always @(posedge clk) begin
    if(room) begin
      word <= in_data_0;
    end
  end

endmodule

// All that serves a group of channels: event reader, network engine, classical chain, packetiser.
// set_*: the registers of the same names, unchanged while active. active: samples are taken or events under way.
// load_valid, load_address, load_data: one word into a memory; address 23..20 chooses the memory (0 weights,
// 1 parameters, 2 layer table, 3 gains, 4 and 5 filter coefficients a and b), 19..0 the 32-bit word.
// available_<c>, records_<c>, samples_<c>, done_<c>, read_position, read_enable: events of the front ends.
// out_valid, out_ready, out_data, out_last: packets, one an event, one word a cycle.
// idle: no event inside. mismatch: pulse, the network had another number of outputs than set_network_outputs.
// running, useful_macs, stall_source, stall_drain: for the counters, of this cycle.
// Reset: no event inside; memories keep their words.
module pulse_in32_FeatureEngine (
  input  wire          active,
  input  wire          load_valid,
  input  wire [23:0]   load_address,
  input  wire [31:0]   load_data,
  output wire          read_enable,
  output wire [31:0]   out_data,
  output wire          out_last,
  output wire          out_valid,
  input  wire          out_ready,
  output wire          idle,
  output wire          mismatch,
  output wire          running,
  output wire          stall_source,
  output wire          stall_drain,
  input  wire [31:0]   set_features,
  input  wire [31:0]   set_mode,
  input  wire [31:0]   set_window,
  input  wire [31:0]   set_pretrigger,
  input  wire [31:0]   set_gain,
  input  wire [31:0]   set_gain_shift,
  input  wire [31:0]   set_layers,
  input  wire [31:0]   set_network_samples,
  input  wire [31:0]   set_network_outputs,
  input  wire [31:0]   set_pole,
  input  wire [31:0]   set_rise,
  input  wire [31:0]   set_flat,
  input  wire [31:0]   set_pick,
  input  wire [31:0]   set_fraction,
  input  wire [31:0]   set_delay,
  input  wire [31:0]   set_cfd_arm,
  input  wire [31:0]   set_bank_origin,
  input  wire [31:0]   set_bank_shift,
  input  wire [31:0]   set_filter_start,
  input  wire [31:0]   set_filter_length,
  input  wire [31:0]   set_filter_shift,
  input  wire          available_0,
  input  wire [77:0]   records_0,
  input  wire [11:0]   samples_0,
  output wire          done_0,
  output wire [4:0]    read_position,
  output wire [18:0]   useful_macs,
  input  wire          clk,
  input  wire          reset
);

  wire                reader_normalise;
  wire       [15:0]   reader_gain;
  wire       [4:0]    reader_gain_shift;
  wire                reader_gain_write;
  wire       [3:0]    reader_gain_address;
  wire       [15:0]   reader_gain_data;
  wire                reader_out_ready;
  wire       [5:0]    reader_window;
  wire                packetiser_network;
  wire                packetiser_classical;
  wire       [7:0]    packetiser_network_outputs;
  wire       [4:0]    network_layers;
  wire       [15:0]   network_input_elements;
  wire                network_round_even;
  wire                network_in_valid;
  wire       [16:0]   classical_pole;
  wire       [7:0]    classical_fraction;
  wire       [7:0]    classical_delay_samples;
  wire       [29:0]   classical_arm;
  wire       [4:0]    classical_amplitude_shift;
  wire       [4:0]    classical_time_shift;
  wire                classical_amplitude_write;
  wire                classical_time_write;
  wire       [17:0]   classical_load_data;
  wire       [23:0]   classical_bank_origin;
  wire       [4:0]    classical_bank_shift;
  wire                classical_in_valid;
  wire       [4:0]    classical_rise;
  wire       [4:0]    classical_flat;
  wire       [4:0]    classical_picked;
  wire       [4:0]    classical_filter_start;
  wire       [5:0]    classical_filter_length;
  wire       [8:0]    classical_load_address;
  wire                reader_read_enable;
  wire                reader_header_valid;
  wire                reader_out_valid;
  wire                reader_out_last;
  wire                reader_idle;
  wire                reader_done_0;
  wire       [4:0]    reader_read_position;
  wire       [96:0]   reader_header;
  wire       [16:0]   reader_out_sample;
  wire       [16:0]   reader_out_element;
  wire                headers_room;
  wire                headers_valid;
  wire                headers_empty;
  wire       [96:0]   headers_front;
  wire                packetiser_header_pop;
  wire                packetiser_network_ready;
  wire                packetiser_classical_take;
  wire       [31:0]   packetiser_out_data;
  wire                packetiser_out_last;
  wire                packetiser_out_valid;
  wire                packetiser_mismatch;
  wire                network_in_ready;
  wire                network_out_valid;
  wire       [31:0]   network_out_data;
  wire                network_out_last;
  wire                network_running;
  wire                network_stall_source;
  wire                network_stall_drain;
  wire       [18:0]   network_useful_macs;
  wire                classical_in_ready;
  wire                classical_out_valid;
  wire                classical_no_crossing;
  wire       [31:0]   classical_words_0;
  wire       [31:0]   classical_words_1;
  wire       [31:0]   classical_words_2;
  wire       [31:0]   classical_words_3;
  wire       [31:0]   classical_words_4;
  wire       [31:0]   classical_words_5;
  wire                network_ready_or_off;
  wire                classical_ready_or_off;

  pulse_in32_EventReader reader (
    .normalise     (reader_normalise         ), //i
    .gain          (reader_gain[15:0]        ), //i
    .gain_shift    (reader_gain_shift[4:0]   ), //i
    .gain_write    (reader_gain_write        ), //i
    .gain_address  (reader_gain_address[3:0] ), //i
    .gain_data     (reader_gain_data[15:0]   ), //i
    .read_enable   (reader_read_enable       ), //o
    .header_room   (headers_room             ), //i
    .header_valid  (reader_header_valid      ), //o
    .out_valid     (reader_out_valid         ), //o
    .out_ready     (reader_out_ready         ), //i
    .out_last      (reader_out_last          ), //o
    .idle          (reader_idle              ), //o
    .window        (reader_window[5:0]       ), //i
    .available_0   (available_0              ), //i
    .records_0     (records_0[77:0]          ), //i
    .samples_0     (samples_0[11:0]          ), //i
    .done_0        (reader_done_0            ), //o
    .read_position (reader_read_position[4:0]), //o
    .header        (reader_header[96:0]      ), //o
    .out_sample    (reader_out_sample[16:0]  ), //o
    .out_element   (reader_out_element[16:0] ), //o
    .clk           (clk                      ), //i
    .reset         (reset                    )  //i
  );
  pulse_in32_EventQueue headers (
    .push   (reader_header_valid  ), //i
    .room   (headers_room         ), //o
    .valid  (headers_valid        ), //o
    .pop    (packetiser_header_pop), //i
    .empty  (headers_empty        ), //o
    .pushed (reader_header[96:0]  ), //i
    .front  (headers_front[96:0]  ), //o
    .clk    (clk                  ), //i
    .reset  (reset                )  //i
  );
  pulse_in32_Packetiser packetiser (
    .network           (packetiser_network             ), //i
    .classical         (packetiser_classical           ), //i
    .network_outputs   (packetiser_network_outputs[7:0]), //i
    .header_valid      (headers_valid                  ), //i
    .header_pop        (packetiser_header_pop          ), //o
    .network_valid     (network_out_valid              ), //i
    .network_data      (network_out_data[31:0]         ), //i
    .network_last      (network_out_last               ), //i
    .network_ready     (packetiser_network_ready       ), //o
    .classical_valid   (classical_out_valid            ), //i
    .no_crossing       (classical_no_crossing          ), //i
    .classical_take    (packetiser_classical_take      ), //o
    .out_data          (packetiser_out_data[31:0]      ), //o
    .out_last          (packetiser_out_last            ), //o
    .out_valid         (packetiser_out_valid           ), //o
    .out_ready         (out_ready                      ), //i
    .mismatch          (packetiser_mismatch            ), //o
    .header            (headers_front[96:0]            ), //i
    .classical_words_0 (classical_words_0[31:0]        ), //i
    .classical_words_1 (classical_words_1[31:0]        ), //i
    .classical_words_2 (classical_words_2[31:0]        ), //i
    .classical_words_3 (classical_words_3[31:0]        ), //i
    .classical_words_4 (classical_words_4[31:0]        ), //i
    .classical_words_5 (classical_words_5[31:0]        ), //i
    .clk               (clk                            ), //i
    .reset             (reset                          )  //i
  );
  pulse_in32_NetworkEngine network (
    .enable         (active                      ), //i
    .layers         (network_layers[4:0]         ), //i
    .input_elements (network_input_elements[15:0]), //i
    .round_even     (network_round_even          ), //i
    .load_valid     (load_valid                  ), //i
    .load_address   (load_address[23:0]          ), //i
    .load_data      (load_data[31:0]             ), //i
    .in_valid       (network_in_valid            ), //i
    .in_ready       (network_in_ready            ), //o
    .in_last        (reader_out_last             ), //i
    .out_valid      (network_out_valid           ), //o
    .out_ready      (packetiser_network_ready    ), //i
    .out_data       (network_out_data[31:0]      ), //o
    .out_last       (network_out_last            ), //o
    .running        (network_running             ), //o
    .stall_source   (network_stall_source        ), //o
    .stall_drain    (network_stall_drain         ), //o
    .in_data        (reader_out_element[16:0]    ), //i
    .useful_macs    (network_useful_macs[18:0]   ), //o
    .clk            (clk                         ), //i
    .reset          (reset                       )  //i
  );
  pulse_in32_ClassicalChain classical (
    .pole            (classical_pole[16:0]          ), //i
    .fraction        (classical_fraction[7:0]       ), //i
    .delay_samples   (classical_delay_samples[7:0]  ), //i
    .arm             (classical_arm[29:0]           ), //i
    .amplitude_shift (classical_amplitude_shift[4:0]), //i
    .time_shift      (classical_time_shift[4:0]     ), //i
    .amplitude_write (classical_amplitude_write     ), //i
    .time_write      (classical_time_write          ), //i
    .load_data       (classical_load_data[17:0]     ), //i
    .bank_origin     (classical_bank_origin[23:0]   ), //i
    .bank_shift      (classical_bank_shift[4:0]     ), //i
    .in_valid        (classical_in_valid            ), //i
    .in_ready        (classical_in_ready            ), //o
    .in_last         (reader_out_last               ), //i
    .out_valid       (classical_out_valid           ), //o
    .out_take        (packetiser_classical_take     ), //i
    .no_crossing     (classical_no_crossing         ), //o
    .in_sample       (reader_out_sample[16:0]       ), //i
    .rise            (classical_rise[4:0]           ), //i
    .flat            (classical_flat[4:0]           ), //i
    .picked          (classical_picked[4:0]         ), //i
    .filter_start    (classical_filter_start[4:0]   ), //i
    .words_0         (classical_words_0[31:0]       ), //o
    .words_1         (classical_words_1[31:0]       ), //o
    .words_2         (classical_words_2[31:0]       ), //o
    .words_3         (classical_words_3[31:0]       ), //o
    .words_4         (classical_words_4[31:0]       ), //o
    .words_5         (classical_words_5[31:0]       ), //o
    .filter_length   (classical_filter_length[5:0]  ), //i
    .load_address    (classical_load_address[8:0]   ), //i
    .clk             (clk                           ), //i
    .reset           (reset                         )  //i
  );
  assign done_0 = reader_done_0;
  assign read_position = reader_read_position;
  assign read_enable = reader_read_enable;
  assign reader_window = set_window[5 : 0];
  assign reader_normalise = set_mode[2];
  assign reader_gain = set_gain[15 : 0];
  assign reader_gain_shift = set_gain_shift[4 : 0];
  assign reader_gain_write = (load_valid && (load_address[23 : 20] == 4'b0011));
  assign reader_gain_address = load_address[3 : 0];
  assign reader_gain_data = load_data[15 : 0];
  assign network_ready_or_off = (network_in_ready || (! set_features[0]));
  assign classical_ready_or_off = (classical_in_ready || (! set_features[1]));
  assign reader_out_ready = (network_ready_or_off && classical_ready_or_off);
  assign network_in_valid = ((reader_out_valid && set_features[0]) && classical_ready_or_off);
  assign classical_in_valid = ((reader_out_valid && set_features[1]) && network_ready_or_off);
  assign network_layers = set_layers[4 : 0];
  assign network_round_even = set_layers[8];
  assign network_input_elements = {2'b00,set_network_samples[13 : 0]};
  assign running = network_running;
  assign useful_macs = network_useful_macs;
  assign stall_source = network_stall_source;
  assign stall_drain = network_stall_drain;
  assign classical_pole = set_pole[16 : 0];
  assign classical_rise = set_rise[4 : 0];
  assign classical_flat = set_flat[4 : 0];
  assign classical_picked = (set_pretrigger[4 : 0] + set_pick[4 : 0]);
  assign classical_fraction = set_fraction[7 : 0];
  assign classical_delay_samples = set_delay[7 : 0];
  assign classical_arm = set_cfd_arm[29 : 0];
  assign classical_bank_origin = set_bank_origin[23 : 0];
  assign classical_bank_shift = set_bank_shift[4 : 0];
  assign classical_filter_start = set_filter_start[4 : 0];
  assign classical_filter_length = set_filter_length[5 : 0];
  assign classical_amplitude_shift = set_filter_shift[4 : 0];
  assign classical_time_shift = set_filter_shift[12 : 8];
  assign classical_amplitude_write = (load_valid && (load_address[23 : 20] == 4'b0100));
  assign classical_time_write = (load_valid && (load_address[23 : 20] == 4'b0101));
  assign classical_load_address = load_address[8 : 0];
  assign classical_load_data = load_data[17 : 0];
  assign packetiser_network = set_features[0];
  assign packetiser_classical = set_features[1];
  assign packetiser_network_outputs = set_network_outputs[7 : 0];
  assign out_data = packetiser_out_data;
  assign out_last = packetiser_out_last;
  assign out_valid = packetiser_out_valid;
  assign mismatch = packetiser_mismatch;
  assign idle = (reader_idle && headers_empty);

endmodule

// Front end of one channel: running baseline, trigger, window of samples around each trigger, event buffers.
// Levels (threshold, hysteresis, baselines) are in 1/16 of an ADC step; stamp is the number of the sample.
// take: sample enters stage 1; go: the sample in stage 1 moves on. restart: begin anew before the first
// sample; abort: drop the event being recorded; enable: this channel takes part.
// available, oldest_record: the oldest event {stamp, over-range, pile-up, baseline, largest sample};
// read_sample is the sample at read_position, one cycle after read_enable; done frees its buffer.
// blocked: hold is set and no buffer is free. stuck: the trigger has not re-armed for stuck_limit samples.
// count_*: one-cycle pulses for the counters (event, pile-up, dead time, buffers full, over-range, stuck).
// An event is available 6 cycles after its last sample has moved on. Settings change only while disabled.
// Reset: no event, armed; ring, buffers and records keep their words (never read before they are written).
module pulse_in32_FrontEnd (
  input  wire          restart,
  input  wire          abort,
  input  wire          enable,
  input  wire          take,
  input  wire          go,
  input  wire [47:0]   stamp,
  output wire          blocked,
  output wire          stuck,
  input  wire          polarity,
  input  wire          hold,
  input  wire [1:0]    baseline_mode,
  input  wire [19:0]   threshold,
  input  wire [19:0]   hysteresis,
  input  wire [23:0]   stuck_limit,
  input  wire [3:0]    baseline_shift,
  input  wire [3:0]    baseline_samples,
  output wire          available,
  input  wire          read_enable,
  input  wire          done,
  output wire          count_event,
  output wire          count_pile_up,
  output wire          count_dead,
  output wire          count_full,
  output wire          count_over,
  output wire          count_stuck,
  input  wire [11:0]   sample,
  input  wire [5:0]    window,
  input  wire [4:0]    pretrigger,
  input  wire [15:0]   fixed_baseline,
  output wire [77:0]   oldest_record,
  input  wire [4:0]    read_position,
  output wire [11:0]   read_sample,
  input  wire          clk,
  input  wire          reset
);

  reg        [11:0]   ring_spinal_port1;
  reg        [11:0]   buffers_spinal_port1;
  reg        [77:0]   records_spinal_port1;
  reg                 recording;
  reg                 first;
  reg                 armed;
  wire                above;
  reg                 stuck_now;
  reg        [23:0]   stuck_left;
  reg                 pile_up;
  wire                count_dead_time;
  reg        [11:0]   sample1;
  reg        [27:0]   running;
  reg        [1:0]    slot;
  reg        [4:0]    position;
  reg        [2:0]    used;
  wire                full;
  wire       [28:0]   baseline_error;
  wire       [28:0]   baseline_step;
  wire                first_sample;
  wire       [15:0]   reference;
  reg        [22:0]   upper;
  reg        [22:0]   lower;
  wire       [22:0]   level;
  reg        [22:0]   over_upper;
  reg        [22:0]   over_lower;
  wire       [22:0]   compared_level;
  wire                below;
  wire                crossing;
  wire                rearm;
  wire                sticks;
  wire                start;
  reg        [5:0]    left;
  reg        [5:0]    in_window;
  wire       [5:0]    window_less_one;
  reg        [5:0]    last_left;
  reg        [5:0]    last_inside;
  wire                moving;
  wire                last;
  wire                again;
  reg                 start_2;
  reg                 last_2;
  reg                 valid_2;
  reg        [1:0]    slot_2;
  reg        [4:0]    position_2;
  reg        [4:0]    ring_write;
  reg        [4:0]    ring_read;
  reg        [4:0]    missing;
  wire       [11:0]   ring_write_data;
  wire       [11:0]   ring_read_data;
  reg                 absent;
  reg        [11:0]   undelayed;
  wire       [11:0]   delayed;
  reg        [11:0]   sample_3;
  reg        [6:0]    address_3;
  reg                 valid_3;
  reg                 start_3;
  reg                 last_3;
  wire       [11:0]   buffers_write_data;
  reg        [11:0]   largest;
  reg                 over;
  reg        [21:0]   sum;
  wire                extreme;
  reg        [10:0]   sum_left;
  wire       [3:0]    ten_less_samples;
  reg        [10:0]   sum_first;
  reg        [47:0]   trigger_stamp;
  reg        [15:0]   trigger_baseline;
  reg        [64:0]   closed;
  reg                 last_4;
  wire       [25:0]   mean_of_sum;
  reg        [77:0]   record_5;
  reg                 commit;
  reg        [1:0]    slot_of_record_d1;
  reg        [1:0]    slot_of_record_d2;
  reg        [1:0]    slot_of_record_d3;
  wire       [77:0]   records_write_data;
  wire                aborted;
  wire       [2:0]    used_with_start;
  wire       [2:0]    used_without_done;
  reg        [2:0]    waiting;
  reg        [1:0]    oldest;
  wire                records_read_enable;
  wire       [77:0]   records_read_data;
  wire       [6:0]    read_address;
  wire       [11:0]   buffers_read_data;
  (* no_rw_check *) reg [11:0] ring [0:31];
  (* no_rw_check *) reg [11:0] buffers [0:127];
  (* no_rw_check *) reg [77:0] records [0:3];

  always @(posedge clk) begin
    if(go) begin
      ring[ring_write] <= ring_write_data;
    end
  end

  always @(posedge clk) begin
    if(go) begin
      ring_spinal_port1 <= ring[ring_read];
    end
  end

  always @(posedge clk) begin
    if(valid_3) begin
      buffers[address_3] <= buffers_write_data;
    end
  end

  always @(posedge clk) begin
    if(read_enable) begin
      buffers_spinal_port1 <= buffers[read_address];
    end
  end

  always @(posedge clk) begin
    if(commit) begin
      records[slot_of_record_d3] <= records_write_data;
    end
  end

  always @(posedge clk) begin
    if(records_read_enable) begin
      records_spinal_port1 <= records[oldest];
    end
  end

  assign full = (used == 3'b100);
  assign baseline_error = ({1'b0,sample1,16'h0} - {1'b0,running});
  assign baseline_step = ($signed(baseline_error) >>> baseline_shift);
  assign first_sample = (go && first);
  assign reference = ((! (|baseline_mode)) ? fixed_baseline : (first ? {sample1,4'b0000} : running[27 : 12]));
  assign level = {7'h0,(sample ^ {12{polarity}}),4'b0000};
  assign compared_level = {7'h0,reference};
  assign above = (! ({(! over_upper[22]),over_upper[21 : 0]} < {(! compared_level[22]),compared_level[21 : 0]}));
  assign below = ({(! over_lower[22]),over_lower[21 : 0]} < {(! compared_level[22]),compared_level[21 : 0]});
  assign crossing = (armed && above);
  assign rearm = ((! armed) && below);
  assign sticks = (((! armed) && (! below)) && (stuck_left == 24'h000001));
  assign stuck = stuck_now;
  assign count_stuck = ((go && enable) && sticks);
  assign start = ((((go && enable) && crossing) && (! recording)) && (! full));
  assign window_less_one = (window - 6'h01);
  assign moving = (go && recording);
  assign last = (moving && (left == 6'h01));
  assign again = (moving && crossing);
  assign count_pile_up = (again && (|in_window));
  assign count_dead_time = (again && (! (|in_window)));
  assign ring_write_data = sample1;
  assign ring_read_data = ring_spinal_port1;
  assign delayed = (((! (|pretrigger)) ? undelayed : ring_read_data) & {12{(! absent)}});
  assign buffers_write_data = sample_3;
  assign extreme = ((! (|sample_3)) || (! (|(~ sample_3))));
  assign ten_less_samples = (4'b1010 - baseline_samples);
  assign mean_of_sum = ({sum,4'b0000} >>> baseline_samples);
  assign records_write_data = record_5;
  assign count_event = commit;
  assign count_over = (commit && record_5[29]);
  assign aborted = (abort && recording);
  assign blocked = (((hold && enable) && full) && (! recording));
  assign count_dead = (count_dead_time || aborted);
  assign count_full = ((((go && enable) && crossing) && (! recording)) && full);
  assign used_with_start = (used + {2'b00,start});
  assign used_without_done = (used_with_start - {2'b00,done});
  assign available = (|waiting);
  assign records_read_enable = 1'b1;
  assign records_read_data = records_spinal_port1;
  assign oldest_record = records_read_data;
  assign read_address = {oldest,read_position};
  assign buffers_read_data = buffers_spinal_port1;
  assign read_sample = buffers_read_data;
  always @(posedge clk) begin
    if(reset) begin
      recording <= 1'b0;
      first <= 1'b1;
      armed <= 1'b1;
      stuck_now <= 1'b0;
      stuck_left <= 24'h0;
      pile_up <= 1'b0;
      slot <= 2'b00;
      used <= 3'b000;
      left <= 6'h0;
      in_window <= 6'h0;
      start_2 <= 1'b0;
      last_2 <= 1'b0;
      valid_2 <= 1'b0;
      ring_write <= 5'h0;
      ring_read <= 5'h0;
      missing <= 5'h0;
      absent <= 1'b0;
      valid_3 <= 1'b0;
      start_3 <= 1'b0;
      last_3 <= 1'b0;
      over <= 1'b0;
      last_4 <= 1'b0;
      commit <= 1'b0;
      waiting <= 3'b000;
      oldest <= 2'b00;
    end else begin
      if(first_sample) begin
        first <= 1'b0;
      end
      if(restart) begin
        first <= 1'b1;
      end
      if(go) begin
        if((|stuck_left)) begin
          stuck_left <= (stuck_left - 24'h000001);
        end
        if(sticks) begin
          stuck_now <= 1'b1;
        end
        if(crossing) begin
          armed <= 1'b0;
          stuck_left <= stuck_limit;
        end
        if(rearm) begin
          armed <= 1'b1;
          stuck_now <= 1'b0;
          stuck_left <= 24'h0;
        end
      end
      if(restart) begin
        armed <= 1'b1;
        stuck_now <= 1'b0;
        stuck_left <= 24'h0;
      end
      if((again && (|in_window))) begin
        pile_up <= 1'b1;
      end
      if(moving) begin
        left <= (left - 6'h01);
      end
      if((moving && (|in_window))) begin
        in_window <= (in_window - 6'h01);
      end
      if(last) begin
        recording <= 1'b0;
        slot <= (slot + 2'b01);
      end
      if(start) begin
        recording <= 1'b1;
        pile_up <= 1'b0;
        left <= last_left;
        in_window <= last_inside;
      end
      if(abort) begin
        recording <= 1'b0;
      end
      start_2 <= start;
      last_2 <= last;
      valid_2 <= (start || (go && recording));
      if(go) begin
        ring_write <= (ring_write + 5'h01);
        ring_read <= (ring_read + 5'h01);
      end
      if((go && (|missing))) begin
        missing <= (missing - 5'h01);
      end
      if(restart) begin
        ring_write <= 5'h0;
        ring_read <= ((~ pretrigger) + 5'h01);
        missing <= pretrigger;
      end
      absent <= (|missing);
      valid_3 <= valid_2;
      start_3 <= start_2;
      last_3 <= last_2;
      if(valid_3) begin
        over <= (over || extreme);
      end
      if(start_3) begin
        over <= extreme;
      end
      last_4 <= last_3;
      commit <= last_4;
      used <= (used_without_done - {2'b00,aborted});
      if((commit && (! done))) begin
        waiting <= (waiting + 3'b001);
      end
      if(((! commit) && done)) begin
        waiting <= (waiting - 3'b001);
      end
      if(done) begin
        oldest <= (oldest + 2'b01);
      end
    end
  end

  always @(posedge clk) begin
    if(take) begin
      sample1 <= (sample ^ {12{polarity}});
    end
    if((go && (((! above) && (! recording)) || stuck_now))) begin
      running <= (running + baseline_step[27 : 0]);
    end
    if(first_sample) begin
      running <= {sample1,16'h0};
    end
    upper <= {3'b000,threshold};
    lower <= ({3'b000,threshold} - {3'b000,hysteresis});
    if(take) begin
      over_upper <= (level - upper);
      over_lower <= (level - lower);
    end
    last_left <= window_less_one;
    last_inside <= (window_less_one - {1'b0,pretrigger});
    if(moving) begin
      position <= (position + 5'h01);
    end
    if(start) begin
      position <= 5'h01;
    end
    slot_2 <= slot;
    position_2 <= (position & {5{(! start)}});
    undelayed <= sample1;
    sample_3 <= delayed;
    address_3 <= {slot_2,position_2};
    sum_first <= (11'h3ff >>> ten_less_samples);
    if(valid_3) begin
      if((largest < sample_3)) begin
        largest <= sample_3;
      end
      if((|sum_left)) begin
        sum <= (sum + {10'h0,sample_3});
        sum_left <= (sum_left - 11'h001);
      end
    end
    if(start_3) begin
      largest <= sample_3;
      sum <= {10'h0,sample_3};
      sum_left <= sum_first;
    end
    if(start) begin
      trigger_stamp <= stamp;
      trigger_baseline <= reference;
    end
    if(last_2) begin
      closed <= {trigger_stamp,pile_up,trigger_baseline};
    end
    record_5 <= {closed[64 : 17],over,closed[16 : 16],(baseline_mode[1] ? mean_of_sum[15 : 0] : closed[15 : 0]),largest};
    slot_of_record_d1 <= slot_2;
    slot_of_record_d2 <= slot_of_record_d1;
    slot_of_record_d3 <= slot_of_record_d2;
  end

endmodule

// Finds the first setting that is out of range. set_*: the registers of the same names.
// reason: 0 if all are in range, else the number of the broken rule: 1 FEATURES, 2 CHANNELS, 3 WINDOW,
// 4 PRETRIGGER, 5 baseline, 6 network, 7 trapezoid, 8 constant fraction or optimal filter.
// Latency 2 cycles. Reset: reason 0 until the settings have passed.
module pulse_in32_SettingsCheck (
  output wire [3:0]    reason,
  input  wire [31:0]   set_features,
  input  wire [31:0]   set_channels,
  input  wire [31:0]   set_mode,
  input  wire [31:0]   set_window,
  input  wire [31:0]   set_pretrigger,
  input  wire [31:0]   set_baseline,
  input  wire [31:0]   set_baseline_samples,
  input  wire [31:0]   set_layers,
  input  wire [31:0]   set_network_samples,
  input  wire [31:0]   set_network_outputs,
  input  wire [31:0]   set_rise,
  input  wire [31:0]   set_flat,
  input  wire [31:0]   set_pick,
  input  wire [31:0]   set_delay,
  input  wire [31:0]   set_filter_start,
  input  wire [31:0]   set_filter_length,
  input  wire          clk,
  input  wire          reset
);

  wire       [15:0]   features;
  wire                uses_network;
  wire                uses_classical;
  reg                 wrong_1;
  wire       [15:0]   channels;
  reg                 wrong_2;
  wire       [15:0]   window;
  reg                 wrong_3;
  wire       [15:0]   pretrigger;
  reg                 wrong_4;
  wire       [1:0]    baseline_mode;
  wire       [19:0]   fixed_baseline;
  wire       [3:0]    baseline_exponent;
  wire       [15:0]   baseline_samples_from_10;
  wire       [15:0]   baseline_samples_from_5;
  wire       [15:0]   baseline_samples_from_0;
  reg                 wrong_5;
  wire       [15:0]   network_samples;
  wire       [15:0]   network_outputs;
  wire       [4:0]    layers;
  reg                 wrong_6;
  wire       [15:0]   rise;
  wire       [15:0]   flat;
  wire       [15:0]   rise_and_flat;
  wire       [15:0]   pick;
  wire       [15:0]   picked_position;
  reg                 wrong_7;
  wire       [15:0]   delay;
  wire       [15:0]   filter_length;
  wire       [15:0]   filter_start;
  wire       [15:0]   filter_end;
  reg                 wrong_8;
  reg        [3:0]    first_wrong;

  assign features = set_features[15 : 0];
  assign uses_network = set_features[0];
  assign uses_classical = set_features[1];
  assign channels = set_channels[15 : 0];
  assign window = set_window[15 : 0];
  assign pretrigger = set_pretrigger[15 : 0];
  assign baseline_mode = set_mode[5 : 4];
  assign fixed_baseline = set_baseline[19 : 0];
  assign baseline_exponent = set_baseline_samples[3 : 0];
  assign baseline_samples_from_10 = ((baseline_exponent == 4'b1010) ? 16'h0400 : ((baseline_exponent == 4'b1011) ? 16'hffff : ((baseline_exponent == 4'b1100) ? 16'hffff : ((baseline_exponent == 4'b1101) ? 16'hffff : ((baseline_exponent == 4'b1110) ? 16'hffff : 16'hffff)))));
  assign baseline_samples_from_5 = ((baseline_exponent == 4'b0101) ? 16'h0020 : ((baseline_exponent == 4'b0110) ? 16'h0040 : ((baseline_exponent == 4'b0111) ? 16'h0080 : ((baseline_exponent == 4'b1000) ? 16'h0100 : ((baseline_exponent == 4'b1001) ? 16'h0200 : baseline_samples_from_10)))));
  assign baseline_samples_from_0 = ((baseline_exponent == 4'b0000) ? 16'h0001 : ((baseline_exponent == 4'b0001) ? 16'h0002 : ((baseline_exponent == 4'b0010) ? 16'h0004 : ((baseline_exponent == 4'b0011) ? 16'h0008 : ((baseline_exponent == 4'b0100) ? 16'h0010 : baseline_samples_from_5)))));
  assign network_samples = set_network_samples[15 : 0];
  assign network_outputs = set_network_outputs[15 : 0];
  assign layers = set_layers[4 : 0];
  assign rise = set_rise[15 : 0];
  assign flat = set_flat[15 : 0];
  assign rise_and_flat = (rise + flat);
  assign pick = set_pick[15 : 0];
  assign picked_position = (pretrigger + pick);
  assign delay = set_delay[15 : 0];
  assign filter_length = set_filter_length[15 : 0];
  assign filter_start = set_filter_start[15 : 0];
  assign filter_end = (filter_start + filter_length);
  assign reason = first_wrong;
  always @(posedge clk) begin
    if(reset) begin
      wrong_1 <= 1'b0;
      wrong_2 <= 1'b0;
      wrong_3 <= 1'b0;
      wrong_4 <= 1'b0;
      wrong_5 <= 1'b0;
      wrong_6 <= 1'b0;
      wrong_7 <= 1'b0;
      wrong_8 <= 1'b0;
    end else begin
      wrong_1 <= (! (|features));
      wrong_2 <= ((! (|channels)) || (! ({1'b0,channels} < 17'h00002)));
      wrong_3 <= ((window < 16'h0004) || (! (window < 16'h0021)));
      wrong_4 <= (! (pretrigger < window));
      wrong_5 <= (((baseline_mode == 2'b11) || ((baseline_mode == 2'b10) && (window < baseline_samples_from_0))) || (! ({1'b0,fixed_baseline} < 21'h010000)));
      wrong_6 <= (uses_network && ((((((! (|network_samples)) || (window < network_samples)) || (! (|network_outputs))) || (! (network_outputs < 16'h00c9))) || (! (|layers))) || (! (layers < 5'h11))));
      wrong_7 <= (uses_classical && (((! (|rise)) || (! (rise_and_flat < 16'h0020))) || (! (picked_position < window))));
      wrong_8 <= (uses_classical && (((((! (|delay)) || (! (delay < 16'h0020))) || (! (|filter_length))) || (! (filter_length < 16'h0021))) || (window < filter_end)));
    end
  end

  always @(posedge clk) begin
    first_wrong <= (wrong_1 ? 4'b0001 : (wrong_2 ? 4'b0010 : (wrong_3 ? 4'b0011 : (wrong_4 ? 4'b0100 : (wrong_5 ? 4'b0101 : (wrong_6 ? 4'b0110 : (wrong_7 ? 4'b0111 : (wrong_8 ? 4'b1000 : 4'b0000))))))));
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
module pulse_in32_AxiLiteSlave (
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
  output wire          written_status,
  input  wire [31:0]   status_stuck_channels,
  output wire [31:0]   value_channels,
  output wire [31:0]   value_features,
  output wire [31:0]   value_mode,
  output wire [31:0]   value_window,
  output wire [31:0]   value_pretrigger,
  output wire [31:0]   value_threshold,
  output wire [31:0]   value_hysteresis,
  output wire [31:0]   value_stuck_limit,
  output wire [31:0]   value_baseline,
  output wire [31:0]   value_baseline_shift,
  output wire [31:0]   value_baseline_samples,
  output wire [31:0]   value_gain,
  output wire [31:0]   value_gain_shift,
  output wire [31:0]   value_layers,
  output wire [31:0]   value_network_samples,
  output wire [31:0]   value_network_outputs,
  output wire [31:0]   value_pole,
  output wire [31:0]   value_rise,
  output wire [31:0]   value_flat,
  output wire [31:0]   value_pick,
  output wire [31:0]   value_fraction,
  output wire [31:0]   value_delay,
  output wire [31:0]   value_cfd_arm,
  output wire [31:0]   value_bank_origin,
  output wire [31:0]   value_bank_shift,
  output wire [31:0]   value_filter_start,
  output wire [31:0]   value_filter_length,
  output wire [31:0]   value_filter_shift,
  output wire          written_load_address,
  output wire          written_load_data,
  output wire [31:0]   value_counter_channel,
  input  wire [31:0]   status_events,
  input  wire [31:0]   status_pile_up,
  input  wire [31:0]   status_lost_dead,
  input  wire [31:0]   status_lost_full,
  input  wire [31:0]   status_over_range,
  input  wire [31:0]   status_stuck,
  input  wire [31:0]   status_packets_low,
  output wire          read_packets_low,
  input  wire [31:0]   status_packets_high,
  input  wire [31:0]   status_samples_low,
  output wire          read_samples_low,
  input  wire [31:0]   status_samples_high,
  input  wire [31:0]   status_busy_low,
  output wire          read_busy_low,
  input  wire [31:0]   status_busy_high,
  input  wire [31:0]   status_macs_low,
  output wire          read_macs_low,
  input  wire [31:0]   status_macs_high,
  input  wire [31:0]   status_stall_source_low,
  output wire          read_stall_source_low,
  input  wire [31:0]   status_stall_source_high,
  input  wire [31:0]   status_stall_drain_low,
  output wire          read_stall_drain_low,
  input  wire [31:0]   status_stall_drain_high,
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
  wire                hit_status;
  reg                 pulse_status;
  wire                hit_channels;
  reg        [31:0]   reg_channels;
  wire       [31:0]   merged_channels;
  wire                hit_features;
  reg        [31:0]   reg_features;
  wire       [31:0]   merged_features;
  wire                hit_mode;
  reg        [31:0]   reg_mode;
  wire       [31:0]   merged_mode;
  wire                hit_window;
  reg        [31:0]   reg_window;
  wire       [31:0]   merged_window;
  wire                hit_pretrigger;
  reg        [31:0]   reg_pretrigger;
  wire       [31:0]   merged_pretrigger;
  wire                hit_threshold;
  reg        [31:0]   reg_threshold;
  wire       [31:0]   merged_threshold;
  wire                hit_hysteresis;
  reg        [31:0]   reg_hysteresis;
  wire       [31:0]   merged_hysteresis;
  wire                hit_stuck_limit;
  reg        [31:0]   reg_stuck_limit;
  wire       [31:0]   merged_stuck_limit;
  wire                hit_baseline;
  reg        [31:0]   reg_baseline;
  wire       [31:0]   merged_baseline;
  wire                hit_baseline_shift;
  reg        [31:0]   reg_baseline_shift;
  wire       [31:0]   merged_baseline_shift;
  wire                hit_baseline_samples;
  reg        [31:0]   reg_baseline_samples;
  wire       [31:0]   merged_baseline_samples;
  wire                hit_gain;
  reg        [31:0]   reg_gain;
  wire       [31:0]   merged_gain;
  wire                hit_gain_shift;
  reg        [31:0]   reg_gain_shift;
  wire       [31:0]   merged_gain_shift;
  wire                hit_layers;
  reg        [31:0]   reg_layers;
  wire       [31:0]   merged_layers;
  wire                hit_network_samples;
  reg        [31:0]   reg_network_samples;
  wire       [31:0]   merged_network_samples;
  wire                hit_network_outputs;
  reg        [31:0]   reg_network_outputs;
  wire       [31:0]   merged_network_outputs;
  wire                hit_pole;
  reg        [31:0]   reg_pole;
  wire       [31:0]   merged_pole;
  wire                hit_rise;
  reg        [31:0]   reg_rise;
  wire       [31:0]   merged_rise;
  wire                hit_flat;
  reg        [31:0]   reg_flat;
  wire       [31:0]   merged_flat;
  wire                hit_pick;
  reg        [31:0]   reg_pick;
  wire       [31:0]   merged_pick;
  wire                hit_fraction;
  reg        [31:0]   reg_fraction;
  wire       [31:0]   merged_fraction;
  wire                hit_delay;
  reg        [31:0]   reg_delay;
  wire       [31:0]   merged_delay;
  wire                hit_cfd_arm;
  reg        [31:0]   reg_cfd_arm;
  wire       [31:0]   merged_cfd_arm;
  wire                hit_bank_origin;
  reg        [31:0]   reg_bank_origin;
  wire       [31:0]   merged_bank_origin;
  wire                hit_bank_shift;
  reg        [31:0]   reg_bank_shift;
  wire       [31:0]   merged_bank_shift;
  wire                hit_filter_start;
  reg        [31:0]   reg_filter_start;
  wire       [31:0]   merged_filter_start;
  wire                hit_filter_length;
  reg        [31:0]   reg_filter_length;
  wire       [31:0]   merged_filter_length;
  wire                hit_filter_shift;
  reg        [31:0]   reg_filter_shift;
  wire       [31:0]   merged_filter_shift;
  wire                hit_load_address;
  reg                 pulse_load_address;
  wire                hit_load_data;
  reg                 pulse_load_data;
  wire                hit_counter_channel;
  reg        [31:0]   reg_counter_channel;
  wire       [31:0]   merged_counter_channel;
  reg                 read_responding;
  reg        [31:0]   read_word;
  wire                read_accept;
  wire                read_hit_id;
  wire                read_hit_version;
  wire                read_hit_config_hash;
  wire                read_hit_control;
  wire                read_hit_status;
  wire                read_hit_stuck_channels;
  wire                read_hit_channels;
  wire                read_hit_features;
  wire                read_hit_mode;
  wire                read_hit_window;
  wire                read_hit_pretrigger;
  wire                read_hit_threshold;
  wire                read_hit_hysteresis;
  wire                read_hit_stuck_limit;
  wire                read_hit_baseline;
  wire                read_hit_baseline_shift;
  wire                read_hit_baseline_samples;
  wire                read_hit_gain;
  wire                read_hit_gain_shift;
  wire                read_hit_layers;
  wire                read_hit_network_samples;
  wire                read_hit_network_outputs;
  wire                read_hit_pole;
  wire                read_hit_rise;
  wire                read_hit_flat;
  wire                read_hit_pick;
  wire                read_hit_fraction;
  wire                read_hit_delay;
  wire                read_hit_cfd_arm;
  wire                read_hit_bank_origin;
  wire                read_hit_bank_shift;
  wire                read_hit_filter_start;
  wire                read_hit_filter_length;
  wire                read_hit_filter_shift;
  wire                read_hit_load_address;
  wire                read_hit_load_data;
  wire                read_hit_counter_channel;
  wire                read_hit_events;
  wire                read_hit_pile_up;
  wire                read_hit_lost_dead;
  wire                read_hit_lost_full;
  wire                read_hit_over_range;
  wire                read_hit_stuck;
  wire                read_hit_packets_low;
  wire                read_hit_packets_high;
  wire                read_hit_samples_low;
  wire                read_hit_samples_high;
  wire                read_hit_busy_low;
  wire                read_hit_busy_high;
  wire                read_hit_macs_low;
  wire                read_hit_macs_high;
  wire                read_hit_stall_source_low;
  wire                read_hit_stall_source_high;
  wire                read_hit_stall_drain_low;
  wire                read_hit_stall_drain_high;
  wire       [31:0]   read_words_0;
  wire       [31:0]   read_words_1;
  wire       [31:0]   read_words_2;
  wire       [31:0]   read_words_3;
  wire       [31:0]   read_words_4;
  wire       [31:0]   read_words_5;
  wire       [31:0]   read_words_6;
  wire       [31:0]   read_words_7;
  wire       [31:0]   read_words_8;
  wire       [31:0]   read_words_9;
  wire       [31:0]   read_words_10;
  wire       [31:0]   read_words_11;
  wire       [31:0]   read_words_12;
  wire       [31:0]   read_words_13;
  wire       [31:0]   read_words_1_0;
  wire       [31:0]   read_words_1_1;
  wire       [31:0]   read_words_1_2;
  wire       [31:0]   read_words_1_3;
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
  assign hit_status = (commit_acts && (write_address[7 : 2] == 6'h04));
  assign written_status = pulse_status;
  assign hit_channels = (commit_acts && (write_address[7 : 2] == 6'h06));
  assign merged_channels = {(write_strobe[3] ? write_word[31 : 24] : reg_channels[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_channels[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_channels[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_channels[7 : 0])};
  assign value_channels = reg_channels;
  assign hit_features = (commit_acts && (write_address[7 : 2] == 6'h07));
  assign merged_features = {(write_strobe[3] ? write_word[31 : 24] : reg_features[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_features[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_features[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_features[7 : 0])};
  assign value_features = reg_features;
  assign hit_mode = (commit_acts && (write_address[7 : 2] == 6'h08));
  assign merged_mode = {(write_strobe[3] ? write_word[31 : 24] : reg_mode[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_mode[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_mode[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_mode[7 : 0])};
  assign value_mode = reg_mode;
  assign hit_window = (commit_acts && (write_address[7 : 2] == 6'h09));
  assign merged_window = {(write_strobe[3] ? write_word[31 : 24] : reg_window[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_window[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_window[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_window[7 : 0])};
  assign value_window = reg_window;
  assign hit_pretrigger = (commit_acts && (write_address[7 : 2] == 6'h0a));
  assign merged_pretrigger = {(write_strobe[3] ? write_word[31 : 24] : reg_pretrigger[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_pretrigger[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_pretrigger[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_pretrigger[7 : 0])};
  assign value_pretrigger = reg_pretrigger;
  assign hit_threshold = (commit_acts && (write_address[7 : 2] == 6'h0b));
  assign merged_threshold = {(write_strobe[3] ? write_word[31 : 24] : reg_threshold[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_threshold[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_threshold[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_threshold[7 : 0])};
  assign value_threshold = reg_threshold;
  assign hit_hysteresis = (commit_acts && (write_address[7 : 2] == 6'h0c));
  assign merged_hysteresis = {(write_strobe[3] ? write_word[31 : 24] : reg_hysteresis[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_hysteresis[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_hysteresis[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_hysteresis[7 : 0])};
  assign value_hysteresis = reg_hysteresis;
  assign hit_stuck_limit = (commit_acts && (write_address[7 : 2] == 6'h0d));
  assign merged_stuck_limit = {(write_strobe[3] ? write_word[31 : 24] : reg_stuck_limit[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_stuck_limit[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_stuck_limit[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_stuck_limit[7 : 0])};
  assign value_stuck_limit = reg_stuck_limit;
  assign hit_baseline = (commit_acts && (write_address[7 : 2] == 6'h0e));
  assign merged_baseline = {(write_strobe[3] ? write_word[31 : 24] : reg_baseline[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_baseline[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_baseline[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_baseline[7 : 0])};
  assign value_baseline = reg_baseline;
  assign hit_baseline_shift = (commit_acts && (write_address[7 : 2] == 6'h0f));
  assign merged_baseline_shift = {(write_strobe[3] ? write_word[31 : 24] : reg_baseline_shift[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_baseline_shift[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_baseline_shift[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_baseline_shift[7 : 0])};
  assign value_baseline_shift = reg_baseline_shift;
  assign hit_baseline_samples = (commit_acts && (write_address[7 : 2] == 6'h10));
  assign merged_baseline_samples = {(write_strobe[3] ? write_word[31 : 24] : reg_baseline_samples[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_baseline_samples[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_baseline_samples[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_baseline_samples[7 : 0])};
  assign value_baseline_samples = reg_baseline_samples;
  assign hit_gain = (commit_acts && (write_address[7 : 2] == 6'h11));
  assign merged_gain = {(write_strobe[3] ? write_word[31 : 24] : reg_gain[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_gain[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_gain[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_gain[7 : 0])};
  assign value_gain = reg_gain;
  assign hit_gain_shift = (commit_acts && (write_address[7 : 2] == 6'h12));
  assign merged_gain_shift = {(write_strobe[3] ? write_word[31 : 24] : reg_gain_shift[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_gain_shift[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_gain_shift[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_gain_shift[7 : 0])};
  assign value_gain_shift = reg_gain_shift;
  assign hit_layers = (commit_acts && (write_address[7 : 2] == 6'h13));
  assign merged_layers = {(write_strobe[3] ? write_word[31 : 24] : reg_layers[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_layers[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_layers[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_layers[7 : 0])};
  assign value_layers = reg_layers;
  assign hit_network_samples = (commit_acts && (write_address[7 : 2] == 6'h14));
  assign merged_network_samples = {(write_strobe[3] ? write_word[31 : 24] : reg_network_samples[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_network_samples[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_network_samples[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_network_samples[7 : 0])};
  assign value_network_samples = reg_network_samples;
  assign hit_network_outputs = (commit_acts && (write_address[7 : 2] == 6'h15));
  assign merged_network_outputs = {(write_strobe[3] ? write_word[31 : 24] : reg_network_outputs[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_network_outputs[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_network_outputs[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_network_outputs[7 : 0])};
  assign value_network_outputs = reg_network_outputs;
  assign hit_pole = (commit_acts && (write_address[7 : 2] == 6'h16));
  assign merged_pole = {(write_strobe[3] ? write_word[31 : 24] : reg_pole[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_pole[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_pole[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_pole[7 : 0])};
  assign value_pole = reg_pole;
  assign hit_rise = (commit_acts && (write_address[7 : 2] == 6'h17));
  assign merged_rise = {(write_strobe[3] ? write_word[31 : 24] : reg_rise[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_rise[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_rise[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_rise[7 : 0])};
  assign value_rise = reg_rise;
  assign hit_flat = (commit_acts && (write_address[7 : 2] == 6'h18));
  assign merged_flat = {(write_strobe[3] ? write_word[31 : 24] : reg_flat[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_flat[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_flat[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_flat[7 : 0])};
  assign value_flat = reg_flat;
  assign hit_pick = (commit_acts && (write_address[7 : 2] == 6'h19));
  assign merged_pick = {(write_strobe[3] ? write_word[31 : 24] : reg_pick[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_pick[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_pick[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_pick[7 : 0])};
  assign value_pick = reg_pick;
  assign hit_fraction = (commit_acts && (write_address[7 : 2] == 6'h1a));
  assign merged_fraction = {(write_strobe[3] ? write_word[31 : 24] : reg_fraction[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_fraction[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_fraction[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_fraction[7 : 0])};
  assign value_fraction = reg_fraction;
  assign hit_delay = (commit_acts && (write_address[7 : 2] == 6'h1b));
  assign merged_delay = {(write_strobe[3] ? write_word[31 : 24] : reg_delay[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_delay[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_delay[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_delay[7 : 0])};
  assign value_delay = reg_delay;
  assign hit_cfd_arm = (commit_acts && (write_address[7 : 2] == 6'h1c));
  assign merged_cfd_arm = {(write_strobe[3] ? write_word[31 : 24] : reg_cfd_arm[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_cfd_arm[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_cfd_arm[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_cfd_arm[7 : 0])};
  assign value_cfd_arm = reg_cfd_arm;
  assign hit_bank_origin = (commit_acts && (write_address[7 : 2] == 6'h1d));
  assign merged_bank_origin = {(write_strobe[3] ? write_word[31 : 24] : reg_bank_origin[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_bank_origin[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_bank_origin[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_bank_origin[7 : 0])};
  assign value_bank_origin = reg_bank_origin;
  assign hit_bank_shift = (commit_acts && (write_address[7 : 2] == 6'h1e));
  assign merged_bank_shift = {(write_strobe[3] ? write_word[31 : 24] : reg_bank_shift[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_bank_shift[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_bank_shift[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_bank_shift[7 : 0])};
  assign value_bank_shift = reg_bank_shift;
  assign hit_filter_start = (commit_acts && (write_address[7 : 2] == 6'h1f));
  assign merged_filter_start = {(write_strobe[3] ? write_word[31 : 24] : reg_filter_start[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_filter_start[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_filter_start[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_filter_start[7 : 0])};
  assign value_filter_start = reg_filter_start;
  assign hit_filter_length = (commit_acts && (write_address[7 : 2] == 6'h20));
  assign merged_filter_length = {(write_strobe[3] ? write_word[31 : 24] : reg_filter_length[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_filter_length[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_filter_length[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_filter_length[7 : 0])};
  assign value_filter_length = reg_filter_length;
  assign hit_filter_shift = (commit_acts && (write_address[7 : 2] == 6'h21));
  assign merged_filter_shift = {(write_strobe[3] ? write_word[31 : 24] : reg_filter_shift[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_filter_shift[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_filter_shift[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_filter_shift[7 : 0])};
  assign value_filter_shift = reg_filter_shift;
  assign hit_load_address = (commit_acts && (write_address[7 : 2] == 6'h22));
  assign written_load_address = pulse_load_address;
  assign hit_load_data = (commit_acts && (write_address[7 : 2] == 6'h23));
  assign written_load_data = pulse_load_data;
  assign hit_counter_channel = (commit_acts && (write_address[7 : 2] == 6'h24));
  assign merged_counter_channel = {(write_strobe[3] ? write_word[31 : 24] : reg_counter_channel[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_counter_channel[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_counter_channel[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_counter_channel[7 : 0])};
  assign value_counter_channel = reg_counter_channel;
  assign read_accept = (s_axi_arvalid && (! read_responding));
  assign s_axi_arready = (! read_responding);
  assign read_hit_id = (s_axi_araddr[7 : 2] == 6'h0);
  assign read_hit_version = (s_axi_araddr[7 : 2] == 6'h01);
  assign read_hit_config_hash = (s_axi_araddr[7 : 2] == 6'h02);
  assign read_hit_control = (s_axi_araddr[7 : 2] == 6'h03);
  assign read_hit_status = (s_axi_araddr[7 : 2] == 6'h04);
  assign read_hit_stuck_channels = (s_axi_araddr[7 : 2] == 6'h05);
  assign read_hit_channels = (s_axi_araddr[7 : 2] == 6'h06);
  assign read_hit_features = (s_axi_araddr[7 : 2] == 6'h07);
  assign read_hit_mode = (s_axi_araddr[7 : 2] == 6'h08);
  assign read_hit_window = (s_axi_araddr[7 : 2] == 6'h09);
  assign read_hit_pretrigger = (s_axi_araddr[7 : 2] == 6'h0a);
  assign read_hit_threshold = (s_axi_araddr[7 : 2] == 6'h0b);
  assign read_hit_hysteresis = (s_axi_araddr[7 : 2] == 6'h0c);
  assign read_hit_stuck_limit = (s_axi_araddr[7 : 2] == 6'h0d);
  assign read_hit_baseline = (s_axi_araddr[7 : 2] == 6'h0e);
  assign read_hit_baseline_shift = (s_axi_araddr[7 : 2] == 6'h0f);
  assign read_hit_baseline_samples = (s_axi_araddr[7 : 2] == 6'h10);
  assign read_hit_gain = (s_axi_araddr[7 : 2] == 6'h11);
  assign read_hit_gain_shift = (s_axi_araddr[7 : 2] == 6'h12);
  assign read_hit_layers = (s_axi_araddr[7 : 2] == 6'h13);
  assign read_hit_network_samples = (s_axi_araddr[7 : 2] == 6'h14);
  assign read_hit_network_outputs = (s_axi_araddr[7 : 2] == 6'h15);
  assign read_hit_pole = (s_axi_araddr[7 : 2] == 6'h16);
  assign read_hit_rise = (s_axi_araddr[7 : 2] == 6'h17);
  assign read_hit_flat = (s_axi_araddr[7 : 2] == 6'h18);
  assign read_hit_pick = (s_axi_araddr[7 : 2] == 6'h19);
  assign read_hit_fraction = (s_axi_araddr[7 : 2] == 6'h1a);
  assign read_hit_delay = (s_axi_araddr[7 : 2] == 6'h1b);
  assign read_hit_cfd_arm = (s_axi_araddr[7 : 2] == 6'h1c);
  assign read_hit_bank_origin = (s_axi_araddr[7 : 2] == 6'h1d);
  assign read_hit_bank_shift = (s_axi_araddr[7 : 2] == 6'h1e);
  assign read_hit_filter_start = (s_axi_araddr[7 : 2] == 6'h1f);
  assign read_hit_filter_length = (s_axi_araddr[7 : 2] == 6'h20);
  assign read_hit_filter_shift = (s_axi_araddr[7 : 2] == 6'h21);
  assign read_hit_load_address = (s_axi_araddr[7 : 2] == 6'h22);
  assign read_hit_load_data = (s_axi_araddr[7 : 2] == 6'h23);
  assign read_hit_counter_channel = (s_axi_araddr[7 : 2] == 6'h24);
  assign read_hit_events = (s_axi_araddr[7 : 2] == 6'h25);
  assign read_hit_pile_up = (s_axi_araddr[7 : 2] == 6'h26);
  assign read_hit_lost_dead = (s_axi_araddr[7 : 2] == 6'h27);
  assign read_hit_lost_full = (s_axi_araddr[7 : 2] == 6'h28);
  assign read_hit_over_range = (s_axi_araddr[7 : 2] == 6'h29);
  assign read_hit_stuck = (s_axi_araddr[7 : 2] == 6'h2a);
  assign read_hit_packets_low = (s_axi_araddr[7 : 2] == 6'h2b);
  assign read_packets_low = (read_accept && read_hit_packets_low);
  assign read_hit_packets_high = (s_axi_araddr[7 : 2] == 6'h2c);
  assign read_hit_samples_low = (s_axi_araddr[7 : 2] == 6'h2d);
  assign read_samples_low = (read_accept && read_hit_samples_low);
  assign read_hit_samples_high = (s_axi_araddr[7 : 2] == 6'h2e);
  assign read_hit_busy_low = (s_axi_araddr[7 : 2] == 6'h2f);
  assign read_busy_low = (read_accept && read_hit_busy_low);
  assign read_hit_busy_high = (s_axi_araddr[7 : 2] == 6'h30);
  assign read_hit_macs_low = (s_axi_araddr[7 : 2] == 6'h31);
  assign read_macs_low = (read_accept && read_hit_macs_low);
  assign read_hit_macs_high = (s_axi_araddr[7 : 2] == 6'h32);
  assign read_hit_stall_source_low = (s_axi_araddr[7 : 2] == 6'h33);
  assign read_stall_source_low = (read_accept && read_hit_stall_source_low);
  assign read_hit_stall_source_high = (s_axi_araddr[7 : 2] == 6'h34);
  assign read_hit_stall_drain_low = (s_axi_araddr[7 : 2] == 6'h35);
  assign read_stall_drain_low = (read_accept && read_hit_stall_drain_low);
  assign read_hit_stall_drain_high = (s_axi_araddr[7 : 2] == 6'h36);
  assign read_words_0 = ((((status_id & {32{read_hit_id}}) | (status_version & {32{read_hit_version}})) | (status_config_hash & {32{read_hit_config_hash}})) | (value_control & {32{read_hit_control}}));
  assign read_words_1 = ((((status_status & {32{read_hit_status}}) | (status_stuck_channels & {32{read_hit_stuck_channels}})) | (value_channels & {32{read_hit_channels}})) | (value_features & {32{read_hit_features}}));
  assign read_words_2 = ((((value_mode & {32{read_hit_mode}}) | (value_window & {32{read_hit_window}})) | (value_pretrigger & {32{read_hit_pretrigger}})) | (value_threshold & {32{read_hit_threshold}}));
  assign read_words_3 = ((((value_hysteresis & {32{read_hit_hysteresis}}) | (value_stuck_limit & {32{read_hit_stuck_limit}})) | (value_baseline & {32{read_hit_baseline}})) | (value_baseline_shift & {32{read_hit_baseline_shift}}));
  assign read_words_4 = ((((value_baseline_samples & {32{read_hit_baseline_samples}}) | (value_gain & {32{read_hit_gain}})) | (value_gain_shift & {32{read_hit_gain_shift}})) | (value_layers & {32{read_hit_layers}}));
  assign read_words_5 = ((((value_network_samples & {32{read_hit_network_samples}}) | (value_network_outputs & {32{read_hit_network_outputs}})) | (value_pole & {32{read_hit_pole}})) | (value_rise & {32{read_hit_rise}}));
  assign read_words_6 = ((((value_flat & {32{read_hit_flat}}) | (value_pick & {32{read_hit_pick}})) | (value_fraction & {32{read_hit_fraction}})) | (value_delay & {32{read_hit_delay}}));
  assign read_words_7 = ((((value_cfd_arm & {32{read_hit_cfd_arm}}) | (value_bank_origin & {32{read_hit_bank_origin}})) | (value_bank_shift & {32{read_hit_bank_shift}})) | (value_filter_start & {32{read_hit_filter_start}}));
  assign read_words_8 = ((((value_filter_length & {32{read_hit_filter_length}}) | (value_filter_shift & {32{read_hit_filter_shift}})) | (value_counter_channel & {32{read_hit_counter_channel}})) | (status_events & {32{read_hit_events}}));
  assign read_words_9 = ((((status_pile_up & {32{read_hit_pile_up}}) | (status_lost_dead & {32{read_hit_lost_dead}})) | (status_lost_full & {32{read_hit_lost_full}})) | (status_over_range & {32{read_hit_over_range}}));
  assign read_words_10 = ((((status_stuck & {32{read_hit_stuck}}) | (status_packets_low & {32{read_hit_packets_low}})) | (status_packets_high & {32{read_hit_packets_high}})) | (status_samples_low & {32{read_hit_samples_low}}));
  assign read_words_11 = ((((status_samples_high & {32{read_hit_samples_high}}) | (status_busy_low & {32{read_hit_busy_low}})) | (status_busy_high & {32{read_hit_busy_high}})) | (status_macs_low & {32{read_hit_macs_low}}));
  assign read_words_12 = ((((status_macs_high & {32{read_hit_macs_high}}) | (status_stall_source_low & {32{read_hit_stall_source_low}})) | (status_stall_source_high & {32{read_hit_stall_source_high}})) | (status_stall_drain_low & {32{read_hit_stall_drain_low}}));
  assign read_words_13 = (status_stall_drain_high & {32{read_hit_stall_drain_high}});
  assign read_words_1_0 = (((read_words_0 | read_words_1) | read_words_2) | read_words_3);
  assign read_words_1_1 = (((read_words_4 | read_words_5) | read_words_6) | read_words_7);
  assign read_words_1_2 = (((read_words_8 | read_words_9) | read_words_10) | read_words_11);
  assign read_words_1_3 = (read_words_12 | read_words_13);
  assign read_answer = (((read_words_1_0 | read_words_1_1) | read_words_1_2) | read_words_1_3);
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
      pulse_status <= 1'b0;
      reg_channels <= 32'h00000001;
      reg_features <= 32'h00000003;
      reg_mode <= 32'h0;
      reg_window <= 32'h0;
      reg_pretrigger <= 32'h0;
      reg_threshold <= 32'h0;
      reg_hysteresis <= 32'h0;
      reg_stuck_limit <= 32'h0;
      reg_baseline <= 32'h0;
      reg_baseline_shift <= 32'h0;
      reg_baseline_samples <= 32'h0;
      reg_gain <= 32'h0;
      reg_gain_shift <= 32'h0;
      reg_layers <= 32'h0;
      reg_network_samples <= 32'h0;
      reg_network_outputs <= 32'h0;
      reg_pole <= 32'h0;
      reg_rise <= 32'h0;
      reg_flat <= 32'h0;
      reg_pick <= 32'h0;
      reg_fraction <= 32'h0;
      reg_delay <= 32'h0;
      reg_cfd_arm <= 32'h0;
      reg_bank_origin <= 32'h0;
      reg_bank_shift <= 32'h0;
      reg_filter_start <= 32'h0;
      reg_filter_length <= 32'h0;
      reg_filter_shift <= 32'h0;
      pulse_load_address <= 1'b0;
      pulse_load_data <= 1'b0;
      reg_counter_channel <= 32'h0;
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
        reg_control <= (merged_control & 32'h00000008);
      end
      pulse_status <= hit_status;
      if(hit_channels) begin
        reg_channels <= (merged_channels & 32'h0000ffff);
      end
      if(hit_features) begin
        reg_features <= (merged_features & 32'h00000003);
      end
      if(hit_mode) begin
        reg_mode <= (merged_mode & 32'h00000037);
      end
      if(hit_window) begin
        reg_window <= (merged_window & 32'h00003fff);
      end
      if(hit_pretrigger) begin
        reg_pretrigger <= (merged_pretrigger & 32'h00001fff);
      end
      if(hit_threshold) begin
        reg_threshold <= (merged_threshold & 32'h000fffff);
      end
      if(hit_hysteresis) begin
        reg_hysteresis <= (merged_hysteresis & 32'h000fffff);
      end
      if(hit_stuck_limit) begin
        reg_stuck_limit <= (merged_stuck_limit & 32'h00ffffff);
      end
      if(hit_baseline) begin
        reg_baseline <= (merged_baseline & 32'h000fffff);
      end
      if(hit_baseline_shift) begin
        reg_baseline_shift <= (merged_baseline_shift & 32'h0000000f);
      end
      if(hit_baseline_samples) begin
        reg_baseline_samples <= (merged_baseline_samples & 32'h0000000f);
      end
      if(hit_gain) begin
        reg_gain <= (merged_gain & 32'h0000ffff);
      end
      if(hit_gain_shift) begin
        reg_gain_shift <= (merged_gain_shift & 32'h0000001f);
      end
      if(hit_layers) begin
        reg_layers <= (merged_layers & 32'h0000011f);
      end
      if(hit_network_samples) begin
        reg_network_samples <= (merged_network_samples & 32'h00003fff);
      end
      if(hit_network_outputs) begin
        reg_network_outputs <= (merged_network_outputs & 32'h000000ff);
      end
      if(hit_pole) begin
        reg_pole <= (merged_pole & 32'h0001ffff);
      end
      if(hit_rise) begin
        reg_rise <= (merged_rise & 32'h00001fff);
      end
      if(hit_flat) begin
        reg_flat <= (merged_flat & 32'h00001fff);
      end
      if(hit_pick) begin
        reg_pick <= (merged_pick & 32'h00001fff);
      end
      if(hit_fraction) begin
        reg_fraction <= (merged_fraction & 32'h000000ff);
      end
      if(hit_delay) begin
        reg_delay <= (merged_delay & 32'h000000ff);
      end
      if(hit_cfd_arm) begin
        reg_cfd_arm <= (merged_cfd_arm & 32'h3fffffff);
      end
      if(hit_bank_origin) begin
        reg_bank_origin <= (merged_bank_origin & 32'h00ffffff);
      end
      if(hit_bank_shift) begin
        reg_bank_shift <= (merged_bank_shift & 32'h0000001f);
      end
      if(hit_filter_start) begin
        reg_filter_start <= (merged_filter_start & 32'h00001fff);
      end
      if(hit_filter_length) begin
        reg_filter_length <= (merged_filter_length & 32'h000007ff);
      end
      if(hit_filter_shift) begin
        reg_filter_shift <= (merged_filter_shift & 32'h00001f1f);
      end
      pulse_load_address <= hit_load_address;
      pulse_load_data <= hit_load_data;
      if(hit_counter_channel) begin
        reg_counter_channel <= (merged_counter_channel & 32'h0000000f);
      end
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

// Pole-zero cancellation, trapezoid, constant-fraction discriminator and optimal filter of an event.
// in_valid, in_ready, in_sample, in_last: its samples, signed with 4 fractional bits, one a cycle.
// out_valid, words_<i>, no_crossing: results, held until out_take. words_0 {bank, time in 2^-10 samples},
// words_1 largest trapezoid, words_2 trapezoid at picked, words_3 amplitude A, words_4 A*tau, words_5 tau.
// Settings: pole (16 fractional bits), rise, flat, picked, fraction, delay_samples, arm, filter_start,
// filter_length, amplitude_shift, time_shift, bank_origin, bank_shift; they change only between runs.
// amplitude_write, time_write, load_address, load_data: coefficients a and b; word = bank * samples + index.
// An event takes its samples and 15 cycles; the filter, meanwhile, filter_length + 59 cycles for the one before.
// Reset: no event; coefficient and sample memories keep their words.
module pulse_in32_ClassicalChain (
  input  wire [16:0]   pole,
  input  wire [7:0]    fraction,
  input  wire [7:0]    delay_samples,
  input  wire [29:0]   arm,
  input  wire [4:0]    amplitude_shift,
  input  wire [4:0]    time_shift,
  input  wire          amplitude_write,
  input  wire          time_write,
  input  wire [17:0]   load_data,
  input  wire [23:0]   bank_origin,
  input  wire [4:0]    bank_shift,
  input  wire          in_valid,
  output wire          in_ready,
  input  wire          in_last,
  output wire          out_valid,
  input  wire          out_take,
  output wire          no_crossing,
  input  wire [16:0]   in_sample,
  input  wire [4:0]    rise,
  input  wire [4:0]    flat,
  input  wire [4:0]    picked,
  input  wire [4:0]    filter_start,
  output wire [31:0]   words_0,
  output wire [31:0]   words_1,
  output wire [31:0]   words_2,
  output wire [31:0]   words_3,
  output wire [31:0]   words_4,
  output wire [31:0]   words_5,
  input  wire [5:0]    filter_length,
  input  wire [8:0]    load_address,
  input  wire          clk,
  input  wire          reset
);

  wire                trapezoid_ended;
  wire       [31:0]   trapezoid_largest_1;
  wire       [31:0]   trapezoid_at_pick;
  wire                discriminator_found;
  wire                discriminator_busy;
  wire       [15:0]   discriminator_crossing_time;
  wire                filter_busy;
  wire       [31:0]   filter_amplitude;
  wire       [31:0]   filter_amplitude_time;
  wire       [31:0]   filter_quotient;
  reg                 accepting;
  reg                 first;
  reg                 shaped;
  wire                take;
  reg                 free;
  wire                hand_over;
  reg                 store_half;
  reg                 sum_half;
  reg                 found;
  reg        [23:0]   cfd_time;
  reg        [31:0]   trapezoid_largest;
  reg        [31:0]   trapezoid_picked;
  reg        [24:0]   time_in_banks;
  reg        [24:0]   bank_number;
  reg        [3:0]    bank;
  reg                 banked_d1;
  reg                 banked_d2;
  reg                 banked_d3;
  reg                 banked_d4;
  reg                 started;
  reg                 pending;

  pulse_in32_TrapezoidShaper trapezoid (
    .pole      (pole[16:0]               ), //i
    .in_valid  (take                     ), //i
    .in_first  (first                    ), //i
    .in_last   (in_last                  ), //i
    .ended     (trapezoid_ended          ), //o
    .largest   (trapezoid_largest_1[31:0]), //o
    .at_pick   (trapezoid_at_pick[31:0]  ), //o
    .rise      (rise[4:0]                ), //i
    .flat      (flat[4:0]                ), //i
    .picked    (picked[4:0]              ), //i
    .in_sample (in_sample[16:0]          ), //i
    .clk       (clk                      ), //i
    .reset     (reset                    )  //i
  );
  pulse_in32_FractionDiscriminator discriminator (
    .fraction      (fraction[7:0]                    ), //i
    .delay_samples (delay_samples[7:0]               ), //i
    .arm           (arm[29:0]                        ), //i
    .in_valid      (take                             ), //i
    .in_first      (first                            ), //i
    .found         (discriminator_found              ), //o
    .busy          (discriminator_busy               ), //o
    .in_sample     (in_sample[16:0]                  ), //i
    .crossing_time (discriminator_crossing_time[15:0]), //o
    .clk           (clk                              ), //i
    .reset         (reset                            )  //i
  );
  pulse_in32_OptimalFilter filter (
    .amplitude_shift (amplitude_shift[4:0]       ), //i
    .time_shift      (time_shift[4:0]            ), //i
    .amplitude_write (amplitude_write            ), //i
    .time_write      (time_write                 ), //i
    .load_data       (load_data[17:0]            ), //i
    .in_valid        (take                       ), //i
    .in_first        (first                      ), //i
    .store_half      (store_half                 ), //i
    .start           (banked_d4                  ), //i
    .sum_half        (sum_half                   ), //i
    .busy            (filter_busy                ), //o
    .amplitude       (filter_amplitude[31:0]     ), //o
    .amplitude_time  (filter_amplitude_time[31:0]), //o
    .quotient        (filter_quotient[31:0]      ), //o
    .filter_start    (filter_start[4:0]          ), //i
    .filter_length   (filter_length[5:0]         ), //i
    .load_address    (load_address[8:0]          ), //i
    .in_sample       (in_sample[16:0]            ), //i
    .bank            (bank[3:0]                  ), //i
    .clk             (clk                        ), //i
    .reset           (reset                      )  //i
  );
  assign take = (in_valid && accepting);
  assign in_ready = accepting;
  assign hand_over = ((shaped && (! discriminator_busy)) && free);
  assign out_valid = (pending && (! filter_busy));
  assign no_crossing = (! found);
  assign words_0 = {4'b0000,bank,(found ? cfd_time : 24'hffffff)};
  assign words_1 = trapezoid_largest;
  assign words_2 = trapezoid_picked;
  assign words_3 = filter_amplitude;
  assign words_4 = filter_amplitude_time;
  assign words_5 = filter_quotient;
  always @(posedge clk) begin
    if(reset) begin
      accepting <= 1'b1;
      first <= 1'b1;
      shaped <= 1'b0;
      free <= 1'b1;
      store_half <= 1'b0;
      sum_half <= 1'b0;
      found <= 1'b0;
      banked_d1 <= 1'b0;
      banked_d2 <= 1'b0;
      banked_d3 <= 1'b0;
      banked_d4 <= 1'b0;
      started <= 1'b0;
      pending <= 1'b0;
    end else begin
      if(take) begin
        first <= 1'b0;
      end
      if((take && in_last)) begin
        accepting <= 1'b0;
      end
      if(trapezoid_ended) begin
        shaped <= 1'b1;
      end
      if(hand_over) begin
        shaped <= 1'b0;
        accepting <= 1'b1;
        first <= 1'b1;
        free <= 1'b0;
      end
      if(hand_over) begin
        store_half <= (! store_half);
        sum_half <= store_half;
      end
      if(hand_over) begin
        found <= discriminator_found;
      end
      banked_d1 <= hand_over;
      banked_d2 <= banked_d1;
      banked_d3 <= banked_d2;
      banked_d4 <= banked_d3;
      started <= banked_d4;
      if(started) begin
        pending <= 1'b1;
      end
      if(out_take) begin
        pending <= 1'b0;
      end
      if(out_take) begin
        free <= 1'b1;
      end
    end
  end

  always @(posedge clk) begin
    if(hand_over) begin
      cfd_time <= {8'h0,discriminator_crossing_time};
      trapezoid_largest <= trapezoid_largest_1;
      trapezoid_picked <= trapezoid_at_pick;
    end
    time_in_banks <= ({1'b0,cfd_time} - {bank_origin[23],bank_origin});
    bank_number <= ($signed(time_in_banks) >>> bank_shift);
    bank <= ((((! bank_number[24]) && (! (bank_number < 25'h0000010))) ? 4'b1111 : bank_number[3 : 0]) & {4{((! bank_number[24]) && found)}});
  end

endmodule

// Network engine: up to 16 convolutional and dense layers; their table and weights are loaded at run time.
// in_valid, in_ready, in_data, in_last: events, a signed element a cycle, input_elements of each (rest dropped).
// out_valid, out_ready, out_data, out_last: the 32-bit sums of the last layer, in order.
// enable 0: drops what is under way; memories and layers, input_elements, round_even change only then.
// load_valid, load_address, load_data: one word into a memory; address 23..20 is 0 for weights, 1 for
// parameters, 2 for the layer table; 19..0 is the 32-bit word.
// running: an event is between its first step and its last result; useful_macs: products of this cycle;
// stall_source, stall_drain: running, and the next step waits for elements, or for room for its sums.
// Path: input_1 -> processor_<p> (sequencer) -> sum_queue -> result_drain -> their memories, or serialiser.
// Reset: as enable 0, then 12 cycles of quiet (13 above 4 multipliers); all memories keep their words.
module pulse_in32_NetworkEngine (
  input  wire          enable,
  input  wire [4:0]    layers,
  input  wire [15:0]   input_elements,
  input  wire          round_even,
  input  wire          load_valid,
  input  wire [23:0]   load_address,
  input  wire [31:0]   load_data,
  input  wire          in_valid,
  output wire          in_ready,
  input  wire          in_last,
  output wire          out_valid,
  input  wire          out_ready,
  output wire [31:0]   out_data,
  output wire          out_last,
  output wire          running,
  output wire          stall_source,
  output wire          stall_drain,
  input  wire [16:0]   in_data,
  output wire [18:0]   useful_macs,
  input  wire          clk,
  input  wire          reset
);

  wire                sum_queue_clear;
  wire                result_drain_load_valid;
  wire       [19:0]   result_drain_load_word;
  wire                serialiser_clear;
  wire                processor_0_load_valid;
  wire       [9:0]    processor_0_load_word;
  wire       [1:0]    processor_0_load_part;
  wire                processor_1_load_valid;
  wire       [9:0]    processor_1_load_word;
  wire       [1:0]    processor_1_load_part;
  wire                processor_2_load_valid;
  wire       [9:0]    processor_2_load_word;
  wire       [1:0]    processor_2_load_part;
  wire                processor_3_load_valid;
  wire       [9:0]    processor_3_load_word;
  wire       [1:0]    processor_3_load_part;
  reg        [31:0]   layer_table_0_spinal_port1;
  reg        [31:0]   layer_table_1_spinal_port1;
  reg        [31:0]   layer_table_2_spinal_port1;
  reg        [31:0]   layer_table_3_spinal_port1;
  reg        [31:0]   layer_table_4_spinal_port1;
  reg        [31:0]   layer_table_5_spinal_port1;
  reg        [31:0]   layer_table_6_spinal_port1;
  reg        [31:0]   layer_table_7_spinal_port1;
  wire       [3:0]    sequencer_fetch_layer;
  wire                sequencer_fetch;
  wire                sequencer_step;
  wire                sequencer_first_step;
  wire                sequencer_last_step;
  wire                sequencer_free0;
  wire                sequencer_free1;
  wire                sequencer_event_starts;
  wire                sequencer_waits_for_source;
  wire                sequencer_waits_for_drain;
  wire       [13:0]   sequencer_low;
  wire       [13:0]   sequencer_high;
  wire       [9:0]    sequencer_weight_address;
  wire       [13:0]   sequencer_place_0;
  wire       [13:0]   sequencer_place_1;
  wire       [13:0]   sequencer_place_2;
  wire       [13:0]   sequencer_place_3;
  wire                sum_queue_available;
  wire       [127:0]  sum_queue_selected;
  wire       [3:0]    drain_sequencer_fetch_layer;
  wire                drain_sequencer_fetch;
  wire                drain_sequencer_drain;
  wire                drain_sequencer_pop;
  wire                drain_sequencer_layer_end;
  wire                drain_sequencer_final_layer;
  wire                drain_sequencer_relu;
  wire       [1:0]    drain_sequencer_element;
  wire       [7:0]    drain_sequencer_parameter_row;
  wire       [9:0]    drain_sequencer_place;
  wire       [2:0]    drain_sequencer_elements;
  wire       [18:0]   drain_sequencer_useful_macs;
  wire                result_drain_result_valid;
  wire                result_drain_result_last;
  wire                result_drain_write;
  wire                result_drain_layer_written;
  wire       [127:0]  result_drain_result_sums;
  wire       [2:0]    result_drain_result_count;
  wire       [9:0]    result_drain_write_place;
  wire       [2:0]    result_drain_write_elements;
  wire       [16:0]   result_drain_write_data_0;
  wire       [16:0]   result_drain_write_data_1;
  wire       [16:0]   result_drain_write_data_2;
  wire       [16:0]   result_drain_write_data_3;
  wire                input_1_in_ready;
  wire                input_1_filling;
  wire                input_1_full0;
  wire                input_1_full1;
  wire       [3:0]    input_1_write_banks;
  wire       [7:0]    input_1_write_row;
  wire       [10:0]   input_1_place;
  wire       [16:0]   input_1_write_data_0;
  wire       [16:0]   input_1_write_data_1;
  wire       [16:0]   input_1_write_data_2;
  wire       [16:0]   input_1_write_data_3;
  wire                serialiser_room;
  wire                serialiser_out_valid;
  wire       [31:0]   serialiser_out_data;
  wire                serialiser_out_last;
  wire       [127:0]  processor_0_sums;
  wire       [127:0]  processor_1_sums;
  wire       [127:0]  processor_2_sums;
  wire       [127:0]  processor_3_sums;
  reg        [4:0]    quiet;
  wire                runs;
  wire       [3:0]    load_layer;
  wire                load_layer_word_0;
  wire       [31:0]   layer_table_0_write_data;
  wire       [31:0]   layer_table_0_read_data;
  wire                load_layer_word_1;
  wire       [31:0]   layer_table_1_write_data;
  wire       [31:0]   layer_table_1_read_data;
  wire                load_layer_word_2;
  wire       [31:0]   layer_table_2_write_data;
  wire       [31:0]   layer_table_2_read_data;
  wire                load_layer_word_3;
  wire       [31:0]   layer_table_3_write_data;
  wire       [31:0]   layer_table_3_read_data;
  wire                load_layer_word_4;
  wire       [31:0]   layer_table_4_write_data;
  wire       [31:0]   layer_table_4_read_data;
  wire                load_layer_word_5;
  wire       [31:0]   layer_table_5_write_data;
  wire       [31:0]   layer_table_5_read_data;
  wire                load_layer_word_6;
  wire       [31:0]   layer_table_6_write_data;
  wire       [31:0]   layer_table_6_read_data;
  wire                load_layer_word_7;
  wire       [31:0]   layer_table_7_write_data;
  wire       [31:0]   layer_table_7_read_data;
  reg                 accumulate_d1;
  reg                 accumulate_d2;
  reg                 accumulate_d3;
  reg                 first_d1;
  reg                 first_d2;
  reg                 first_d3;
  reg                 push_d1;
  reg                 push_d2;
  reg                 push_d3;
  reg        [10:0]   written_place;
  reg                 written;
  wire       [1:0]    result_bank;
  wire       [7:0]    result_row;
  wire       [0:0]    result_there_0;
  wire       [0:0]    result_there_1;
  wire       [0:0]    result_there_2;
  wire       [0:0]    result_there_3;
  wire       [0:0]    bank_enable_by_1_0;
  wire       [0:0]    bank_enable_by_1_1;
  wire       [0:0]    bank_enable_by_1_2;
  wire       [0:0]    bank_enable_by_1_3;
  wire       [0:0]    bank_enable_by_2_0;
  wire       [0:0]    bank_enable_by_2_1;
  wire       [0:0]    bank_enable_by_2_2;
  wire       [0:0]    bank_enable_by_2_3;
  wire       [3:0]    write_banks;
  wire       [16:0]   result_data_by_1_0;
  wire       [16:0]   result_data_by_1_1;
  wire       [16:0]   result_data_by_1_2;
  wire       [16:0]   result_data_by_1_3;
  wire       [16:0]   result_data_by_2_0;
  wire       [16:0]   result_data_by_2_1;
  wire       [16:0]   result_data_by_2_2;
  wire       [16:0]   result_data_by_2_3;
  wire       [16:0]   write_data_0;
  wire                result_row_0_is_next;
  wire       [7:0]    result_row_0;
  wire       [7:0]    write_row_0;
  wire       [16:0]   write_data_1;
  wire                result_row_1_is_next;
  wire       [7:0]    result_row_1;
  wire       [7:0]    write_row_1;
  wire       [16:0]   write_data_2;
  wire                result_row_2_is_next;
  wire       [7:0]    result_row_2;
  wire       [7:0]    write_row_2;
  wire       [16:0]   write_data_3;
  wire       [7:0]    write_row_3;
  reg        [2:0]    events_inside;
  wire                event_leaves;
  wire       [2:0]    inside_with_start;
  wire                busy;
  (* no_rw_check *) reg [31:0] layer_table_0 [0:15];
  (* no_rw_check *) reg [31:0] layer_table_1 [0:15];
  (* no_rw_check *) reg [31:0] layer_table_2 [0:15];
  (* no_rw_check *) reg [31:0] layer_table_3 [0:15];
  (* no_rw_check *) reg [31:0] layer_table_4 [0:15];
  (* no_rw_check *) reg [31:0] layer_table_5 [0:15];
  (* no_rw_check *) reg [31:0] layer_table_6 [0:15];
  (* no_rw_check *) reg [31:0] layer_table_7 [0:15];

  always @(posedge clk) begin
    if(load_layer_word_0) begin
      layer_table_0[load_layer] <= layer_table_0_write_data;
    end
  end

  always @(posedge clk) begin
    if(sequencer_fetch) begin
      layer_table_0_spinal_port1 <= layer_table_0[sequencer_fetch_layer];
    end
  end

  always @(posedge clk) begin
    if(load_layer_word_1) begin
      layer_table_1[load_layer] <= layer_table_1_write_data;
    end
  end

  always @(posedge clk) begin
    if(sequencer_fetch) begin
      layer_table_1_spinal_port1 <= layer_table_1[sequencer_fetch_layer];
    end
  end

  always @(posedge clk) begin
    if(load_layer_word_2) begin
      layer_table_2[load_layer] <= layer_table_2_write_data;
    end
  end

  always @(posedge clk) begin
    if(sequencer_fetch) begin
      layer_table_2_spinal_port1 <= layer_table_2[sequencer_fetch_layer];
    end
  end

  always @(posedge clk) begin
    if(load_layer_word_3) begin
      layer_table_3[load_layer] <= layer_table_3_write_data;
    end
  end

  always @(posedge clk) begin
    if(sequencer_fetch) begin
      layer_table_3_spinal_port1 <= layer_table_3[sequencer_fetch_layer];
    end
  end

  always @(posedge clk) begin
    if(load_layer_word_4) begin
      layer_table_4[load_layer] <= layer_table_4_write_data;
    end
  end

  always @(posedge clk) begin
    if(sequencer_fetch) begin
      layer_table_4_spinal_port1 <= layer_table_4[sequencer_fetch_layer];
    end
  end

  always @(posedge clk) begin
    if(load_layer_word_5) begin
      layer_table_5[load_layer] <= layer_table_5_write_data;
    end
  end

  always @(posedge clk) begin
    if(drain_sequencer_fetch) begin
      layer_table_5_spinal_port1 <= layer_table_5[drain_sequencer_fetch_layer];
    end
  end

  always @(posedge clk) begin
    if(load_layer_word_6) begin
      layer_table_6[load_layer] <= layer_table_6_write_data;
    end
  end

  always @(posedge clk) begin
    if(drain_sequencer_fetch) begin
      layer_table_6_spinal_port1 <= layer_table_6[drain_sequencer_fetch_layer];
    end
  end

  always @(posedge clk) begin
    if(load_layer_word_7) begin
      layer_table_7[load_layer] <= layer_table_7_write_data;
    end
  end

  always @(posedge clk) begin
    if(drain_sequencer_fetch) begin
      layer_table_7_spinal_port1 <= layer_table_7[drain_sequencer_fetch_layer];
    end
  end

  pulse_in32_StepSequencer sequencer (
    .enable           (runs                         ), //i
    .layers           (layers[4:0]                  ), //i
    .input_elements   (input_elements[15:0]         ), //i
    .fetch_layer      (sequencer_fetch_layer[3:0]   ), //o
    .fetch            (sequencer_fetch              ), //o
    .fill_buffer      (input_1_filling              ), //i
    .full0            (input_1_full0                ), //i
    .full1            (input_1_full1                ), //i
    .written          (written                      ), //i
    .layer_written    (result_drain_layer_written   ), //i
    .tile_popped      (drain_sequencer_pop          ), //i
    .step             (sequencer_step               ), //o
    .first_step       (sequencer_first_step         ), //o
    .last_step        (sequencer_last_step          ), //o
    .free0            (sequencer_free0              ), //o
    .free1            (sequencer_free1              ), //o
    .event_starts     (sequencer_event_starts       ), //o
    .waits_for_source (sequencer_waits_for_source   ), //o
    .waits_for_drain  (sequencer_waits_for_drain    ), //o
    .row_0            (layer_table_0_read_data[31:0]), //i
    .row_1            (layer_table_1_read_data[31:0]), //i
    .row_2            (layer_table_2_read_data[31:0]), //i
    .row_3            (layer_table_3_read_data[31:0]), //i
    .row_4            (layer_table_4_read_data[31:0]), //i
    .fill_place       (input_1_place[10:0]          ), //i
    .written_place    (written_place[10:0]          ), //i
    .low              (sequencer_low[13:0]          ), //o
    .high             (sequencer_high[13:0]         ), //o
    .weight_address   (sequencer_weight_address[9:0]), //o
    .place_0          (sequencer_place_0[13:0]      ), //o
    .place_1          (sequencer_place_1[13:0]      ), //o
    .place_2          (sequencer_place_2[13:0]      ), //o
    .place_3          (sequencer_place_3[13:0]      ), //o
    .clk              (clk                          ), //i
    .reset            (reset                        )  //i
  );
  pulse_in32_SumQueue sum_queue (
    .clear     (sum_queue_clear             ), //i
    .push      (push_d3                     ), //i
    .pop       (drain_sequencer_pop         ), //i
    .available (sum_queue_available         ), //o
    .element   (drain_sequencer_element[1:0]), //i
    .selected  (sum_queue_selected[127:0]   ), //o
    .sums_0    (processor_0_sums[127:0]     ), //i
    .sums_1    (processor_1_sums[127:0]     ), //i
    .sums_2    (processor_2_sums[127:0]     ), //i
    .sums_3    (processor_3_sums[127:0]     ), //i
    .clk       (clk                         ), //i
    .reset     (reset                       )  //i
  );
  pulse_in32_DrainSequencer drain_sequencer (
    .enable        (runs                              ), //i
    .layers        (layers[4:0]                       ), //i
    .fetch_layer   (drain_sequencer_fetch_layer[3:0]  ), //o
    .fetch         (drain_sequencer_fetch             ), //o
    .available     (sum_queue_available               ), //i
    .result_room   (serialiser_room                   ), //i
    .drain         (drain_sequencer_drain             ), //o
    .pop           (drain_sequencer_pop               ), //o
    .layer_end     (drain_sequencer_layer_end         ), //o
    .final_layer   (drain_sequencer_final_layer       ), //o
    .relu          (drain_sequencer_relu              ), //o
    .row_0         (layer_table_5_read_data[31:0]     ), //i
    .row_1         (layer_table_6_read_data[31:0]     ), //i
    .row_2         (layer_table_7_read_data[31:0]     ), //i
    .element       (drain_sequencer_element[1:0]      ), //o
    .parameter_row (drain_sequencer_parameter_row[7:0]), //o
    .place         (drain_sequencer_place[9:0]        ), //o
    .elements      (drain_sequencer_elements[2:0]     ), //o
    .useful_macs   (drain_sequencer_useful_macs[18:0] ), //o
    .clk           (clk                               ), //i
    .reset         (reset                             )  //i
  );
  pulse_in32_ResultDrain result_drain (
    .drain          (drain_sequencer_drain             ), //i
    .layer_end      (drain_sequencer_layer_end         ), //i
    .final_layer    (drain_sequencer_final_layer       ), //i
    .relu           (drain_sequencer_relu              ), //i
    .round_even     (round_even                        ), //i
    .load_valid     (result_drain_load_valid           ), //i
    .load_word      (result_drain_load_word[19:0]      ), //i
    .load_data      (load_data[31:0]                   ), //i
    .result_valid   (result_drain_result_valid         ), //o
    .result_last    (result_drain_result_last          ), //o
    .write          (result_drain_write                ), //o
    .layer_written  (result_drain_layer_written        ), //o
    .sums           (sum_queue_selected[127:0]         ), //i
    .parameter_row  (drain_sequencer_parameter_row[7:0]), //i
    .place          (drain_sequencer_place[9:0]        ), //i
    .elements       (drain_sequencer_elements[2:0]     ), //i
    .result_sums    (result_drain_result_sums[127:0]   ), //o
    .result_count   (result_drain_result_count[2:0]    ), //o
    .write_place    (result_drain_write_place[9:0]     ), //o
    .write_elements (result_drain_write_elements[2:0]  ), //o
    .write_data_0   (result_drain_write_data_0[16:0]   ), //o
    .write_data_1   (result_drain_write_data_1[16:0]   ), //o
    .write_data_2   (result_drain_write_data_2[16:0]   ), //o
    .write_data_3   (result_drain_write_data_3[16:0]   ), //o
    .clk            (clk                               ), //i
    .reset          (reset                             )  //i
  );
  pulse_in32_EventInput input_1 (
    .enable         (runs                      ), //i
    .input_elements (input_elements[15:0]      ), //i
    .in_valid       (in_valid                  ), //i
    .in_ready       (input_1_in_ready          ), //o
    .in_last        (in_last                   ), //i
    .writing        (result_drain_write        ), //i
    .free0          (sequencer_free0           ), //i
    .free1          (sequencer_free1           ), //i
    .filling        (input_1_filling           ), //o
    .full0          (input_1_full0             ), //o
    .full1          (input_1_full1             ), //o
    .in_data        (in_data[16:0]             ), //i
    .write_banks    (input_1_write_banks[3:0]  ), //o
    .write_row      (input_1_write_row[7:0]    ), //o
    .place          (input_1_place[10:0]       ), //o
    .write_data_0   (input_1_write_data_0[16:0]), //o
    .write_data_1   (input_1_write_data_1[16:0]), //o
    .write_data_2   (input_1_write_data_2[16:0]), //o
    .write_data_3   (input_1_write_data_3[16:0]), //o
    .clk            (clk                       ), //i
    .reset          (reset                     )  //i
  );
  pulse_in32_ResultSerialiser serialiser (
    .clear     (serialiser_clear               ), //i
    .coming    (result_drain_result_valid      ), //i
    .push      (result_drain_result_valid      ), //i
    .last      (result_drain_result_last       ), //i
    .room      (serialiser_room                ), //o
    .out_valid (serialiser_out_valid           ), //o
    .out_ready (out_ready                      ), //i
    .out_data  (serialiser_out_data[31:0]      ), //o
    .out_last  (serialiser_out_last            ), //o
    .sums      (result_drain_result_sums[127:0]), //i
    .count     (result_drain_result_count[2:0] ), //i
    .clk       (clk                            ), //i
    .reset     (reset                          )  //i
  );
  pulse_in32_ProcessingElement processor_0 (
    .read           (sequencer_step               ), //i
    .accumulate     (accumulate_d3                ), //i
    .first          (first_d3                     ), //i
    .load_valid     (processor_0_load_valid       ), //i
    .load_data      (load_data[31:0]              ), //i
    .place          (sequencer_place_0[13:0]      ), //i
    .low            (sequencer_low[13:0]          ), //i
    .high           (sequencer_high[13:0]         ), //i
    .weight_address (sequencer_weight_address[9:0]), //i
    .sums           (processor_0_sums[127:0]      ), //o
    .write_banks    (write_banks[3:0]             ), //i
    .write_row_0    (write_row_0[7:0]             ), //i
    .write_data_0   (write_data_0[16:0]           ), //i
    .write_row_1    (write_row_1[7:0]             ), //i
    .write_data_1   (write_data_1[16:0]           ), //i
    .write_row_2    (write_row_2[7:0]             ), //i
    .write_data_2   (write_data_2[16:0]           ), //i
    .write_row_3    (write_row_3[7:0]             ), //i
    .write_data_3   (write_data_3[16:0]           ), //i
    .load_word      (processor_0_load_word[9:0]   ), //i
    .load_part      (processor_0_load_part[1:0]   ), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  pulse_in32_ProcessingElement processor_1 (
    .read           (sequencer_step               ), //i
    .accumulate     (accumulate_d3                ), //i
    .first          (first_d3                     ), //i
    .load_valid     (processor_1_load_valid       ), //i
    .load_data      (load_data[31:0]              ), //i
    .place          (sequencer_place_1[13:0]      ), //i
    .low            (sequencer_low[13:0]          ), //i
    .high           (sequencer_high[13:0]         ), //i
    .weight_address (sequencer_weight_address[9:0]), //i
    .sums           (processor_1_sums[127:0]      ), //o
    .write_banks    (write_banks[3:0]             ), //i
    .write_row_0    (write_row_0[7:0]             ), //i
    .write_data_0   (write_data_0[16:0]           ), //i
    .write_row_1    (write_row_1[7:0]             ), //i
    .write_data_1   (write_data_1[16:0]           ), //i
    .write_row_2    (write_row_2[7:0]             ), //i
    .write_data_2   (write_data_2[16:0]           ), //i
    .write_row_3    (write_row_3[7:0]             ), //i
    .write_data_3   (write_data_3[16:0]           ), //i
    .load_word      (processor_1_load_word[9:0]   ), //i
    .load_part      (processor_1_load_part[1:0]   ), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  pulse_in32_ProcessingElement processor_2 (
    .read           (sequencer_step               ), //i
    .accumulate     (accumulate_d3                ), //i
    .first          (first_d3                     ), //i
    .load_valid     (processor_2_load_valid       ), //i
    .load_data      (load_data[31:0]              ), //i
    .place          (sequencer_place_2[13:0]      ), //i
    .low            (sequencer_low[13:0]          ), //i
    .high           (sequencer_high[13:0]         ), //i
    .weight_address (sequencer_weight_address[9:0]), //i
    .sums           (processor_2_sums[127:0]      ), //o
    .write_banks    (write_banks[3:0]             ), //i
    .write_row_0    (write_row_0[7:0]             ), //i
    .write_data_0   (write_data_0[16:0]           ), //i
    .write_row_1    (write_row_1[7:0]             ), //i
    .write_data_1   (write_data_1[16:0]           ), //i
    .write_row_2    (write_row_2[7:0]             ), //i
    .write_data_2   (write_data_2[16:0]           ), //i
    .write_row_3    (write_row_3[7:0]             ), //i
    .write_data_3   (write_data_3[16:0]           ), //i
    .load_word      (processor_2_load_word[9:0]   ), //i
    .load_part      (processor_2_load_part[1:0]   ), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  pulse_in32_ProcessingElement processor_3 (
    .read           (sequencer_step               ), //i
    .accumulate     (accumulate_d3                ), //i
    .first          (first_d3                     ), //i
    .load_valid     (processor_3_load_valid       ), //i
    .load_data      (load_data[31:0]              ), //i
    .place          (sequencer_place_3[13:0]      ), //i
    .low            (sequencer_low[13:0]          ), //i
    .high           (sequencer_high[13:0]         ), //i
    .weight_address (sequencer_weight_address[9:0]), //i
    .sums           (processor_3_sums[127:0]      ), //o
    .write_banks    (write_banks[3:0]             ), //i
    .write_row_0    (write_row_0[7:0]             ), //i
    .write_data_0   (write_data_0[16:0]           ), //i
    .write_row_1    (write_row_1[7:0]             ), //i
    .write_data_1   (write_data_1[16:0]           ), //i
    .write_row_2    (write_row_2[7:0]             ), //i
    .write_data_2   (write_data_2[16:0]           ), //i
    .write_row_3    (write_row_3[7:0]             ), //i
    .write_data_3   (write_data_3[16:0]           ), //i
    .load_word      (processor_3_load_word[9:0]   ), //i
    .load_part      (processor_3_load_part[1:0]   ), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  assign runs = (enable && (! (|quiet)));
  assign load_layer = load_address[6 : 3];
  assign load_layer_word_0 = ((load_valid && (load_address[23 : 20] == 4'b0010)) && (load_address[2 : 0] == 3'b000));
  assign layer_table_0_write_data = load_data;
  assign layer_table_0_read_data = layer_table_0_spinal_port1;
  assign load_layer_word_1 = ((load_valid && (load_address[23 : 20] == 4'b0010)) && (load_address[2 : 0] == 3'b001));
  assign layer_table_1_write_data = load_data;
  assign layer_table_1_read_data = layer_table_1_spinal_port1;
  assign load_layer_word_2 = ((load_valid && (load_address[23 : 20] == 4'b0010)) && (load_address[2 : 0] == 3'b010));
  assign layer_table_2_write_data = load_data;
  assign layer_table_2_read_data = layer_table_2_spinal_port1;
  assign load_layer_word_3 = ((load_valid && (load_address[23 : 20] == 4'b0010)) && (load_address[2 : 0] == 3'b011));
  assign layer_table_3_write_data = load_data;
  assign layer_table_3_read_data = layer_table_3_spinal_port1;
  assign load_layer_word_4 = ((load_valid && (load_address[23 : 20] == 4'b0010)) && (load_address[2 : 0] == 3'b100));
  assign layer_table_4_write_data = load_data;
  assign layer_table_4_read_data = layer_table_4_spinal_port1;
  assign load_layer_word_5 = ((load_valid && (load_address[23 : 20] == 4'b0010)) && (load_address[2 : 0] == 3'b101));
  assign layer_table_5_write_data = load_data;
  assign layer_table_5_read_data = layer_table_5_spinal_port1;
  assign load_layer_word_6 = ((load_valid && (load_address[23 : 20] == 4'b0010)) && (load_address[2 : 0] == 3'b110));
  assign layer_table_6_write_data = load_data;
  assign layer_table_6_read_data = layer_table_6_spinal_port1;
  assign load_layer_word_7 = ((load_valid && (load_address[23 : 20] == 4'b0010)) && (load_address[2 : 0] == 3'b111));
  assign layer_table_7_write_data = load_data;
  assign layer_table_7_read_data = layer_table_7_spinal_port1;
  assign sum_queue_clear = (! runs);
  assign serialiser_clear = (! runs);
  assign out_valid = serialiser_out_valid;
  assign out_data = serialiser_out_data;
  assign out_last = serialiser_out_last;
  assign in_ready = input_1_in_ready;
  assign processor_0_load_valid = ((load_valid && (load_address[23 : 20] == 4'b0000)) && (load_address[3 : 2] == 2'b00));
  assign processor_0_load_part = load_address[1 : 0];
  assign processor_0_load_word = load_address[13 : 4];
  assign processor_1_load_valid = ((load_valid && (load_address[23 : 20] == 4'b0000)) && (load_address[3 : 2] == 2'b01));
  assign processor_1_load_part = load_address[1 : 0];
  assign processor_1_load_word = load_address[13 : 4];
  assign processor_2_load_valid = ((load_valid && (load_address[23 : 20] == 4'b0000)) && (load_address[3 : 2] == 2'b10));
  assign processor_2_load_part = load_address[1 : 0];
  assign processor_2_load_word = load_address[13 : 4];
  assign processor_3_load_valid = ((load_valid && (load_address[23 : 20] == 4'b0000)) && (load_address[3 : 2] == 2'b11));
  assign processor_3_load_part = load_address[1 : 0];
  assign processor_3_load_word = load_address[13 : 4];
  assign result_drain_load_valid = (load_valid && (load_address[23 : 20] == 4'b0001));
  assign result_drain_load_word = load_address[19 : 0];
  assign result_bank = result_drain_write_place[1 : 0];
  assign result_row = result_drain_write_place[9 : 2];
  assign result_there_0 = (! (result_drain_write_elements < 3'b001));
  assign result_there_1 = (! (result_drain_write_elements < 3'b010));
  assign result_there_2 = (! (result_drain_write_elements < 3'b011));
  assign result_there_3 = (! (result_drain_write_elements < 3'b100));
  assign bank_enable_by_1_0 = (result_bank[0] ? result_there_3 : result_there_0);
  assign bank_enable_by_1_1 = (result_bank[0] ? result_there_0 : result_there_1);
  assign bank_enable_by_1_2 = (result_bank[0] ? result_there_1 : result_there_2);
  assign bank_enable_by_1_3 = (result_bank[0] ? result_there_2 : result_there_3);
  assign bank_enable_by_2_0 = (result_bank[1] ? bank_enable_by_1_2 : bank_enable_by_1_0);
  assign bank_enable_by_2_1 = (result_bank[1] ? bank_enable_by_1_3 : bank_enable_by_1_1);
  assign bank_enable_by_2_2 = (result_bank[1] ? bank_enable_by_1_0 : bank_enable_by_1_2);
  assign bank_enable_by_2_3 = (result_bank[1] ? bank_enable_by_1_1 : bank_enable_by_1_3);
  assign write_banks = (result_drain_write ? {bank_enable_by_2_3,bank_enable_by_2_2,bank_enable_by_2_1,bank_enable_by_2_0} : input_1_write_banks);
  assign result_data_by_1_0 = (result_bank[0] ? result_drain_write_data_3 : result_drain_write_data_0);
  assign result_data_by_1_1 = (result_bank[0] ? result_drain_write_data_0 : result_drain_write_data_1);
  assign result_data_by_1_2 = (result_bank[0] ? result_drain_write_data_1 : result_drain_write_data_2);
  assign result_data_by_1_3 = (result_bank[0] ? result_drain_write_data_2 : result_drain_write_data_3);
  assign result_data_by_2_0 = (result_bank[1] ? result_data_by_1_2 : result_data_by_1_0);
  assign result_data_by_2_1 = (result_bank[1] ? result_data_by_1_3 : result_data_by_1_1);
  assign result_data_by_2_2 = (result_bank[1] ? result_data_by_1_0 : result_data_by_1_2);
  assign result_data_by_2_3 = (result_bank[1] ? result_data_by_1_1 : result_data_by_1_3);
  assign write_data_0 = (result_drain_write ? result_data_by_2_0 : input_1_write_data_0);
  assign result_row_0_is_next = (! (result_bank < 2'b01));
  assign result_row_0 = (result_row + {7'h0,result_row_0_is_next});
  assign write_row_0 = (result_drain_write ? result_row_0 : input_1_write_row);
  assign write_data_1 = (result_drain_write ? result_data_by_2_1 : input_1_write_data_1);
  assign result_row_1_is_next = (! (result_bank < 2'b10));
  assign result_row_1 = (result_row + {7'h0,result_row_1_is_next});
  assign write_row_1 = (result_drain_write ? result_row_1 : input_1_write_row);
  assign write_data_2 = (result_drain_write ? result_data_by_2_2 : input_1_write_data_2);
  assign result_row_2_is_next = (! (result_bank < 2'b11));
  assign result_row_2 = (result_row + {7'h0,result_row_2_is_next});
  assign write_row_2 = (result_drain_write ? result_row_2 : input_1_write_row);
  assign write_data_3 = (result_drain_write ? result_data_by_2_3 : input_1_write_data_3);
  assign write_row_3 = (result_drain_write ? result_row : input_1_write_row);
  assign event_leaves = ((serialiser_out_valid && out_ready) && serialiser_out_last);
  assign inside_with_start = (events_inside + {2'b00,sequencer_event_starts});
  assign busy = (|events_inside);
  assign running = busy;
  assign useful_macs = drain_sequencer_useful_macs;
  assign stall_source = (busy && sequencer_waits_for_source);
  assign stall_drain = (busy && sequencer_waits_for_drain);
  always @(posedge clk) begin
    if(reset) begin
      quiet <= 5'h0c;
      accumulate_d1 <= 1'b0;
      accumulate_d2 <= 1'b0;
      accumulate_d3 <= 1'b0;
      first_d1 <= 1'b0;
      first_d2 <= 1'b0;
      first_d3 <= 1'b0;
      push_d1 <= 1'b0;
      push_d2 <= 1'b0;
      push_d3 <= 1'b0;
      written <= 1'b0;
      events_inside <= 3'b000;
    end else begin
      if((|quiet)) begin
        quiet <= (quiet - 5'h01);
      end
      if((! enable)) begin
        quiet <= 5'h0c;
      end
      accumulate_d1 <= sequencer_step;
      accumulate_d2 <= accumulate_d1;
      accumulate_d3 <= accumulate_d2;
      first_d1 <= sequencer_first_step;
      first_d2 <= first_d1;
      first_d3 <= first_d2;
      push_d1 <= (sequencer_step && sequencer_last_step);
      push_d2 <= push_d1;
      push_d3 <= push_d2;
      if(result_drain_write) begin
        written <= 1'b1;
      end
      if((result_drain_layer_written || (! runs))) begin
        written <= 1'b0;
      end
      events_inside <= (inside_with_start - {2'b00,event_leaves});
      if((! runs)) begin
        events_inside <= 3'b000;
      end
    end
  end

  always @(posedge clk) begin
    if(result_drain_write) begin
      written_place <= ({1'b0,result_drain_write_place} + {8'h0,result_drain_write_elements});
    end
  end

endmodule

// Makes one packet of an event: 5 header words, network_outputs words of the network, 6 classical words.
// network, classical: which parts are in it. It begins when its header and the first of each part are there.
// header: {channel, gain index, p, peak, stamp, flags, baseline}, valid with header_valid, taken by header_pop.
// network_valid, network_ready, network_data, network_last: the outputs as a stream.
// classical_valid, no_crossing, classical_words_<i>: the results of the chain, taken by classical_take.
// out_valid, out_ready, out_data, out_last: the packet; no register in between, a word a cycle.
// mismatch: one cycle after a network result that had another number of words. Reset: before the first word.
module pulse_in32_Packetiser (
  input  wire          network,
  input  wire          classical,
  input  wire [7:0]    network_outputs,
  input  wire          header_valid,
  output wire          header_pop,
  input  wire          network_valid,
  input  wire [31:0]   network_data,
  input  wire          network_last,
  output wire          network_ready,
  input  wire          classical_valid,
  input  wire          no_crossing,
  output wire          classical_take,
  output wire [31:0]   out_data,
  output wire          out_last,
  output wire          out_valid,
  input  wire          out_ready,
  output wire          mismatch,
  input  wire [96:0]   header,
  input  wire [31:0]   classical_words_0,
  input  wire [31:0]   classical_words_1,
  input  wire [31:0]   classical_words_2,
  input  wire [31:0]   classical_words_3,
  input  wire [31:0]   classical_words_4,
  input  wire [31:0]   classical_words_5,
  input  wire          clk,
  input  wire          reset
);

  reg        [3:0]    step;
  reg        [7:0]    sent;
  wire                begins;
  wire                in_network;
  wire                word_valid;
  wire                network_ends;
  wire       [7:0]    sent_with_this;
  wire                ends;
  wire                move;
  wire                skips;
  reg                 miscounted;
  wire       [15:0]   event_baseline;
  wire       [1:0]    flags;
  wire       [47:0]   time_stamp;
  wire       [16:0]   peak;
  wire       [5:0]    peak_length;
  wire       [3:0]    gain_index;
  wire       [3:0]    channel;
  wire       [7:0]    words_to_network;
  wire       [1:0]    content;
  wire                misses_crossing;
  reg        [7:0]    following;
  wire       [31:0]   header_word_0;
  wire       [31:0]   header_word_2;
  wire       [31:0]   result_word;

  assign begins = ((header_valid && (network_valid || (! network))) && (classical_valid || (! classical)));
  assign in_network = (step == 4'b0101);
  assign word_valid = ((! (|step)) ? begins : ((! in_network) || network_valid));
  assign network_ends = (in_network && network_last);
  assign sent_with_this = (sent + 8'h01);
  assign ends = ((step == 4'b1011) || (network_ends && (! classical)));
  assign move = (word_valid && out_ready);
  assign skips = ((step == 4'b0100) && (! network));
  assign mismatch = miscounted;
  assign event_baseline = header[15 : 0];
  assign flags = header[17 : 16];
  assign time_stamp = header[65 : 18];
  assign peak = header[82 : 66];
  assign peak_length = header[88 : 83];
  assign gain_index = header[92 : 89];
  assign channel = header[96 : 93];
  assign words_to_network = ((network_outputs & {8{network}}) + 8'h04);
  assign content = {classical,network};
  assign misses_crossing = (no_crossing && classical);
  assign header_word_0 = {4'b0000,channel,5'h0,misses_crossing,flags,6'h0,content,following};
  assign header_word_2 = {4'b0000,gain_index,2'b00,peak_length,time_stamp[47 : 32]};
  assign result_word = ((step == 4'b0101) ? network_data : ((step == 4'b0110) ? classical_words_0 : ((step == 4'b0111) ? classical_words_1 : ((step == 4'b1000) ? classical_words_2 : ((step == 4'b1001) ? classical_words_3 : ((step == 4'b1010) ? classical_words_4 : classical_words_5))))));
  assign out_data = ((step == 4'b0000) ? header_word_0 : ((step == 4'b0001) ? time_stamp[31 : 0] : ((step == 4'b0010) ? header_word_2 : ((step == 4'b0011) ? {16'h0,event_baseline} : ((step == 4'b0100) ? {{15{peak[16]}},peak} : result_word)))));
  assign out_last = ends;
  assign out_valid = word_valid;
  assign network_ready = (in_network && out_ready);
  assign header_pop = (move && ends);
  assign classical_take = ((move && ends) && classical);
  always @(posedge clk) begin
    if(reset) begin
      step <= 4'b0000;
      sent <= 8'h0;
      miscounted <= 1'b0;
    end else begin
      if((move && ((! in_network) || network_last))) begin
        step <= (step + 4'b0001);
      end
      if((move && skips)) begin
        step <= 4'b0110;
      end
      if((move && ends)) begin
        step <= 4'b0000;
      end
      if((move && in_network)) begin
        sent <= sent_with_this;
      end
      if((move && network_ends)) begin
        sent <= 8'h0;
      end
      miscounted <= ((move && network_ends) && (! (sent_with_this == network_outputs)));
    end
  end

  always @(posedge clk) begin
    following <= (words_to_network + (8'h06 & {8{classical}}));
  end

endmodule

// Headers of the events that an engine works on, first in first out, 16 deep; first word falls through.
// push, pushed: one in (only while room); valid, front: the oldest; pop takes it away. empty: none inside.
// A header is at front two cycles after its push at the earliest. Reset: empty.
module pulse_in32_EventQueue (
  input  wire          push,
  output wire          room,
  output wire          valid,
  input  wire          pop,
  output wire          empty,
  input  wire [96:0]   pushed,
  output wire [96:0]   front,
  input  wire          clk,
  input  wire          reset
);

  reg        [96:0]   store_spinal_port1;
  reg        [3:0]    head;
  reg        [3:0]    tail;
  reg        [4:0]    count;
  reg                 there;
  wire       [3:0]    following;
  wire       [4:0]    remaining;
  wire       [96:0]   store_write_data;
  wire                store_read_enable;
  wire       [96:0]   store_read_data;
  (* no_rw_check *) reg [96:0] store [0:15];

  always @(posedge clk) begin
    if(push) begin
      store[tail] <= store_write_data;
    end
  end

  always @(posedge clk) begin
    if(store_read_enable) begin
      store_spinal_port1 <= store[following];
    end
  end

  assign following = (head + {3'b000,pop});
  assign remaining = (count - {4'b0000,pop});
  assign store_write_data = pushed;
  assign store_read_enable = 1'b1;
  assign store_read_data = store_spinal_port1;
  assign front = store_read_data;
  assign empty = (! (|count));
  assign valid = there;
  assign room = (count < 5'h0f);
  always @(posedge clk) begin
    if(reset) begin
      head <= 4'b0000;
      tail <= 4'b0000;
      count <= 5'h0;
      there <= 1'b0;
    end else begin
      head <= following;
      tail <= (tail + {3'b000,push});
      count <= (remaining + {4'b0000,push});
      there <= (|remaining);
    end
  end

endmodule

// Takes events of its channels in turn: a header for each, then its samples, one a cycle, raw and normalised.
// available_<c> (waiting, where there is one channel), records_<c>, samples_<c>: from the front ends;
// read_position and read_enable go to all of them, done_<c> frees the event after its last read.
// header_valid, header: {channel, gain index, p, peak, stamp, flags, baseline}, one cycle, if header_room.
// out_valid, out_ready, out_last: out_sample = 16*x - baseline (signed, 4 fractional bits) and
// out_element = out_sample * gain / 2^shift, rounded to nearest with ties away from zero, saturated.
// normalise 0: gain and gain_shift; 1: gain by the 4 bits below the peak's leading one, gain_shift + p.
// gain_write, gain_address, gain_data: writes the gain table. The pipeline stands still while out_ready is 0.
// Latency: 7 cycles from grant to the first read; 8 (3 without network) from a read to its output.
// Reset: idle, turn 0; the gain table keeps its words.
module pulse_in32_EventReader (
  input  wire          normalise,
  input  wire [15:0]   gain,
  input  wire [4:0]    gain_shift,
  input  wire          gain_write,
  input  wire [3:0]    gain_address,
  input  wire [15:0]   gain_data,
  output wire          read_enable,
  input  wire          header_room,
  output wire          header_valid,
  output wire          out_valid,
  input  wire          out_ready,
  output wire          out_last,
  output wire          idle,
  input  wire [5:0]    window,
  input  wire          available_0,
  input  wire [77:0]   records_0,
  input  wire [11:0]   samples_0,
  output wire          done_0,
  output wire [4:0]    read_position,
  output wire [96:0]   header,
  output wire [16:0]   out_sample,
  output wire [16:0]   out_element,
  input  wire          clk,
  input  wire          reset
);

  reg        [15:0]   gains_spinal_port1;
  wire                last_read;
  reg                 served;
  reg        [3:0]    turn;
  wire                move;
  wire                grant;
  reg                 header_1;
  reg                 header_2;
  reg                 header_3;
  reg                 header_4;
  reg                 header_5;
  reg                 header_6;
  reg                 streaming;
  reg        [4:0]    position;
  wire       [5:0]    window_less_one;
  reg        [4:0]    last_position;
  reg        [77:0]   event_record;
  reg        [16:0]   peak;
  wire                peak_positive;
  wire       [15:0]   peak_or_one;
  wire       [5:0]    peak_length_to_8;
  wire       [5:0]    peak_length_to_16;
  reg        [5:0]    peak_length;
  reg        [15:0]   peak_magnitude;
  wire       [5:0]    peak_shift;
  wire       [19:0]   aligned_peak;
  reg        [3:0]    gain_index;
  wire       [15:0]   gains_write_data;
  wire                gains_read_enable;
  wire       [15:0]   gains_read_data;
  reg        [15:0]   used_gain;
  wire       [5:0]    used_length;
  wire       [3:0]    channel;
  reg        [5:0]    used_shift;
  reg                 valid_1;
  reg                 last_1;
  reg                 valid_2;
  reg                 last_2;
  reg                 valid_3;
  reg                 last_3;
  reg                 valid_4;
  reg                 last_4;
  reg                 valid_5;
  reg                 last_5;
  reg                 valid_6;
  reg                 last_6;
  reg                 valid_7;
  reg                 last_7;
  reg                 valid_8;
  reg                 last_8;
  reg        [11:0]   raw;
  reg        [16:0]   sample;
  reg        [16:0]   sample_d1;
  reg        [16:0]   sample_d2;
  reg        [16:0]   sample_d3;
  reg        [16:0]   sample_d4;
  reg        [16:0]   sample_d5;
  wire                negative;
  wire       [16:0]   negated_sample;
  wire       [16:0]   absolute_sample;
  reg        [15:0]   magnitude;
  reg        [31:0]   product;
  reg        [31:0]   product_registered;
  reg        [32:0]   shifted;
  wire       [33:0]   shifted_plus_half;
  wire       [32:0]   whole;
  wire                clips;
  wire       [16:0]   clipped;
  reg                 negative_d1;
  reg                 negative_d2;
  reg                 negative_d3;
  reg                 negative_d4;
  wire       [16:0]   negated_element;
  reg        [16:0]   element;
  wire                waiting;
  wire                heading;
  wire                quiet;
  wire                offered;
  wire       [0:0]    offered_by_turn;
  wire                pass;
  wire       [3:0]    following_turn;
  (* no_rw_check *) reg [15:0] gains [0:15];

  always @(posedge clk) begin
    if(gain_write) begin
      gains[gain_address] <= gains_write_data;
    end
  end

  always @(posedge clk) begin
    if(gains_read_enable) begin
      gains_spinal_port1 <= gains[gain_index];
    end
  end

  assign move = (out_ready || (! out_valid));
  assign window_less_one = (window - 6'h01);
  assign last_read = ((streaming && move) && (position == last_position));
  assign read_position = position;
  assign read_enable = move;
  assign done_0 = (last_read && (turn == 4'b0000));
  assign peak_positive = ((! peak[16]) && (|peak));
  assign peak_or_one = (peak_positive ? peak[15 : 0] : 16'h0001);
  assign peak_length_to_8 = (peak_or_one[7] ? 6'h08 : (peak_or_one[6] ? 6'h07 : (peak_or_one[5] ? 6'h06 : (peak_or_one[4] ? 6'h05 : (peak_or_one[3] ? 6'h04 : (peak_or_one[2] ? 6'h03 : (peak_or_one[1] ? 6'h02 : (peak_or_one[0] ? 6'h01 : 6'h0))))))));
  assign peak_length_to_16 = (peak_or_one[15] ? 6'h10 : (peak_or_one[14] ? 6'h0f : (peak_or_one[13] ? 6'h0e : (peak_or_one[12] ? 6'h0d : (peak_or_one[11] ? 6'h0c : (peak_or_one[10] ? 6'h0b : (peak_or_one[9] ? 6'h0a : (peak_or_one[8] ? 6'h09 : peak_length_to_8))))))));
  assign peak_shift = (peak_length - 6'h01);
  assign aligned_peak = ({peak_magnitude,4'b0000} >>> peak_shift);
  assign gains_write_data = gain_data;
  assign gains_read_enable = 1'b1;
  assign gains_read_data = gains_spinal_port1;
  assign used_length = (peak_length & {6{normalise}});
  assign header_valid = header_5;
  assign channel = turn;
  assign header = {channel,(gain_index & {4{normalise}}),used_length,peak,event_record[77 : 12]};
  assign out_sample = sample_d5;
  assign negative = sample[16];
  assign negated_sample = ((~ sample) + 17'h00001);
  assign absolute_sample = (negative ? negated_sample : sample);
  assign shifted_plus_half = ({1'b0,shifted} + {1'b0,33'h000000001});
  assign whole = shifted_plus_half[33 : 1];
  assign clips = (|whole[32 : 16]);
  assign clipped = {1'b0,(whole[15 : 0] | {16{clips}})};
  assign negated_element = ((~ clipped) + 17'h00001);
  assign out_element = element;
  assign out_valid = valid_8;
  assign out_last = last_8;
  assign waiting = available_0;
  assign heading = (((((header_1 || header_2) || header_3) || header_4) || header_5) || header_6);
  assign quiet = (! ((heading || streaming) || (((((((valid_1 || valid_2) || valid_3) || valid_4) || valid_5) || valid_6) || valid_7) || valid_8)));
  assign offered_by_turn = available_0;
  assign offered = offered_by_turn[0];
  assign grant = (((quiet && offered) && header_room) && (! served));
  assign pass = (quiet && (served || ((! offered) && waiting)));
  assign following_turn = (turn + 4'b0001);
  assign idle = (quiet && (! waiting));
  always @(posedge clk) begin
    if(reset) begin
      served <= 1'b0;
      turn <= 4'b0000;
      header_1 <= 1'b0;
      header_2 <= 1'b0;
      header_3 <= 1'b0;
      header_4 <= 1'b0;
      header_5 <= 1'b0;
      header_6 <= 1'b0;
      streaming <= 1'b0;
      position <= 5'h0;
      valid_1 <= 1'b0;
      last_1 <= 1'b0;
      valid_2 <= 1'b0;
      last_2 <= 1'b0;
      valid_3 <= 1'b0;
      last_3 <= 1'b0;
      valid_4 <= 1'b0;
      last_4 <= 1'b0;
      valid_5 <= 1'b0;
      last_5 <= 1'b0;
      valid_6 <= 1'b0;
      last_6 <= 1'b0;
      valid_7 <= 1'b0;
      last_7 <= 1'b0;
      valid_8 <= 1'b0;
      last_8 <= 1'b0;
      negative_d1 <= 1'b0;
      negative_d2 <= 1'b0;
      negative_d3 <= 1'b0;
      negative_d4 <= 1'b0;
    end else begin
      header_1 <= grant;
      header_2 <= header_1;
      header_3 <= header_2;
      header_4 <= header_3;
      header_5 <= header_4;
      header_6 <= header_5;
      if((streaming && move)) begin
        position <= (position + 5'h01);
      end
      if(last_read) begin
        streaming <= 1'b0;
      end
      if(header_6) begin
        streaming <= 1'b1;
        position <= 5'h0;
      end
      if(move) begin
        valid_1 <= streaming;
      end
      if(move) begin
        last_1 <= last_read;
      end
      if(move) begin
        valid_2 <= valid_1;
      end
      if(move) begin
        last_2 <= last_1;
      end
      if(move) begin
        valid_3 <= valid_2;
      end
      if(move) begin
        last_3 <= last_2;
      end
      if(move) begin
        valid_4 <= valid_3;
      end
      if(move) begin
        last_4 <= last_3;
      end
      if(move) begin
        valid_5 <= valid_4;
      end
      if(move) begin
        last_5 <= last_4;
      end
      if(move) begin
        valid_6 <= valid_5;
      end
      if(move) begin
        last_6 <= last_5;
      end
      if(move) begin
        valid_7 <= valid_6;
      end
      if(move) begin
        last_7 <= last_6;
      end
      if(move) begin
        valid_8 <= valid_7;
      end
      if(move) begin
        last_8 <= last_7;
      end
      if(move) begin
        negative_d1 <= negative;
      end
      if(move) begin
        negative_d2 <= negative_d1;
      end
      if(move) begin
        negative_d3 <= negative_d2;
      end
      if(move) begin
        negative_d4 <= negative_d3;
      end
      if(last_read) begin
        served <= 1'b1;
      end
      if(pass) begin
        served <= 1'b0;
        turn <= ((turn == 4'b0000) ? 4'b0000 : following_turn);
      end
    end
  end

  always @(posedge clk) begin
    last_position <= window_less_one[4 : 0];
    if(header_1) begin
      event_record <= records_0;
    end
    peak <= ({1'b0,event_record[11 : 0],4'b0000} - {1'b0,event_record[27 : 12]});
    peak_length <= peak_length_to_16;
    peak_magnitude <= peak_or_one;
    gain_index <= aligned_peak[3 : 0];
    used_gain <= (normalise ? gains_read_data : gain);
    used_shift <= ({1'b0,gain_shift} + used_length);
    if(move) begin
      raw <= samples_0;
    end
    if(move) begin
      sample <= ({1'b0,raw,4'b0000} - {1'b0,event_record[27 : 12]});
    end
    if(move) begin
      sample_d1 <= sample;
    end
    if(move) begin
      sample_d2 <= sample_d1;
    end
    if(move) begin
      sample_d3 <= sample_d2;
    end
    if(move) begin
      sample_d4 <= sample_d3;
    end
    if(move) begin
      sample_d5 <= sample_d4;
    end
    if(move) begin
      magnitude <= absolute_sample[15 : 0];
    end
    if(move) begin
      product <= (magnitude * used_gain);
    end
    if(move) begin
      product_registered <= product;
    end
    if(move) begin
      shifted <= ({product_registered,1'b0} >>> used_shift);
    end
    if(move) begin
      element <= (negative_d4 ? (clips ? 17'h10000 : negated_element) : clipped);
    end
  end

endmodule

// Optimal filter: A = sum of a[i]*y[i] >> amplitude_shift, B = sum of b[i]*y[i] >> time_shift, tau = 1024*B/A.
// in_valid, in_first, in_sample: samples into half store_half of the sample memory, filter_length of them from
// number filter_start on; start: sum half sum_half with the coefficients of bank.
// amplitude (A), amplitude_time (B): saturated to 32 bits; quotient: tau, rounded on the magnitude, 0 if A <= 0.
// busy: from the cycle after start, filter_length + 53 cycles; then results are valid, until the next start.
// amplitude_write, time_write, load_address, load_data: writes a or b, signed; word = bank * samples + i.
// Reset: idle; coefficient and sample memories keep their words.
module pulse_in32_OptimalFilter (
  input  wire [4:0]    amplitude_shift,
  input  wire [4:0]    time_shift,
  input  wire          amplitude_write,
  input  wire          time_write,
  input  wire [17:0]   load_data,
  input  wire          in_valid,
  input  wire          in_first,
  input  wire          store_half,
  input  wire          start,
  input  wire          sum_half,
  output wire          busy,
  output wire [31:0]   amplitude,
  output wire [31:0]   amplitude_time,
  output wire [31:0]   quotient,
  input  wire [4:0]    filter_start,
  input  wire [5:0]    filter_length,
  input  wire [8:0]    load_address,
  input  wire [16:0]   in_sample,
  input  wire [3:0]    bank,
  input  wire          clk,
  input  wire          reset
);

  wire       [42:0]   divider_numerator;
  reg        [16:0]   samples_spinal_port1;
  reg        [17:0]   amplitude_coefficients_spinal_port1;
  reg        [17:0]   time_coefficients_spinal_port1;
  wire                divider_busy;
  wire       [42:0]   divider_quotient;
  reg        [4:0]    following;
  wire       [4:0]    position;
  reg        [5:0]    place;
  reg        [16:0]   kept;
  reg        [0:0]    kept_half;
  wire       [5:0]    store_address;
  reg                 kept_valid;
  wire                store;
  wire       [16:0]   samples_write_data;
  wire       [17:0]   amplitude_coefficients_write_data;
  wire       [17:0]   time_coefficients_write_data;
  reg        [5:0]    left;
  reg        [4:0]    index;
  wire                reading;
  wire       [5:0]    sum_address;
  wire                samples_read_enable;
  wire       [16:0]   samples_read_data;
  reg        [16:0]   sample_read;
  wire       [8:0]    coefficient_address;
  reg                 add_d1;
  reg                 add_d2;
  reg                 add_d3;
  reg                 add_d4;
  reg                 summed_d1;
  reg                 summed_d2;
  reg                 summed_d3;
  reg                 summed_d4;
  reg                 summed_d5;
  wire                amplitude_coefficients_read_enable;
  wire       [17:0]   amplitude_coefficients_read_data;
  reg        [17:0]   amplitude_coefficient;
  reg        [34:0]   amplitude_product_d1;
  reg        [34:0]   amplitude_product_d2;
  reg        [39:0]   amplitude_sum;
  reg        [39:0]   amplitude_shifted;
  wire                amplitude_negative;
  wire                amplitude_fits;
  reg        [31:0]   amplitude_word;
  wire                time_coefficients_read_enable;
  wire       [17:0]   time_coefficients_read_data;
  reg        [17:0]   time_coefficient;
  reg        [34:0]   time_product_d1;
  reg        [34:0]   time_product_d2;
  reg        [39:0]   time_sum;
  reg        [39:0]   time_shifted;
  wire                time_negative;
  wire                time_fits;
  reg        [31:0]   time_word;
  reg                 words_d1;
  reg                 words_d2;
  wire       [31:0]   negated_time;
  reg                 divide;
  reg        [31:0]   dividend;
  wire       [43:0]   quotient_plus_half;
  wire       [42:0]   rounded_quotient;
  wire                quotient_too_large;
  wire       [31:0]   positive_quotient;
  wire       [31:0]   negative_quotient;
  reg        [31:0]   quotient_word;
  wire                dividing;
  reg                 was_dividing;
  reg                 divided;
  reg                 working;
  (* no_rw_check *) reg [16:0] samples [0:63];
  (* no_rw_check *) reg [17:0] amplitude_coefficients [0:511];
  (* no_rw_check *) reg [17:0] time_coefficients [0:511];

  always @(posedge clk) begin
    if(store) begin
      samples[store_address] <= samples_write_data;
    end
  end

  always @(posedge clk) begin
    if(samples_read_enable) begin
      samples_spinal_port1 <= samples[sum_address];
    end
  end

  always @(posedge clk) begin
    if(amplitude_write) begin
      amplitude_coefficients[load_address] <= amplitude_coefficients_write_data;
    end
  end

  always @(posedge clk) begin
    if(amplitude_coefficients_read_enable) begin
      amplitude_coefficients_spinal_port1 <= amplitude_coefficients[coefficient_address];
    end
  end

  always @(posedge clk) begin
    if(time_write) begin
      time_coefficients[load_address] <= time_coefficients_write_data;
    end
  end

  always @(posedge clk) begin
    if(time_coefficients_read_enable) begin
      time_coefficients_spinal_port1 <= time_coefficients[coefficient_address];
    end
  end

  pulse_in32_SerialDivider_1 divider (
    .start       (divide                 ), //i
    .busy        (divider_busy           ), //o
    .head        (32'h0                  ), //i
    .numerator   (divider_numerator[42:0]), //i
    .denominator (amplitude_word[31:0]   ), //i
    .quotient    (divider_quotient[42:0] ), //o
    .clk         (clk                    ), //i
    .reset       (reset                  )  //i
  );
  assign position = (following & {5{(! in_first)}});
  assign store_address = {kept_half,place[4 : 0]};
  assign store = (kept_valid && (! place[5]));
  assign samples_write_data = kept;
  assign amplitude_coefficients_write_data = load_data;
  assign time_coefficients_write_data = load_data;
  assign reading = (|left);
  assign sum_address = {sum_half,index};
  assign samples_read_enable = 1'b1;
  assign samples_read_data = samples_spinal_port1;
  assign coefficient_address = {bank,index};
  assign amplitude_coefficients_read_enable = 1'b1;
  assign amplitude_coefficients_read_data = amplitude_coefficients_spinal_port1;
  assign amplitude_negative = amplitude_shifted[39];
  assign amplitude_fits = (! (|(amplitude_shifted[39 : 31] ^ {9{amplitude_negative}})));
  assign time_coefficients_read_enable = 1'b1;
  assign time_coefficients_read_data = time_coefficients_spinal_port1;
  assign time_negative = time_shifted[39];
  assign time_fits = (! (|(time_shifted[39 : 31] ^ {9{time_negative}})));
  assign amplitude = amplitude_word;
  assign amplitude_time = time_word;
  assign negated_time = ((~ time_word) + 32'h00000001);
  assign divider_numerator = {dividend,11'h0};
  assign quotient_plus_half = ({1'b0,divider_quotient} + {42'd0, 1'b0,1'b1});
  assign rounded_quotient = quotient_plus_half[43 : 1];
  assign quotient_too_large = (|rounded_quotient[42 : 31]);
  assign positive_quotient = {1'b0,(rounded_quotient[30 : 0] | {31{quotient_too_large}})};
  assign negative_quotient = ((~ positive_quotient) + 32'h00000001);
  assign quotient = quotient_word;
  assign dividing = (divider_busy || divide);
  assign busy = working;
  always @(posedge clk) begin
    if(in_valid) begin
      following <= (position + 5'h01);
    end
    place <= ({1'b0,position} - {1'b0,filter_start});
    kept <= in_sample;
    kept_half <= store_half;
    sample_read <= samples_read_data;
    amplitude_coefficient <= amplitude_coefficients_read_data;
    amplitude_product_d1 <= ($signed(sample_read) * $signed(amplitude_coefficient));
    amplitude_product_d2 <= amplitude_product_d1;
    if(add_d4) begin
      amplitude_sum <= (amplitude_sum + {{5{amplitude_product_d2[34]}},amplitude_product_d2});
    end
    if(start) begin
      amplitude_sum <= 40'h0;
    end
    amplitude_shifted <= ($signed(amplitude_sum) >>> amplitude_shift);
    amplitude_word <= (amplitude_fits ? amplitude_shifted[31 : 0] : {amplitude_negative,{31{(! amplitude_negative)}}});
    time_coefficient <= time_coefficients_read_data;
    time_product_d1 <= ($signed(sample_read) * $signed(time_coefficient));
    time_product_d2 <= time_product_d1;
    if(add_d4) begin
      time_sum <= (time_sum + {{5{time_product_d2[34]}},time_product_d2});
    end
    if(start) begin
      time_sum <= 40'h0;
    end
    time_shifted <= ($signed(time_sum) >>> time_shift);
    time_word <= (time_fits ? time_shifted[31 : 0] : {time_negative,{31{(! time_negative)}}});
    dividend <= (time_word[31] ? negated_time : time_word);
    quotient_word <= ((time_word[31] ? negative_quotient : positive_quotient) & {32{((! amplitude_word[31]) && (|amplitude_word))}});
  end

  always @(posedge clk) begin
    if(reset) begin
      kept_valid <= 1'b0;
      left <= 6'h0;
      index <= 5'h0;
      add_d1 <= 1'b0;
      add_d2 <= 1'b0;
      add_d3 <= 1'b0;
      add_d4 <= 1'b0;
      summed_d1 <= 1'b0;
      summed_d2 <= 1'b0;
      summed_d3 <= 1'b0;
      summed_d4 <= 1'b0;
      summed_d5 <= 1'b0;
      words_d1 <= 1'b0;
      words_d2 <= 1'b0;
      divide <= 1'b0;
      was_dividing <= 1'b0;
      divided <= 1'b0;
      working <= 1'b0;
    end else begin
      kept_valid <= in_valid;
      if(reading) begin
        left <= (left - 6'h01);
        index <= (index + 5'h01);
      end
      if(start) begin
        left <= filter_length;
        index <= 5'h0;
      end
      add_d1 <= reading;
      add_d2 <= add_d1;
      add_d3 <= add_d2;
      add_d4 <= add_d3;
      summed_d1 <= (reading && (left == 6'h01));
      summed_d2 <= summed_d1;
      summed_d3 <= summed_d2;
      summed_d4 <= summed_d3;
      summed_d5 <= summed_d4;
      words_d1 <= summed_d5;
      words_d2 <= words_d1;
      divide <= words_d2;
      was_dividing <= dividing;
      divided <= (was_dividing && (! dividing));
      if(divided) begin
        working <= 1'b0;
      end
      if(start) begin
        working <= 1'b1;
      end
    end
  end

endmodule

// Constant-fraction discriminator over the samples of an event, one a cycle:
// c[i] = fraction * y[i] - 256 * y[i - delay_samples]; the first c > arm arms, the next c < 0 is the crossing.
// in_valid, in_first, in_sample: the samples, signed; samples before the first are 0.
// found: there was a crossing, valid 4 cycles after the event's last sample.
// crossing_time: of the crossing, in 2^-10 samples from the first one, linearly interpolated and rounded;
// valid while busy is 0 (the division takes 11 cycles). Reset: nothing found; the sample memory keeps its words.
module pulse_in32_FractionDiscriminator (
  input  wire [7:0]    fraction,
  input  wire [7:0]    delay_samples,
  input  wire [29:0]   arm,
  input  wire          in_valid,
  input  wire          in_first,
  output wire          found,
  output wire          busy,
  input  wire [16:0]   in_sample,
  output wire [15:0]   crossing_time,
  input  wire          clk,
  input  wire          reset
);

  reg        [16:0]   samples_spinal_port1;
  wire                divider_busy;
  wire       [10:0]   divider_quotient;
  reg        [5:0]    following;
  wire       [5:0]    position;
  wire       [5:0]    delayed_position;
  wire       [4:0]    write_address;
  wire       [16:0]   samples_write_data;
  wire       [4:0]    read_address;
  wire                samples_read_enable;
  wire       [16:0]   samples_read_data;
  reg                 inside_window;
  reg        [16:0]   sample_1;
  reg        [8:0]    factor;
  reg        [25:0]   product;
  reg        [16:0]   delayed;
  wire       [24:0]   delayed_times_256;
  wire       [26:0]   product_less_delayed;
  reg        [25:0]   difference;
  reg                 valid_d1;
  reg                 valid_d2;
  reg                 valid_d3;
  reg                 first_d1;
  reg                 first_d2;
  reg                 first_d3;
  reg        [5:0]    position_d1;
  reg        [5:0]    position_d2;
  reg        [5:0]    position_d3;
  reg        [25:0]   difference_before;
  reg                 armed;
  reg                 have;
  wire       [30:0]   arm_level;
  wire       [30:0]   wide_difference;
  wire                crossing;
  reg        [5:0]    sample_before_crossing;
  reg        [25:0]   numerator;
  reg        [25:0]   denominator;
  reg                 divide;
  wire       [11:0]   quotient_plus_half;
  wire       [10:0]   crossing_fraction;
  (* no_rw_check *) reg [16:0] samples [0:31];

  always @(posedge clk) begin
    if(in_valid) begin
      samples[write_address] <= samples_write_data;
    end
  end

  always @(posedge clk) begin
    if(samples_read_enable) begin
      samples_spinal_port1 <= samples[read_address];
    end
  end

  pulse_in32_SerialDivider divider (
    .start       (divide                ), //i
    .busy        (divider_busy          ), //o
    .head        (numerator[25:0]       ), //i
    .numerator   (11'h0                 ), //i
    .denominator (denominator[25:0]     ), //i
    .quotient    (divider_quotient[10:0]), //o
    .clk         (clk                   ), //i
    .reset       (reset                 )  //i
  );
  assign position = (following & {6{(! in_first)}});
  assign delayed_position = (position - delay_samples[5 : 0]);
  assign write_address = position[4 : 0];
  assign samples_write_data = in_sample;
  assign read_address = delayed_position[4 : 0];
  assign samples_read_enable = 1'b1;
  assign samples_read_data = samples_spinal_port1;
  assign delayed_times_256 = {delayed,8'h0};
  assign product_less_delayed = ({product[25],product} - {{2{delayed_times_256[24]}},delayed_times_256});
  assign arm_level = {1'b0,arm};
  assign wide_difference = {{5{difference[25]}},difference};
  assign crossing = ((((valid_d3 && (! first_d3)) && armed) && (! have)) && difference[25]);
  assign quotient_plus_half = ({1'b0,divider_quotient} + 12'h001);
  assign crossing_fraction = quotient_plus_half[11 : 1];
  assign crossing_time = ({sample_before_crossing,10'h0} + {5'h0,crossing_fraction});
  assign found = have;
  assign busy = (divider_busy || divide);
  always @(posedge clk) begin
    if(in_valid) begin
      following <= (position + 6'h01);
    end
    sample_1 <= in_sample;
    factor <= {1'b0,fraction};
    product <= ($signed(sample_1) * $signed(factor));
    delayed <= (samples_read_data & {17{inside_window}});
    difference <= product_less_delayed[25 : 0];
    position_d1 <= position;
    position_d2 <= position_d1;
    position_d3 <= position_d2;
    if(valid_d3) begin
      difference_before <= difference;
    end
    if(crossing) begin
      sample_before_crossing <= (position_d3 - 6'h01);
      numerator <= difference_before;
      denominator <= (difference_before - difference);
    end
  end

  always @(posedge clk) begin
    if(reset) begin
      inside_window <= 1'b0;
      valid_d1 <= 1'b0;
      valid_d2 <= 1'b0;
      valid_d3 <= 1'b0;
      first_d1 <= 1'b0;
      first_d2 <= 1'b0;
      first_d3 <= 1'b0;
      armed <= 1'b0;
      have <= 1'b0;
      divide <= 1'b0;
    end else begin
      inside_window <= (! delayed_position[5]);
      valid_d1 <= in_valid;
      valid_d2 <= valid_d1;
      valid_d3 <= valid_d2;
      first_d1 <= in_first;
      first_d2 <= first_d1;
      first_d3 <= first_d2;
      if(valid_d3) begin
        armed <= ((armed && (! first_d3)) || ({(! arm_level[30]),arm_level[29 : 0]} < {(! wide_difference[30]),wide_difference[29 : 0]}));
        have <= ((have && (! first_d3)) || crossing);
      end
      divide <= crossing;
    end
  end

endmodule

// Pole-zero cancellation and trapezoid over the samples of an event, one a cycle:
// z[i] = sum of (y[i] - pole * y[i-1]), saturated; s[i] = z[i] - z[i-rise];
// trapezoid = sum of (s[i] - s[i-rise-flat]).
// in_valid, in_first, in_last, in_sample: the samples y (4 fractional bits; pole has 16), 0 before the first.
// largest: the largest trapezoid value; at_pick: its value at sample number picked; both saturated to 32 bits.
// ended: pulse, 12 cycles after the last sample; the results stay until the next event's end.
// Stages: _1 to _4 pole-zero, _5 z, _7 s, _9 difference of s, _10 sum. Reset clears the valid bits only.
module pulse_in32_TrapezoidShaper (
  input  wire [16:0]   pole,
  input  wire          in_valid,
  input  wire          in_first,
  input  wire          in_last,
  output wire          ended,
  output wire [31:0]   largest,
  output wire [31:0]   at_pick,
  input  wire [4:0]    rise,
  input  wire [4:0]    flat,
  input  wire [4:0]    picked,
  input  wire [16:0]   in_sample,
  input  wire          clk,
  input  wire          reset
);

  reg        [19:0]   shaped_spinal_port1;
  reg        [20:0]   differences_spinal_port1;
  reg                 valid_1;
  reg                 valid_2;
  reg                 valid_3;
  reg                 valid_4;
  reg                 valid_5;
  reg                 valid_6;
  reg                 valid_7;
  reg                 valid_8;
  reg                 valid_9;
  reg                 valid_10;
  reg                 first_1;
  reg                 first_2;
  reg                 first_3;
  reg                 first_4;
  reg                 first_5;
  reg                 first_6;
  reg                 first_7;
  reg                 first_8;
  reg                 first_9;
  reg                 first_10;
  reg        [16:0]   sample_1;
  reg        [16:0]   sample_before;
  reg        [16:0]   before_1;
  reg        [17:0]   factor;
  reg        [34:0]   product_d1;
  reg        [34:0]   product_d2;
  reg        [16:0]   sample_2_d1;
  reg        [16:0]   sample_2_d2;
  wire       [32:0]   scaled_sample;
  reg        [38:0]   difference;
  reg        [38:0]   pole_zero_sum;
  wire       [38:0]   pole_zero_next;
  wire       [22:0]   pole_zero_whole;
  wire                pole_zero_negative;
  wire                pole_zero_fits;
  reg        [19:0]   shaped_sample;
  reg        [4:0]    position_5;
  wire       [4:0]    following_position;
  reg        [4:0]    rise_and_flat;
  reg        [4:0]    rise_samples;
  wire       [5:0]    rise_position;
  wire       [19:0]   shaped_write_data;
  wire       [4:0]    rise_address;
  wire                shaped_read_enable;
  wire       [19:0]   shaped_read_data;
  reg                 rise_inside;
  reg        [19:0]   rise_undelayed;
  wire       [19:0]   rise_delayed;
  reg        [20:0]   rise_difference;
  reg        [4:0]    position_5_d1;
  reg        [4:0]    position_5_d2;
  wire       [5:0]    whole_position;
  wire       [20:0]   differences_write_data;
  wire       [4:0]    whole_address;
  wire                differences_read_enable;
  wire       [20:0]   differences_read_data;
  reg                 whole_inside;
  reg        [20:0]   whole_undelayed;
  wire       [20:0]   whole_delayed;
  reg        [21:0]   whole_difference;
  reg        [4:0]    position_7_d1;
  reg        [4:0]    position_7_d2;
  reg        [26:0]   trapezoid_sum;
  reg        [4:0]    pick_position;
  reg                 pick_10;
  reg        [26:0]   trapezoid_largest;
  reg        [26:0]   trapezoid_picked;
  reg        [31:0]   largest_word;
  reg        [31:0]   picked_word;
  reg                 ended_d1;
  reg                 ended_d2;
  reg                 ended_d3;
  reg                 ended_d4;
  reg                 ended_d5;
  reg                 ended_d6;
  reg                 ended_d7;
  reg                 ended_d8;
  reg                 ended_d9;
  reg                 ended_d10;
  reg                 ended_d11;
  reg                 ended_d12;
  (* no_rw_check *) reg [19:0] shaped [0:31];
  (* no_rw_check *) reg [20:0] differences [0:31];

  always @(posedge clk) begin
    if(valid_5) begin
      shaped[position_5] <= shaped_write_data;
    end
  end

  always @(posedge clk) begin
    if(shaped_read_enable) begin
      shaped_spinal_port1 <= shaped[rise_address];
    end
  end

  always @(posedge clk) begin
    if(valid_7) begin
      differences[position_5_d2] <= differences_write_data;
    end
  end

  always @(posedge clk) begin
    if(differences_read_enable) begin
      differences_spinal_port1 <= differences[whole_address];
    end
  end

  assign scaled_sample = {sample_2_d2,16'h0};
  assign pole_zero_next = (difference + (pole_zero_sum & {39{(! first_4)}}));
  assign pole_zero_whole = pole_zero_next[38 : 16];
  assign pole_zero_negative = pole_zero_whole[22];
  assign pole_zero_fits = (! (|(pole_zero_whole[22 : 19] ^ {4{pole_zero_negative}})));
  assign following_position = (position_5 + 5'h01);
  assign rise_position = ({1'b0,position_5} - {1'b0,rise_samples});
  assign shaped_write_data = shaped_sample;
  assign rise_address = rise_position[4 : 0];
  assign shaped_read_enable = 1'b1;
  assign shaped_read_data = shaped_spinal_port1;
  assign rise_delayed = (shaped_read_data & {20{rise_inside}});
  assign whole_position = ({1'b0,position_5_d2} - {1'b0,rise_and_flat});
  assign differences_write_data = rise_difference;
  assign whole_address = whole_position[4 : 0];
  assign differences_read_enable = 1'b1;
  assign differences_read_data = differences_spinal_port1;
  assign whole_delayed = (differences_read_data & {21{whole_inside}});
  assign largest = largest_word;
  assign at_pick = picked_word;
  assign ended = ended_d12;
  always @(posedge clk) begin
    if(reset) begin
      valid_1 <= 1'b0;
      valid_2 <= 1'b0;
      valid_3 <= 1'b0;
      valid_4 <= 1'b0;
      valid_5 <= 1'b0;
      valid_6 <= 1'b0;
      valid_7 <= 1'b0;
      valid_8 <= 1'b0;
      valid_9 <= 1'b0;
      valid_10 <= 1'b0;
      first_1 <= 1'b0;
      first_2 <= 1'b0;
      first_3 <= 1'b0;
      first_4 <= 1'b0;
      first_5 <= 1'b0;
      first_6 <= 1'b0;
      first_7 <= 1'b0;
      first_8 <= 1'b0;
      first_9 <= 1'b0;
      first_10 <= 1'b0;
      rise_inside <= 1'b0;
      whole_inside <= 1'b0;
      pick_10 <= 1'b0;
      ended_d1 <= 1'b0;
      ended_d2 <= 1'b0;
      ended_d3 <= 1'b0;
      ended_d4 <= 1'b0;
      ended_d5 <= 1'b0;
      ended_d6 <= 1'b0;
      ended_d7 <= 1'b0;
      ended_d8 <= 1'b0;
      ended_d9 <= 1'b0;
      ended_d10 <= 1'b0;
      ended_d11 <= 1'b0;
      ended_d12 <= 1'b0;
    end else begin
      valid_1 <= in_valid;
      valid_2 <= valid_1;
      valid_3 <= valid_2;
      valid_4 <= valid_3;
      valid_5 <= valid_4;
      valid_6 <= valid_5;
      valid_7 <= valid_6;
      valid_8 <= valid_7;
      valid_9 <= valid_8;
      valid_10 <= valid_9;
      first_1 <= in_first;
      first_2 <= first_1;
      first_3 <= first_2;
      first_4 <= first_3;
      first_5 <= first_4;
      first_6 <= first_5;
      first_7 <= first_6;
      first_8 <= first_7;
      first_9 <= first_8;
      first_10 <= first_9;
      rise_inside <= (! rise_position[5]);
      whole_inside <= (! whole_position[5]);
      pick_10 <= (position_7_d2 == pick_position);
      ended_d1 <= (in_valid && in_last);
      ended_d2 <= ended_d1;
      ended_d3 <= ended_d2;
      ended_d4 <= ended_d3;
      ended_d5 <= ended_d4;
      ended_d6 <= ended_d5;
      ended_d7 <= ended_d6;
      ended_d8 <= ended_d7;
      ended_d9 <= ended_d8;
      ended_d10 <= ended_d9;
      ended_d11 <= ended_d10;
      ended_d12 <= ended_d11;
    end
  end

  always @(posedge clk) begin
    sample_1 <= in_sample;
    if(in_valid) begin
      sample_before <= in_sample;
    end
    before_1 <= (sample_before & {17{(! in_first)}});
    factor <= {1'b0,pole};
    product_d1 <= ($signed(before_1) * $signed(factor));
    product_d2 <= product_d1;
    sample_2_d1 <= sample_1;
    sample_2_d2 <= sample_2_d1;
    difference <= ({{6{scaled_sample[32]}},scaled_sample} - {{4{product_d2[34]}},product_d2});
    if(valid_4) begin
      pole_zero_sum <= pole_zero_next;
    end
    shaped_sample <= (pole_zero_fits ? pole_zero_whole[19 : 0] : {pole_zero_negative,{19{(! pole_zero_negative)}}});
    if(valid_4) begin
      position_5 <= (first_4 ? 5'h0 : following_position);
    end
    rise_and_flat <= (rise + flat);
    rise_samples <= rise;
    rise_undelayed <= shaped_sample;
    rise_difference <= ({rise_undelayed[19],rise_undelayed} - {rise_delayed[19],rise_delayed});
    position_5_d1 <= position_5;
    position_5_d2 <= position_5_d1;
    whole_undelayed <= rise_difference;
    whole_difference <= ({whole_undelayed[20],whole_undelayed} - {whole_delayed[20],whole_delayed});
    position_7_d1 <= position_5_d2;
    position_7_d2 <= position_7_d1;
    if(valid_9) begin
      trapezoid_sum <= ((trapezoid_sum & {27{(! first_9)}}) + {{5{whole_difference[21]}},whole_difference});
    end
    pick_position <= picked;
    if((valid_10 && (({(! trapezoid_largest[26]),trapezoid_largest[25 : 0]} < {(! trapezoid_sum[26]),trapezoid_sum[25 : 0]}) || first_10))) begin
      trapezoid_largest <= trapezoid_sum;
    end
    if((valid_10 && pick_10)) begin
      trapezoid_picked <= trapezoid_sum;
    end
    largest_word <= {{5{trapezoid_largest[26]}},trapezoid_largest};
    picked_word <= {{5{trapezoid_picked[26]}},trapezoid_picked};
  end

endmodule

// Processing element: its own copy of the activation memory in banks, weight memory, arithmetic units.
// read: a step, of consecutive elements from place on (0 outside low..high-1), with the word at weight_address.
// accumulate: adds the products of the step that was read 3 cycles before (4 with more than 4 multipliers);
// first: to zero instead of the sum. sums: 32 bits a unit, unit 0 lowest, with this step, before the clock edge.
// write_banks, write_row_<b>, write_data_<b>: writes one element into each bank whose bit is 1.
// load_valid, load_word, load_part, load_data: 32 bits of a weight word; byte a * multipliers + j is the
// weight of unit a for element j.
// Stages: memories; rotate (element_<j>); multiply (product_<a>_<j>); add (partial_*, total_<a>, sum_<a>).
// No reset: sums and products are guarded by accumulate and first, memories keep their words.
module pulse_in32_ProcessingElement (
  input  wire          read,
  input  wire          accumulate,
  input  wire          first,
  input  wire          load_valid,
  input  wire [31:0]   load_data,
  input  wire [13:0]   place,
  input  wire [13:0]   low,
  input  wire [13:0]   high,
  input  wire [9:0]    weight_address,
  output wire [127:0]  sums,
  input  wire [3:0]    write_banks,
  input  wire [7:0]    write_row_0,
  input  wire [16:0]   write_data_0,
  input  wire [7:0]    write_row_1,
  input  wire [16:0]   write_data_1,
  input  wire [7:0]    write_row_2,
  input  wire [16:0]   write_data_2,
  input  wire [7:0]    write_row_3,
  input  wire [16:0]   write_data_3,
  input  wire [9:0]    load_word,
  input  wire [1:0]    load_part,
  input  wire          clk,
  input  wire          reset
);

  reg        [16:0]   bank_0_spinal_port1;
  reg        [16:0]   bank_1_spinal_port1;
  reg        [16:0]   bank_2_spinal_port1;
  reg        [16:0]   bank_3_spinal_port1;
  reg        [31:0]   weights_0_spinal_port1;
  reg        [31:0]   weights_1_spinal_port1;
  reg        [31:0]   weights_2_spinal_port1;
  reg        [31:0]   weights_3_spinal_port1;
  wire                write_bank_0;
  wire       [16:0]   bank_0_write_data;
  wire                write_bank_1;
  wire       [16:0]   bank_1_write_data;
  wire                write_bank_2;
  wire       [16:0]   bank_2_write_data;
  wire                write_bank_3;
  wire       [16:0]   bank_3_write_data;
  wire                load_weights_0;
  wire       [31:0]   weights_0_write_data;
  wire                load_weights_1;
  wire       [31:0]   weights_1_write_data;
  wire                load_weights_2;
  wire       [31:0]   weights_2_write_data;
  wire                load_weights_3;
  wire       [31:0]   weights_3_write_data;
  wire       [7:0]    first_row;
  wire       [1:0]    first_bank;
  wire                read_row_0_is_next;
  wire       [7:0]    read_row_0;
  wire       [16:0]   read_data_0;
  wire                read_row_1_is_next;
  wire       [7:0]    read_row_1;
  wire       [16:0]   read_data_1;
  wire                read_row_2_is_next;
  wire       [7:0]    read_row_2;
  wire       [16:0]   read_data_2;
  wire       [16:0]   read_data_3;
  reg        [13:0]   from_low;
  reg        [13:0]   to_high;
  reg        [1:0]    start;
  wire       [16:0]   element_by_1_0;
  wire       [16:0]   element_by_1_1;
  wire       [16:0]   element_by_1_2;
  wire       [16:0]   element_by_1_3;
  wire       [16:0]   element_by_2_0;
  wire       [16:0]   element_by_2_1;
  wire       [16:0]   element_by_2_2;
  wire       [16:0]   element_by_2_3;
  wire                to_high_at_least_1;
  wire                inside_0;
  reg        [16:0]   element_0;
  wire                from_low_at_least_minus_1;
  wire                to_high_at_least_2;
  wire                inside_1;
  reg        [16:0]   element_1;
  wire                from_low_at_least_minus_2;
  wire                to_high_at_least_3;
  wire                inside_2;
  reg        [16:0]   element_2;
  wire                from_low_at_least_minus_3;
  wire                to_high_at_least_4;
  wire                inside_3;
  reg        [16:0]   element_3;
  wire       [31:0]   weights_0_read_data;
  wire       [31:0]   weights_1_read_data;
  wire       [31:0]   weights_2_read_data;
  wire       [31:0]   weights_3_read_data;
  reg        [127:0]  weight_word;
  reg        [24:0]   product_0_0;
  reg        [24:0]   product_0_1;
  reg        [24:0]   product_0_2;
  reg        [24:0]   product_0_3;
  reg        [24:0]   product_1_0;
  reg        [24:0]   product_1_1;
  reg        [24:0]   product_1_2;
  reg        [24:0]   product_1_3;
  reg        [24:0]   product_2_0;
  reg        [24:0]   product_2_1;
  reg        [24:0]   product_2_2;
  reg        [24:0]   product_2_3;
  reg        [24:0]   product_3_0;
  reg        [24:0]   product_3_1;
  reg        [24:0]   product_3_2;
  reg        [24:0]   product_3_3;
  wire       [25:0]   partial_0_2_0;
  wire       [25:0]   partial_0_2_1;
  wire       [26:0]   partial_0_1_0;
  reg        [31:0]   sum_0;
  wire       [31:0]   total_0;
  wire       [25:0]   partial_1_2_0;
  wire       [25:0]   partial_1_2_1;
  wire       [26:0]   partial_1_1_0;
  reg        [31:0]   sum_1;
  wire       [31:0]   total_1;
  wire       [25:0]   partial_2_2_0;
  wire       [25:0]   partial_2_2_1;
  wire       [26:0]   partial_2_1_0;
  reg        [31:0]   sum_2;
  wire       [31:0]   total_2;
  wire       [25:0]   partial_3_2_0;
  wire       [25:0]   partial_3_2_1;
  wire       [26:0]   partial_3_1_0;
  reg        [31:0]   sum_3;
  wire       [31:0]   total_3;
  (* no_rw_check *) reg [16:0] bank_0 [0:255];
  (* no_rw_check *) reg [16:0] bank_1 [0:255];
  (* no_rw_check *) reg [16:0] bank_2 [0:255];
  (* no_rw_check *) reg [16:0] bank_3 [0:255];
  (* no_rw_check *) reg [31:0] weights_0 [0:1023];
  (* no_rw_check *) reg [31:0] weights_1 [0:1023];
  (* no_rw_check *) reg [31:0] weights_2 [0:1023];
  (* no_rw_check *) reg [31:0] weights_3 [0:1023];

  always @(posedge clk) begin
    if(write_bank_0) begin
      bank_0[write_row_0] <= bank_0_write_data;
    end
  end

  always @(posedge clk) begin
    if(read) begin
      bank_0_spinal_port1 <= bank_0[read_row_0];
    end
  end

  always @(posedge clk) begin
    if(write_bank_1) begin
      bank_1[write_row_1] <= bank_1_write_data;
    end
  end

  always @(posedge clk) begin
    if(read) begin
      bank_1_spinal_port1 <= bank_1[read_row_1];
    end
  end

  always @(posedge clk) begin
    if(write_bank_2) begin
      bank_2[write_row_2] <= bank_2_write_data;
    end
  end

  always @(posedge clk) begin
    if(read) begin
      bank_2_spinal_port1 <= bank_2[read_row_2];
    end
  end

  always @(posedge clk) begin
    if(write_bank_3) begin
      bank_3[write_row_3] <= bank_3_write_data;
    end
  end

  always @(posedge clk) begin
    if(read) begin
      bank_3_spinal_port1 <= bank_3[first_row];
    end
  end

  always @(posedge clk) begin
    if(load_weights_0) begin
      weights_0[load_word] <= weights_0_write_data;
    end
  end

  always @(posedge clk) begin
    if(read) begin
      weights_0_spinal_port1 <= weights_0[weight_address];
    end
  end

  always @(posedge clk) begin
    if(load_weights_1) begin
      weights_1[load_word] <= weights_1_write_data;
    end
  end

  always @(posedge clk) begin
    if(read) begin
      weights_1_spinal_port1 <= weights_1[weight_address];
    end
  end

  always @(posedge clk) begin
    if(load_weights_2) begin
      weights_2[load_word] <= weights_2_write_data;
    end
  end

  always @(posedge clk) begin
    if(read) begin
      weights_2_spinal_port1 <= weights_2[weight_address];
    end
  end

  always @(posedge clk) begin
    if(load_weights_3) begin
      weights_3[load_word] <= weights_3_write_data;
    end
  end

  always @(posedge clk) begin
    if(read) begin
      weights_3_spinal_port1 <= weights_3[weight_address];
    end
  end

  assign write_bank_0 = write_banks[0];
  assign bank_0_write_data = write_data_0;
  assign write_bank_1 = write_banks[1];
  assign bank_1_write_data = write_data_1;
  assign write_bank_2 = write_banks[2];
  assign bank_2_write_data = write_data_2;
  assign write_bank_3 = write_banks[3];
  assign bank_3_write_data = write_data_3;
  assign load_weights_0 = (load_valid && (load_part == 2'b00));
  assign weights_0_write_data = load_data;
  assign load_weights_1 = (load_valid && (load_part == 2'b01));
  assign weights_1_write_data = load_data;
  assign load_weights_2 = (load_valid && (load_part == 2'b10));
  assign weights_2_write_data = load_data;
  assign load_weights_3 = (load_valid && (load_part == 2'b11));
  assign weights_3_write_data = load_data;
  assign first_row = place[9 : 2];
  assign first_bank = place[1 : 0];
  assign read_row_0_is_next = (! (first_bank < 2'b01));
  assign read_row_0 = (first_row + {7'h0,read_row_0_is_next});
  assign read_data_0 = bank_0_spinal_port1;
  assign read_row_1_is_next = (! (first_bank < 2'b10));
  assign read_row_1 = (first_row + {7'h0,read_row_1_is_next});
  assign read_data_1 = bank_1_spinal_port1;
  assign read_row_2_is_next = (! (first_bank < 2'b11));
  assign read_row_2 = (first_row + {7'h0,read_row_2_is_next});
  assign read_data_2 = bank_2_spinal_port1;
  assign read_data_3 = bank_3_spinal_port1;
  assign element_by_1_0 = (start[0] ? read_data_1 : read_data_0);
  assign element_by_1_1 = (start[0] ? read_data_2 : read_data_1);
  assign element_by_1_2 = (start[0] ? read_data_3 : read_data_2);
  assign element_by_1_3 = (start[0] ? read_data_0 : read_data_3);
  assign element_by_2_0 = (start[1] ? element_by_1_2 : element_by_1_0);
  assign element_by_2_1 = (start[1] ? element_by_1_3 : element_by_1_1);
  assign element_by_2_2 = (start[1] ? element_by_1_0 : element_by_1_2);
  assign element_by_2_3 = (start[1] ? element_by_1_1 : element_by_1_3);
  assign to_high_at_least_1 = ((! to_high[13]) && ((|to_high[12 : 2]) || (! (to_high[1 : 0] < 2'b01))));
  assign inside_0 = ((! from_low[13]) && to_high_at_least_1);
  assign from_low_at_least_minus_1 = ((! from_low[13]) || ((! (|(~ from_low[13 : 2]))) && (! (from_low[1 : 0] < 2'b11))));
  assign to_high_at_least_2 = ((! to_high[13]) && ((|to_high[12 : 2]) || (! (to_high[1 : 0] < 2'b10))));
  assign inside_1 = (from_low_at_least_minus_1 && to_high_at_least_2);
  assign from_low_at_least_minus_2 = ((! from_low[13]) || ((! (|(~ from_low[13 : 2]))) && (! (from_low[1 : 0] < 2'b10))));
  assign to_high_at_least_3 = ((! to_high[13]) && ((|to_high[12 : 2]) || (! (to_high[1 : 0] < 2'b11))));
  assign inside_2 = (from_low_at_least_minus_2 && to_high_at_least_3);
  assign from_low_at_least_minus_3 = ((! from_low[13]) || ((! (|(~ from_low[13 : 2]))) && (! (from_low[1 : 0] < 2'b01))));
  assign to_high_at_least_4 = ((! to_high[13]) && (|to_high[12 : 2]));
  assign inside_3 = (from_low_at_least_minus_3 && to_high_at_least_4);
  assign weights_0_read_data = weights_0_spinal_port1;
  assign weights_1_read_data = weights_1_spinal_port1;
  assign weights_2_read_data = weights_2_spinal_port1;
  assign weights_3_read_data = weights_3_spinal_port1;
  assign partial_0_2_0 = ({product_0_0[24],product_0_0} + {product_0_1[24],product_0_1});
  assign partial_0_2_1 = ({product_0_2[24],product_0_2} + {product_0_3[24],product_0_3});
  assign partial_0_1_0 = ({partial_0_2_0[25],partial_0_2_0} + {partial_0_2_1[25],partial_0_2_1});
  assign total_0 = ({{5{partial_0_1_0[26]}},partial_0_1_0} + (sum_0 & {32{(! first)}}));
  assign partial_1_2_0 = ({product_1_0[24],product_1_0} + {product_1_1[24],product_1_1});
  assign partial_1_2_1 = ({product_1_2[24],product_1_2} + {product_1_3[24],product_1_3});
  assign partial_1_1_0 = ({partial_1_2_0[25],partial_1_2_0} + {partial_1_2_1[25],partial_1_2_1});
  assign total_1 = ({{5{partial_1_1_0[26]}},partial_1_1_0} + (sum_1 & {32{(! first)}}));
  assign partial_2_2_0 = ({product_2_0[24],product_2_0} + {product_2_1[24],product_2_1});
  assign partial_2_2_1 = ({product_2_2[24],product_2_2} + {product_2_3[24],product_2_3});
  assign partial_2_1_0 = ({partial_2_2_0[25],partial_2_2_0} + {partial_2_2_1[25],partial_2_2_1});
  assign total_2 = ({{5{partial_2_1_0[26]}},partial_2_1_0} + (sum_2 & {32{(! first)}}));
  assign partial_3_2_0 = ({product_3_0[24],product_3_0} + {product_3_1[24],product_3_1});
  assign partial_3_2_1 = ({product_3_2[24],product_3_2} + {product_3_3[24],product_3_3});
  assign partial_3_1_0 = ({partial_3_2_0[25],partial_3_2_0} + {partial_3_2_1[25],partial_3_2_1});
  assign total_3 = ({{5{partial_3_1_0[26]}},partial_3_1_0} + (sum_3 & {32{(! first)}}));
  assign sums = {total_3,total_2,total_1,total_0};
  always @(posedge clk) begin
    from_low <= (place - low);
    to_high <= (high - place);
    start <= first_bank;
    element_0 <= (element_by_2_0 & {17{inside_0}});
    element_1 <= (element_by_2_1 & {17{inside_1}});
    element_2 <= (element_by_2_2 & {17{inside_2}});
    element_3 <= (element_by_2_3 & {17{inside_3}});
    weight_word <= {weights_3_read_data,weights_2_read_data,weights_1_read_data,weights_0_read_data};
    product_0_0 <= ($signed(element_0) * $signed(weight_word[7 : 0]));
    product_0_1 <= ($signed(element_1) * $signed(weight_word[15 : 8]));
    product_0_2 <= ($signed(element_2) * $signed(weight_word[23 : 16]));
    product_0_3 <= ($signed(element_3) * $signed(weight_word[31 : 24]));
    product_1_0 <= ($signed(element_0) * $signed(weight_word[39 : 32]));
    product_1_1 <= ($signed(element_1) * $signed(weight_word[47 : 40]));
    product_1_2 <= ($signed(element_2) * $signed(weight_word[55 : 48]));
    product_1_3 <= ($signed(element_3) * $signed(weight_word[63 : 56]));
    product_2_0 <= ($signed(element_0) * $signed(weight_word[71 : 64]));
    product_2_1 <= ($signed(element_1) * $signed(weight_word[79 : 72]));
    product_2_2 <= ($signed(element_2) * $signed(weight_word[87 : 80]));
    product_2_3 <= ($signed(element_3) * $signed(weight_word[95 : 88]));
    product_3_0 <= ($signed(element_0) * $signed(weight_word[103 : 96]));
    product_3_1 <= ($signed(element_1) * $signed(weight_word[111 : 104]));
    product_3_2 <= ($signed(element_2) * $signed(weight_word[119 : 112]));
    product_3_3 <= ($signed(element_3) * $signed(weight_word[127 : 120]));
    if(accumulate) begin
      sum_0 <= total_0;
    end
    if(accumulate) begin
      sum_1 <= total_1;
    end
    if(accumulate) begin
      sum_2 <= total_2;
    end
    if(accumulate) begin
      sum_3 <= total_3;
    end
  end

endmodule

// Sends a row of sums of the last layer word by word.
// coming: a row is about to come; push, sums, count, last: the row, its number of words, the event's last row.
// room: no row is here or coming. out_valid, out_ready, out_data, out_last: the words, unit 0 first.
// A word is out one cycle after push. Reset, or clear: no row.
module pulse_in32_ResultSerialiser (
  input  wire          clear,
  input  wire          coming,
  input  wire          push,
  input  wire          last,
  output wire          room,
  output wire          out_valid,
  input  wire          out_ready,
  output wire [31:0]   out_data,
  output wire          out_last,
  input  wire [127:0]  sums,
  input  wire [2:0]    count,
  input  wire          clk,
  input  wire          reset
);

  reg        [127:0]  result_row;
  reg        [2:0]    left;
  reg                 event_ends;
  wire                busy;
  wire                sent;

  assign busy = (|left);
  assign sent = (busy && out_ready);
  assign room = ((! busy) && (! coming));
  assign out_valid = busy;
  assign out_data = result_row[31 : 0];
  assign out_last = (event_ends && (left == 3'b001));
  always @(posedge clk) begin
    if(reset) begin
      left <= 3'b000;
      event_ends <= 1'b0;
    end else begin
      if(sent) begin
        left <= (left - 3'b001);
      end
      if(push) begin
        left <= count;
        event_ends <= last;
      end
      if(clear) begin
        left <= 3'b000;
      end
    end
  end

  always @(posedge clk) begin
    if(sent) begin
      result_row <= {32'h0,result_row[127 : 32]};
    end
    if(push) begin
      result_row <= sums;
    end
  end

endmodule

// Takes events into two input buffers, at places 0 and input_elements of the activation memory, in turn.
// in_valid, in_ready, in_data, in_last: elements, one a cycle; those beyond input_elements are dropped.
// write_banks, write_row, write_data_<b>: a row of elements, one a bank, written in a cycle without writing.
// place: the place after all that are written of buffer filling; full0, full1: complete; free0, free1: read.
// in_ready is 0 while a complete row waits for writing to end, and while the buffer in turn is full.
// Reset, or enable 0: both buffers empty.
module pulse_in32_EventInput (
  input  wire          enable,
  input  wire [15:0]   input_elements,
  input  wire          in_valid,
  output wire          in_ready,
  input  wire          in_last,
  input  wire          writing,
  input  wire          free0,
  input  wire          free1,
  output wire          filling,
  output wire          full0,
  output wire          full1,
  input  wire [16:0]   in_data,
  output wire [3:0]    write_banks,
  output wire [7:0]    write_row,
  output wire [10:0]   place,
  output wire [16:0]   write_data_0,
  output wire [16:0]   write_data_1,
  output wire [16:0]   write_data_2,
  output wire [16:0]   write_data_3,
  input  wire          clk,
  input  wire          reset
);

  reg        [10:0]   next_place;
  reg        [15:0]   left;
  reg                 target_buffer;
  reg                 filled_buffer;
  reg                 buffer_full_0;
  reg                 buffer_full_1;
  reg        [3:0]    collected;
  reg        [7:0]    row;
  reg        [10:0]   row_end;
  reg        [10:0]   readable;
  reg                 row_complete;
  reg                 row_ends_event;
  wire                flush;
  wire                ready;
  wire                take;
  wire                kept;
  wire                event_end;
  wire       [1:0]    lane;
  wire                buffer_filled;
  wire       [10:0]   second_buffer;
  reg        [16:0]   collected_0;
  reg        [16:0]   collected_1;
  reg        [16:0]   collected_2;
  reg        [16:0]   collected_3;
  wire       [3:0]    kept_in_lane_0;
  wire       [3:0]    kept_by_1;
  wire       [3:0]    kept_by_2;

  assign flush = (row_complete && (! writing));
  assign ready = ((enable && (! (row_complete && writing))) && (! (target_buffer ? buffer_full_1 : buffer_full_0)));
  assign take = (in_valid && ready);
  assign kept = (take && (|left));
  assign event_end = (take && in_last);
  assign lane = next_place[1 : 0];
  assign buffer_filled = (flush && row_ends_event);
  assign second_buffer = input_elements[10 : 0];
  assign write_data_0 = collected_0;
  assign write_data_1 = collected_1;
  assign write_data_2 = collected_2;
  assign write_data_3 = collected_3;
  assign kept_in_lane_0 = {3'b000,kept};
  assign kept_by_1 = (lane[0] ? {kept_in_lane_0[2 : 0],1'b0} : kept_in_lane_0);
  assign kept_by_2 = (lane[1] ? {kept_by_1[1 : 0],2'b00} : kept_by_1);
  assign in_ready = ready;
  assign write_banks = (collected & {4{flush}});
  assign write_row = row;
  assign place = readable;
  assign filling = filled_buffer;
  assign full0 = buffer_full_0;
  assign full1 = buffer_full_1;
  always @(posedge clk) begin
    if(reset) begin
      next_place <= 11'h0;
      left <= 16'h0;
      target_buffer <= 1'b0;
      filled_buffer <= 1'b0;
      buffer_full_0 <= 1'b0;
      buffer_full_1 <= 1'b0;
      collected <= 4'b0000;
      row_end <= 11'h0;
      readable <= 11'h0;
      row_complete <= 1'b0;
      row_ends_event <= 1'b0;
    end else begin
      collected <= ((collected & {4{(! flush)}}) | kept_by_2);
      if(kept) begin
        row_end <= (next_place + 11'h001);
        next_place <= (next_place + 11'h001);
        left <= (left - 16'h0001);
      end
      if(flush) begin
        readable <= row_end;
        row_complete <= 1'b0;
      end
      if(buffer_filled) begin
        readable <= (second_buffer & {11{(! filled_buffer)}});
        filled_buffer <= (! filled_buffer);
      end
      if(((kept && (lane == 2'b11)) || event_end)) begin
        row_complete <= 1'b1;
        row_ends_event <= in_last;
      end
      if(event_end) begin
        target_buffer <= (! target_buffer);
        left <= input_elements;
        next_place <= (second_buffer & {11{(! target_buffer)}});
      end
      if(free0) begin
        buffer_full_0 <= 1'b0;
      end
      if(free1) begin
        buffer_full_1 <= 1'b0;
      end
      if((buffer_filled && (! filled_buffer))) begin
        buffer_full_0 <= 1'b1;
      end
      if((buffer_filled && filled_buffer)) begin
        buffer_full_1 <= 1'b1;
      end
      if((! enable)) begin
        next_place <= 11'h0;
        readable <= 11'h0;
        left <= input_elements;
        collected <= 4'b0000;
        row_complete <= 1'b0;
        target_buffer <= 1'b0;
        filled_buffer <= 1'b0;
        buffer_full_0 <= 1'b0;
        buffer_full_1 <= 1'b0;
      end
    end
  end

  always @(posedge clk) begin
    if((kept && (lane == 2'b00))) begin
      collected_0 <= in_data;
    end
    if((kept && (lane == 2'b01))) begin
      collected_1 <= in_data;
    end
    if((kept && (lane == 2'b10))) begin
      collected_2 <= in_data;
    end
    if((kept && (lane == 2'b11))) begin
      collected_3 <= in_data;
    end
    if(kept) begin
      row <= next_place[9 : 2];
    end
  end

endmodule

// Finishes a row of sums a cycle: bias, ReLU, scale, shift, rounding, saturation, in a requantiser a unit.
// drain, sums, place, elements, layer_end, final_layer, relu: the row; parameter_row: one cycle before its sums.
// write, write_place, write_elements, write_data_<a>: results for consecutive places, 5 cycles later;
// layer_written: those were the layer's last. In the final layer instead, one cycle later: result_valid,
// result_sums (sums with bias), result_count, result_last. round_even: ties to even, else away from zero.
// load_valid, load_word, load_data: parameters; word (row * units + a) * 2 is the bias, the next one has the
// scale in 15..0 and the shift in 21..16. Reset clears the valid bits; the parameters stay.
module pulse_in32_ResultDrain (
  input  wire          drain,
  input  wire          layer_end,
  input  wire          final_layer,
  input  wire          relu,
  input  wire          round_even,
  input  wire          load_valid,
  input  wire [19:0]   load_word,
  input  wire [31:0]   load_data,
  output wire          result_valid,
  output wire          result_last,
  output wire          write,
  output wire          layer_written,
  input  wire [127:0]  sums,
  input  wire [7:0]    parameter_row,
  input  wire [9:0]    place,
  input  wire [2:0]    elements,
  output wire [127:0]  result_sums,
  output wire [2:0]    result_count,
  output wire [9:0]    write_place,
  output wire [2:0]    write_elements,
  output wire [16:0]   write_data_0,
  output wire [16:0]   write_data_1,
  output wire [16:0]   write_data_2,
  output wire [16:0]   write_data_3,
  input  wire          clk,
  input  wire          reset
);

  wire       [31:0]   unit_0_sum;
  wire       [15:0]   unit_0_scale;
  wire       [5:0]    unit_0_shift;
  wire       [31:0]   unit_1_sum;
  wire       [15:0]   unit_1_scale;
  wire       [5:0]    unit_1_shift;
  wire       [31:0]   unit_2_sum;
  wire       [15:0]   unit_2_scale;
  wire       [5:0]    unit_2_shift;
  wire       [31:0]   unit_3_sum;
  wire       [15:0]   unit_3_scale;
  wire       [5:0]    unit_3_shift;
  reg        [31:0]   biases_0_spinal_port1;
  reg        [21:0]   scales_0_spinal_port1;
  reg        [31:0]   biases_1_spinal_port1;
  reg        [21:0]   scales_1_spinal_port1;
  reg        [31:0]   biases_2_spinal_port1;
  reg        [21:0]   scales_2_spinal_port1;
  reg        [31:0]   biases_3_spinal_port1;
  reg        [21:0]   scales_3_spinal_port1;
  wire       [31:0]   unit_0_biased;
  wire       [16:0]   unit_0_result;
  wire       [31:0]   unit_1_biased;
  wire       [16:0]   unit_1_result;
  wire       [31:0]   unit_2_biased;
  wire       [16:0]   unit_2_result;
  wire       [31:0]   unit_3_biased;
  wire       [16:0]   unit_3_result;
  reg                 valid_1;
  reg                 final_1;
  reg                 end_1;
  reg                 relu_1;
  reg                 relu_of_1_d1;
  reg                 relu_of_1_d2;
  reg                 relu_of_1_d3;
  wire       [7:0]    load_row;
  wire                load_unit_0;
  wire                write_bias_0;
  wire       [31:0]   biases_0_write_data;
  wire                write_scale_0;
  wire       [21:0]   scales_0_write_data;
  wire                scales_0_read_enable;
  wire       [21:0]   shift_and_scale_0;
  wire                biases_0_read_enable;
  wire       [31:0]   biases_0_read_data;
  wire                load_unit_1;
  wire                write_bias_1;
  wire       [31:0]   biases_1_write_data;
  wire                write_scale_1;
  wire       [21:0]   scales_1_write_data;
  wire                scales_1_read_enable;
  wire       [21:0]   shift_and_scale_1;
  wire                biases_1_read_enable;
  wire       [31:0]   biases_1_read_data;
  wire                load_unit_2;
  wire                write_bias_2;
  wire       [31:0]   biases_2_write_data;
  wire                write_scale_2;
  wire       [21:0]   scales_2_write_data;
  wire                scales_2_read_enable;
  wire       [21:0]   shift_and_scale_2;
  wire                biases_2_read_enable;
  wire       [31:0]   biases_2_read_data;
  wire                load_unit_3;
  wire                write_bias_3;
  wire       [31:0]   biases_3_write_data;
  wire                write_scale_3;
  wire       [21:0]   scales_3_write_data;
  wire                scales_3_read_enable;
  wire       [21:0]   shift_and_scale_3;
  wire                biases_3_read_enable;
  wire       [31:0]   biases_3_read_data;
  reg        [2:0]    count_1;
  reg                 row_d1;
  reg                 row_d2;
  reg                 row_d3;
  reg                 row_d4;
  reg                 end_d1;
  reg                 end_d2;
  reg                 end_d3;
  reg                 end_d4;
  reg        [9:0]    place_d1;
  reg        [9:0]    place_d2;
  reg        [9:0]    place_d3;
  reg        [9:0]    place_d4;
  reg        [9:0]    place_d5;
  reg        [2:0]    count_of_1_d1;
  reg        [2:0]    count_of_1_d2;
  reg        [2:0]    count_of_1_d3;
  reg        [2:0]    count_of_1_d4;
  (* no_rw_check *) reg [31:0] biases_0 [0:255];
  (* no_rw_check *) reg [21:0] scales_0 [0:255];
  (* no_rw_check *) reg [31:0] biases_1 [0:255];
  (* no_rw_check *) reg [21:0] scales_1 [0:255];
  (* no_rw_check *) reg [31:0] biases_2 [0:255];
  (* no_rw_check *) reg [21:0] scales_2 [0:255];
  (* no_rw_check *) reg [31:0] biases_3 [0:255];
  (* no_rw_check *) reg [21:0] scales_3 [0:255];

  always @(posedge clk) begin
    if(write_bias_0) begin
      biases_0[load_row] <= biases_0_write_data;
    end
  end

  always @(posedge clk) begin
    if(biases_0_read_enable) begin
      biases_0_spinal_port1 <= biases_0[parameter_row];
    end
  end

  always @(posedge clk) begin
    if(write_scale_0) begin
      scales_0[load_row] <= scales_0_write_data;
    end
  end

  always @(posedge clk) begin
    if(scales_0_read_enable) begin
      scales_0_spinal_port1 <= scales_0[parameter_row];
    end
  end

  always @(posedge clk) begin
    if(write_bias_1) begin
      biases_1[load_row] <= biases_1_write_data;
    end
  end

  always @(posedge clk) begin
    if(biases_1_read_enable) begin
      biases_1_spinal_port1 <= biases_1[parameter_row];
    end
  end

  always @(posedge clk) begin
    if(write_scale_1) begin
      scales_1[load_row] <= scales_1_write_data;
    end
  end

  always @(posedge clk) begin
    if(scales_1_read_enable) begin
      scales_1_spinal_port1 <= scales_1[parameter_row];
    end
  end

  always @(posedge clk) begin
    if(write_bias_2) begin
      biases_2[load_row] <= biases_2_write_data;
    end
  end

  always @(posedge clk) begin
    if(biases_2_read_enable) begin
      biases_2_spinal_port1 <= biases_2[parameter_row];
    end
  end

  always @(posedge clk) begin
    if(write_scale_2) begin
      scales_2[load_row] <= scales_2_write_data;
    end
  end

  always @(posedge clk) begin
    if(scales_2_read_enable) begin
      scales_2_spinal_port1 <= scales_2[parameter_row];
    end
  end

  always @(posedge clk) begin
    if(write_bias_3) begin
      biases_3[load_row] <= biases_3_write_data;
    end
  end

  always @(posedge clk) begin
    if(biases_3_read_enable) begin
      biases_3_spinal_port1 <= biases_3[parameter_row];
    end
  end

  always @(posedge clk) begin
    if(write_scale_3) begin
      scales_3[load_row] <= scales_3_write_data;
    end
  end

  always @(posedge clk) begin
    if(scales_3_read_enable) begin
      scales_3_spinal_port1 <= scales_3[parameter_row];
    end
  end

  pulse_in32_Requantiser unit_0 (
    .sum        (unit_0_sum[31:0]        ), //i
    .bias       (biases_0_read_data[31:0]), //i
    .scale      (unit_0_scale[15:0]      ), //i
    .shift      (unit_0_shift[5:0]       ), //i
    .relu1      (relu_1                  ), //i
    .relu4      (relu_of_1_d3            ), //i
    .round_even (round_even              ), //i
    .biased     (unit_0_biased[31:0]     ), //o
    .result     (unit_0_result[16:0]     ), //o
    .clk        (clk                     ), //i
    .reset      (reset                   )  //i
  );
  pulse_in32_Requantiser unit_1 (
    .sum        (unit_1_sum[31:0]        ), //i
    .bias       (biases_1_read_data[31:0]), //i
    .scale      (unit_1_scale[15:0]      ), //i
    .shift      (unit_1_shift[5:0]       ), //i
    .relu1      (relu_1                  ), //i
    .relu4      (relu_of_1_d3            ), //i
    .round_even (round_even              ), //i
    .biased     (unit_1_biased[31:0]     ), //o
    .result     (unit_1_result[16:0]     ), //o
    .clk        (clk                     ), //i
    .reset      (reset                   )  //i
  );
  pulse_in32_Requantiser unit_2 (
    .sum        (unit_2_sum[31:0]        ), //i
    .bias       (biases_2_read_data[31:0]), //i
    .scale      (unit_2_scale[15:0]      ), //i
    .shift      (unit_2_shift[5:0]       ), //i
    .relu1      (relu_1                  ), //i
    .relu4      (relu_of_1_d3            ), //i
    .round_even (round_even              ), //i
    .biased     (unit_2_biased[31:0]     ), //o
    .result     (unit_2_result[16:0]     ), //o
    .clk        (clk                     ), //i
    .reset      (reset                   )  //i
  );
  pulse_in32_Requantiser unit_3 (
    .sum        (unit_3_sum[31:0]        ), //i
    .bias       (biases_3_read_data[31:0]), //i
    .scale      (unit_3_scale[15:0]      ), //i
    .shift      (unit_3_shift[5:0]       ), //i
    .relu1      (relu_1                  ), //i
    .relu4      (relu_of_1_d3            ), //i
    .round_even (round_even              ), //i
    .biased     (unit_3_biased[31:0]     ), //o
    .result     (unit_3_result[16:0]     ), //o
    .clk        (clk                     ), //i
    .reset      (reset                   )  //i
  );
  assign load_row = load_word[10 : 3];
  assign load_unit_0 = (load_valid && (load_word[2 : 1] == 2'b00));
  assign write_bias_0 = (load_unit_0 && (! load_word[0]));
  assign biases_0_write_data = load_data;
  assign write_scale_0 = (load_unit_0 && load_word[0]);
  assign scales_0_write_data = load_data[21 : 0];
  assign scales_0_read_enable = 1'b1;
  assign shift_and_scale_0 = scales_0_spinal_port1;
  assign unit_0_sum = sums[31 : 0];
  assign biases_0_read_enable = 1'b1;
  assign biases_0_read_data = biases_0_spinal_port1;
  assign unit_0_scale = shift_and_scale_0[15 : 0];
  assign unit_0_shift = shift_and_scale_0[21 : 16];
  assign write_data_0 = unit_0_result;
  assign load_unit_1 = (load_valid && (load_word[2 : 1] == 2'b01));
  assign write_bias_1 = (load_unit_1 && (! load_word[0]));
  assign biases_1_write_data = load_data;
  assign write_scale_1 = (load_unit_1 && load_word[0]);
  assign scales_1_write_data = load_data[21 : 0];
  assign scales_1_read_enable = 1'b1;
  assign shift_and_scale_1 = scales_1_spinal_port1;
  assign unit_1_sum = sums[63 : 32];
  assign biases_1_read_enable = 1'b1;
  assign biases_1_read_data = biases_1_spinal_port1;
  assign unit_1_scale = shift_and_scale_1[15 : 0];
  assign unit_1_shift = shift_and_scale_1[21 : 16];
  assign write_data_1 = unit_1_result;
  assign load_unit_2 = (load_valid && (load_word[2 : 1] == 2'b10));
  assign write_bias_2 = (load_unit_2 && (! load_word[0]));
  assign biases_2_write_data = load_data;
  assign write_scale_2 = (load_unit_2 && load_word[0]);
  assign scales_2_write_data = load_data[21 : 0];
  assign scales_2_read_enable = 1'b1;
  assign shift_and_scale_2 = scales_2_spinal_port1;
  assign unit_2_sum = sums[95 : 64];
  assign biases_2_read_enable = 1'b1;
  assign biases_2_read_data = biases_2_spinal_port1;
  assign unit_2_scale = shift_and_scale_2[15 : 0];
  assign unit_2_shift = shift_and_scale_2[21 : 16];
  assign write_data_2 = unit_2_result;
  assign load_unit_3 = (load_valid && (load_word[2 : 1] == 2'b11));
  assign write_bias_3 = (load_unit_3 && (! load_word[0]));
  assign biases_3_write_data = load_data;
  assign write_scale_3 = (load_unit_3 && load_word[0]);
  assign scales_3_write_data = load_data[21 : 0];
  assign scales_3_read_enable = 1'b1;
  assign shift_and_scale_3 = scales_3_spinal_port1;
  assign unit_3_sum = sums[127 : 96];
  assign biases_3_read_enable = 1'b1;
  assign biases_3_read_data = biases_3_spinal_port1;
  assign unit_3_scale = shift_and_scale_3[15 : 0];
  assign unit_3_shift = shift_and_scale_3[21 : 16];
  assign write_data_3 = unit_3_result;
  assign result_valid = (valid_1 && final_1);
  assign result_sums = {unit_3_biased,unit_2_biased,unit_1_biased,unit_0_biased};
  assign result_count = count_1;
  assign result_last = end_1;
  assign write = row_d4;
  assign layer_written = end_d4;
  assign write_place = place_d5;
  assign write_elements = count_of_1_d4;
  always @(posedge clk) begin
    if(reset) begin
      valid_1 <= 1'b0;
      final_1 <= 1'b0;
      end_1 <= 1'b0;
      relu_1 <= 1'b0;
      relu_of_1_d1 <= 1'b0;
      relu_of_1_d2 <= 1'b0;
      relu_of_1_d3 <= 1'b0;
      row_d1 <= 1'b0;
      row_d2 <= 1'b0;
      row_d3 <= 1'b0;
      row_d4 <= 1'b0;
      end_d1 <= 1'b0;
      end_d2 <= 1'b0;
      end_d3 <= 1'b0;
      end_d4 <= 1'b0;
    end else begin
      valid_1 <= drain;
      final_1 <= final_layer;
      end_1 <= layer_end;
      relu_1 <= relu;
      relu_of_1_d1 <= relu_1;
      relu_of_1_d2 <= relu_of_1_d1;
      relu_of_1_d3 <= relu_of_1_d2;
      row_d1 <= (valid_1 && (! final_1));
      row_d2 <= row_d1;
      row_d3 <= row_d2;
      row_d4 <= row_d3;
      end_d1 <= (valid_1 && end_1);
      end_d2 <= end_d1;
      end_d3 <= end_d2;
      end_d4 <= end_d3;
    end
  end

  always @(posedge clk) begin
    count_1 <= elements;
    place_d1 <= place;
    place_d2 <= place_d1;
    place_d3 <= place_d2;
    place_d4 <= place_d3;
    place_d5 <= place_d4;
    count_of_1_d1 <= count_1;
    count_of_1_d2 <= count_of_1_d1;
    count_of_1_d3 <= count_of_1_d2;
    count_of_1_d4 <= count_of_1_d3;
  end

endmodule

// Follows the layers at the queue of sums: where a row of sums (those of one processing element) goes.
// available: a tile is in the queue; result_room: a row of results can be taken. drain: a row leaves, that of
// processing element element; pop: the tile with it. place, elements: first place and number of its results;
// parameter_row: row of the parameter memory for the row of the next cycle.
// layer_end: the layer's last row; final_layer: its sums are results; relu: of this layer.
// fetch, fetch_layer, row_<i>: the layer's last three words, one cycle after fetch; layers: how many there are.
// useful_macs: multiply-accumulates of the row, one cycle later. Reset, or enable 0: before the first layer.
module pulse_in32_DrainSequencer (
  input  wire          enable,
  input  wire [4:0]    layers,
  output wire [3:0]    fetch_layer,
  output wire          fetch,
  input  wire          available,
  input  wire          result_room,
  output wire          drain,
  output wire          pop,
  output wire          layer_end,
  output wire          final_layer,
  output wire          relu,
  input  wire [31:0]   row_0,
  input  wire [31:0]   row_1,
  input  wire [31:0]   row_2,
  output wire [1:0]    element,
  output wire [7:0]    parameter_row,
  output wire [9:0]    place,
  output wire [2:0]    elements,
  output wire [18:0]   useful_macs,
  input  wire          clk,
  input  wire          reset
);

  reg        [3:0]    next_layer;
  reg                 fetched;
  reg                 layer_valid;
  reg                 last_layer;
  reg                 rectify;
  reg        [15:0]   rows;
  reg        [15:0]   rows_left;
  reg        [15:0]   positions_left;
  reg        [2:0]    last_elements;
  reg        [1:0]    group_mask;
  reg        [15:0]   depth;
  reg        [7:0]    parameter_base;
  reg        [7:0]    parameter_row_now;
  reg        [9:0]    next_place;
  reg        [1:0]    selected;
  reg                 one_row;
  reg                 last_row;
  reg                 last_position;
  wire                go;
  wire                layer_ends;
  wire                take;
  wire       [4:0]    layers_fetched;
  wire                fetched_last;
  wire       [1:0]    last_of_group;
  wire                tile_end;
  wire       [2:0]    count;
  wire       [15:0]   parameter_field;
  wire       [7:0]    fetched_parameters;
  wire                start;
  wire       [1:0]    following_element;
  wire       [15:0]   rows_left_after;
  wire       [3:0]    following_layer;
  wire       [15:0]   fetched_place;
  wire       [7:0]    parameter_row_after;
  wire       [7:0]    upcoming_row;
  wire       [18:0]   macs_of_bits_to_0;
  wire       [18:0]   macs_of_bits_to_1;
  wire       [18:0]   macs_of_bits_to_2;
  reg        [18:0]   macs;

  assign go = ((layer_valid && available) && ((! last_layer) || result_room));
  assign layer_ends = ((go && last_row) && last_position);
  assign take = (fetched && ((! layer_valid) || layer_ends));
  assign layers_fetched = ({1'b0,next_layer} + 5'h01);
  assign fetched_last = (layers_fetched == layers);
  assign last_of_group = (last_row ? (selected | group_mask) : selected);
  assign tile_end = ((last_of_group == 2'b11) || (last_row && last_position));
  assign count = (last_row ? last_elements : 3'b100);
  assign parameter_field = row_0[31 : 16];
  assign fetched_parameters = parameter_field[7 : 0];
  assign start = (enable && (! fetched));
  assign fetch_layer = next_layer;
  assign fetch = start;
  assign following_element = (last_of_group + 2'b01);
  assign rows_left_after = (rows_left - 16'h0001);
  assign following_layer = (next_layer + 4'b0001);
  assign fetched_place = row_0[15 : 0];
  assign parameter_row_after = (parameter_row_now + 8'h01);
  assign upcoming_row = (take ? fetched_parameters : (go ? (last_row ? parameter_base : parameter_row_after) : parameter_row_now));
  assign drain = go;
  assign pop = (go && tile_end);
  assign element = selected;
  assign parameter_row = upcoming_row;
  assign place = next_place;
  assign elements = count;
  assign layer_end = layer_ends;
  assign final_layer = last_layer;
  assign relu = rectify;
  assign macs_of_bits_to_0 = {3'b000,(depth & {16{count[0]}})};
  assign macs_of_bits_to_1 = (macs_of_bits_to_0 + {2'b00,(depth & {16{count[1]}}),1'b0});
  assign macs_of_bits_to_2 = (macs_of_bits_to_1 + {1'b0,(depth & {16{count[2]}}),2'b00});
  assign useful_macs = macs;
  always @(posedge clk) begin
    if(reset) begin
      next_layer <= 4'b0000;
      fetched <= 1'b0;
      layer_valid <= 1'b0;
      last_layer <= 1'b0;
      rectify <= 1'b0;
      selected <= 2'b00;
      one_row <= 1'b0;
      last_row <= 1'b0;
      last_position <= 1'b0;
    end else begin
      if(start) begin
        fetched <= 1'b1;
      end
      if(go) begin
        selected <= (following_element & {2{(! tile_end)}});
        last_row <= (last_row ? one_row : (rows_left == 16'h0002));
      end
      if((go && last_row)) begin
        last_position <= (positions_left == 16'h0002);
      end
      if(layer_ends) begin
        layer_valid <= 1'b0;
      end
      if(take) begin
        layer_valid <= 1'b1;
        fetched <= 1'b0;
        next_layer <= (following_layer & {4{(! fetched_last)}});
        last_layer <= fetched_last;
        one_row <= (row_1[15 : 0] == 16'h0001);
        last_row <= (row_1[15 : 0] == 16'h0001);
        last_position <= (row_1[31 : 16] == 16'h0001);
        rectify <= row_2[24];
      end
      if((! enable)) begin
        fetched <= 1'b0;
        layer_valid <= 1'b0;
        next_layer <= 4'b0000;
        selected <= 2'b00;
      end
    end
  end

  always @(posedge clk) begin
    if(go) begin
      next_place <= (next_place + {7'h0,count});
      rows_left <= (last_row ? rows : rows_left_after);
      positions_left <= (positions_left - {15'h0,last_row});
    end
    if(take) begin
      next_place <= fetched_place[9 : 0];
      parameter_base <= fetched_parameters;
      rows <= row_1[15 : 0];
      rows_left <= row_1[15 : 0];
      positions_left <= row_1[31 : 16];
      depth <= row_2[15 : 0];
      last_elements <= row_2[18 : 16];
      group_mask <= (2'b11 >>> row_2[23 : 21]);
    end
    parameter_row_now <= upcoming_row;
    macs <= (macs_of_bits_to_2 & {19{go}});
  end

endmodule

// Queue of 16 tiles: the sums of all processing elements go in at once with push (sums_<p>).
// available: a tile is inside; selected: the sums of processing element element of the oldest tile, same cycle.
// pop: takes the tile away. push needs room, which the sequencer counts. Reset, or clear: empty.
module pulse_in32_SumQueue (
  input  wire          clear,
  input  wire          push,
  input  wire          pop,
  output wire          available,
  input  wire [1:0]    element,
  output wire [127:0]  selected,
  input  wire [127:0]  sums_0,
  input  wire [127:0]  sums_1,
  input  wire [127:0]  sums_2,
  input  wire [127:0]  sums_3,
  input  wire          clk,
  input  wire          reset
);

  wire       [127:0]  store_0_spinal_port1;
  wire       [127:0]  store_1_spinal_port1;
  wire       [127:0]  store_2_spinal_port1;
  wire       [127:0]  store_3_spinal_port1;
  reg        [3:0]    head;
  reg        [3:0]    tail;
  reg        [4:0]    count;
  wire       [127:0]  store_0_write_data;
  wire       [127:0]  store_0_read_data;
  wire       [127:0]  store_1_write_data;
  wire       [127:0]  store_1_read_data;
  wire       [127:0]  store_2_write_data;
  wire       [127:0]  store_2_read_data;
  wire       [127:0]  store_3_write_data;
  wire       [127:0]  store_3_read_data;
  wire       [4:0]    count_with_push;
  (* no_rw_check , ram_style = "distributed" *) reg [127:0] store_0 [0:15];
  (* no_rw_check , ram_style = "distributed" *) reg [127:0] store_1 [0:15];
  (* no_rw_check , ram_style = "distributed" *) reg [127:0] store_2 [0:15];
  (* no_rw_check , ram_style = "distributed" *) reg [127:0] store_3 [0:15];

  always @(posedge clk) begin
    if(push) begin
      store_0[tail] <= store_0_write_data;
    end
  end

  assign store_0_spinal_port1 = store_0[head];
  always @(posedge clk) begin
    if(push) begin
      store_1[tail] <= store_1_write_data;
    end
  end

  assign store_1_spinal_port1 = store_1[head];
  always @(posedge clk) begin
    if(push) begin
      store_2[tail] <= store_2_write_data;
    end
  end

  assign store_2_spinal_port1 = store_2[head];
  always @(posedge clk) begin
    if(push) begin
      store_3[tail] <= store_3_write_data;
    end
  end

  assign store_3_spinal_port1 = store_3[head];
  assign store_0_write_data = sums_0;
  assign store_0_read_data = store_0_spinal_port1;
  assign store_1_write_data = sums_1;
  assign store_1_read_data = store_1_spinal_port1;
  assign store_2_write_data = sums_2;
  assign store_2_read_data = store_2_spinal_port1;
  assign store_3_write_data = sums_3;
  assign store_3_read_data = store_3_spinal_port1;
  assign selected = ((element == 2'b00) ? store_0_read_data : ((element == 2'b01) ? store_1_read_data : ((element == 2'b10) ? store_2_read_data : store_3_read_data)));
  assign available = (|count);
  assign count_with_push = (count + {4'b0000,push});
  always @(posedge clk) begin
    if(reset) begin
      head <= 4'b0000;
      tail <= 4'b0000;
      count <= 5'h0;
    end else begin
      head <= (head + {3'b000,pop});
      tail <= (tail + {3'b000,push});
      count <= (count_with_push - {4'b0000,pop});
      if(clear) begin
        head <= 4'b0000;
        tail <= 4'b0000;
        count <= 5'h0;
      end
    end
  end

endmodule

// Issues the steps of the network: layers, in each positions, channel tiles, and runs of consecutive elements.
// step: one is issued; first_step, last_step: of its sum; place_<p>: first element of a processing element,
// signed, may be in the padding; low, high: the source's first place, and the one after its last.
// fetch, fetch_layer, row_<i>: the layer's words, one cycle after fetch; layers: how many there are.
// fill_buffer, fill_place, full0, full1: input buffers; free0, free1: the first layer has read one completely.
// written_place, written, layer_written: places that the layer before has written; a step waits for them.
// tile_popped: room for a tile of sums again; a tile's last step waits for room.
// event_starts, waits_for_source, waits_for_drain: status of this cycle.
// Reset, or enable 0: before the first layer, all sums free.
module pulse_in32_StepSequencer (
  input  wire          enable,
  input  wire [4:0]    layers,
  input  wire [15:0]   input_elements,
  output wire [3:0]    fetch_layer,
  output wire          fetch,
  input  wire          fill_buffer,
  input  wire          full0,
  input  wire          full1,
  input  wire          written,
  input  wire          layer_written,
  input  wire          tile_popped,
  output wire          step,
  output wire          first_step,
  output wire          last_step,
  output wire          free0,
  output wire          free1,
  output wire          event_starts,
  output wire          waits_for_source,
  output wire          waits_for_drain,
  input  wire [31:0]   row_0,
  input  wire [31:0]   row_1,
  input  wire [31:0]   row_2,
  input  wire [31:0]   row_3,
  input  wire [31:0]   row_4,
  input  wire [10:0]   fill_place,
  input  wire [10:0]   written_place,
  output wire [13:0]   low,
  output wire [13:0]   high,
  output wire [9:0]    weight_address,
  output wire [13:0]   place_0,
  output wire [13:0]   place_1,
  output wire [13:0]   place_2,
  output wire [13:0]   place_3,
  input  wire          clk,
  input  wire          reset
);

  reg                 next_valid;
  reg                 next_first;
  reg                 next_buffer;
  reg        [13:0]   next_low;
  reg        [13:0]   next_high;
  reg        [13:0]   next_start;
  reg        [13:0]   next_advance;
  reg        [13:0]   next_offset_0;
  reg        [13:0]   next_offset_1;
  reg        [13:0]   next_offset_2;
  reg        [13:0]   next_offset_3;
  reg        [15:0]   next_steps;
  reg        [15:0]   next_tiles;
  reg        [15:0]   next_positions;
  reg        [9:0]    next_weight;
  wire                take;
  reg        [3:0]    next_layer;
  reg                 next_event_buffer;
  reg                 fetched;
  wire                fetch_now;
  wire                fetched_first;
  wire       [4:0]    layers_fetched;
  wire                fetched_last;
  wire       [15:0]   source_place;
  wire       [13:0]   fetched_base;
  wire       [15:0]   stride_field;
  wire       [13:0]   fetched_stride;
  wire       [2:0]    fetched_lanes;
  wire       [15:0]   fetched_elements;
  wire       [15:0]   fetched_padding;
  wire       [15:0]   fetched_weight;
  wire       [3:0]    following_layer;
  wire       [13:0]   offset_1_to_1;
  wire       [13:0]   offset_2_to_1;
  wire       [13:0]   offset_2_to_2;
  wire       [13:0]   offset_3_to_1;
  wire       [13:0]   offset_3_to_2;
  reg                 layer_valid;
  reg                 first_layer;
  reg                 fresh_layer;
  reg                 event_buffer;
  reg        [13:0]   start_0;
  reg        [13:0]   current_0;
  reg        [13:0]   start_1;
  reg        [13:0]   current_1;
  reg        [13:0]   start_2;
  reg        [13:0]   current_2;
  reg        [13:0]   start_3;
  reg        [13:0]   current_3;
  reg        [13:0]   start_4;
  reg        [13:0]   current_4;
  reg        [13:0]   source_low;
  reg        [13:0]   source_high;
  reg        [13:0]   advance;
  reg        [15:0]   steps;
  reg        [15:0]   steps_left;
  reg        [15:0]   tiles;
  reg        [15:0]   tiles_left;
  reg        [15:0]   positions_left;
  reg        [9:0]    weight_base;
  reg        [9:0]    weight;
  reg                 tile_start;
  reg        [1:0]    layers_ahead;
  reg        [4:0]    credits;
  reg                 one_step;
  reg                 one_tile;
  reg                 at_step;
  reg                 last_tile;
  reg                 last_position;
  wire                at_tile;
  wire                at_end;
  wire       [10:0]   filled_or_written;
  wire       [13:0]   limit;
  wire                complete;
  wire                source;
  wire                room;
  wire                go;
  wire                tile_end;
  wire                position_end;
  wire                layer_end;
  wire       [15:0]   steps_left_after;
  wire       [9:0]    following_weight;
  wire       [15:0]   tiles_left_after;
  wire       [13:0]   first_of_layer_0;
  wire       [13:0]   start_after_0;
  wire       [13:0]   first_of_layer_1;
  wire       [13:0]   start_after_1;
  wire       [13:0]   first_of_layer_2;
  wire       [13:0]   start_after_2;
  wire       [13:0]   first_of_layer_3;
  wire       [13:0]   start_after_3;
  wire       [13:0]   last_window;
  wire       [13:0]   first_of_layer_4;
  wire       [13:0]   start_after_4;
  wire       [1:0]    ahead_with_end;
  wire       [4:0]    credits_with_pop;
  wire                buffer_freed;
  wire                begins_event;

  assign fetch_now = ((enable && (! next_valid)) && (! fetched));
  assign fetch_layer = next_layer;
  assign fetch = fetch_now;
  assign fetched_first = (! (|next_layer));
  assign layers_fetched = ({1'b0,next_layer} + 5'h01);
  assign fetched_last = (layers_fetched == layers);
  assign source_place = (fetched_first ? (input_elements & {16{next_event_buffer}}) : row_0[15 : 0]);
  assign fetched_base = source_place[13 : 0];
  assign stride_field = row_1[31 : 16];
  assign fetched_stride = stride_field[13 : 0];
  assign fetched_lanes = row_4[2 : 0];
  assign fetched_elements = row_0[31 : 16];
  assign fetched_padding = row_1[15 : 0];
  assign fetched_weight = row_3[31 : 16];
  assign following_layer = (next_layer + 4'b0001);
  assign offset_1_to_1 = (fetched_stride & {14{(fetched_lanes == 3'b010)}});
  assign offset_2_to_1 = (fetched_stride & {14{(fetched_lanes == 3'b001)}});
  assign offset_2_to_2 = (offset_2_to_1 + ({fetched_stride[12 : 0],1'b0} & {14{(fetched_lanes == 3'b010)}}));
  assign offset_3_to_1 = (fetched_stride & {14{((fetched_lanes == 3'b001) || (fetched_lanes == 3'b010))}});
  assign offset_3_to_2 = (offset_3_to_1 + ({fetched_stride[12 : 0],1'b0} & {14{(fetched_lanes == 3'b010)}}));
  assign at_tile = (at_step && last_tile);
  assign at_end = (at_tile && last_position);
  assign filled_or_written = (first_layer ? fill_place : written_place);
  assign limit = ((first_layer ? (! (fill_buffer ^ event_buffer)) : (written && (layers_ahead == 2'b01))) ? {3'b000,filled_or_written} : source_low);
  assign complete = (first_layer ? (event_buffer ? full1 : full0) : (! (|layers_ahead)));
  assign source = (complete || ((! ({(! limit[13]),limit[12 : 0]} < {(! current_4[13]),current_4[12 : 0]})) && (! (first_layer && at_end))));
  assign room = (((! at_step) || (|credits)) && (! (layers_ahead == 2'b10)));
  assign go = ((layer_valid && source) && room);
  assign tile_end = (go && at_step);
  assign position_end = (go && at_tile);
  assign layer_end = (go && at_end);
  assign take = (next_valid && ((! layer_valid) || layer_end));
  assign steps_left_after = (steps_left - 16'h0001);
  assign following_weight = (weight + 10'h001);
  assign tiles_left_after = (tiles_left - 16'h0001);
  assign first_of_layer_0 = (next_start + next_offset_0);
  assign start_after_0 = (start_0 + advance);
  assign first_of_layer_1 = (next_start + next_offset_1);
  assign start_after_1 = (start_1 + advance);
  assign first_of_layer_2 = (next_start + next_offset_2);
  assign start_after_2 = (start_2 + advance);
  assign first_of_layer_3 = (next_start + next_offset_3);
  assign start_after_3 = (start_3 + advance);
  assign last_window = (next_start + next_offset_3);
  assign first_of_layer_4 = (last_window + 14'h0004);
  assign start_after_4 = (start_4 + advance);
  assign ahead_with_end = (layers_ahead + {1'b0,layer_end});
  assign credits_with_pop = (credits + {4'b0000,tile_popped});
  assign step = go;
  assign first_step = tile_start;
  assign last_step = at_step;
  assign place_0 = current_0;
  assign place_1 = current_1;
  assign place_2 = current_2;
  assign place_3 = current_3;
  assign low = source_low;
  assign high = source_high;
  assign weight_address = weight;
  assign buffer_freed = (layer_end && first_layer);
  assign free0 = (buffer_freed && (! event_buffer));
  assign free1 = (buffer_freed && event_buffer);
  assign begins_event = (fresh_layer && first_layer);
  assign event_starts = (go && begins_event);
  assign waits_for_source = ((layer_valid && (! begins_event)) && (! source));
  assign waits_for_drain = (layer_valid ? ((source && (! room)) && (! begins_event)) : (! next_first));
  always @(posedge clk) begin
    if(reset) begin
      next_valid <= 1'b0;
      next_first <= 1'b0;
      next_buffer <= 1'b0;
      next_layer <= 4'b0000;
      next_event_buffer <= 1'b0;
      fetched <= 1'b0;
      layer_valid <= 1'b0;
      first_layer <= 1'b0;
      fresh_layer <= 1'b0;
      event_buffer <= 1'b0;
      tile_start <= 1'b1;
      layers_ahead <= 2'b00;
      credits <= 5'h10;
      one_step <= 1'b0;
      one_tile <= 1'b0;
      at_step <= 1'b0;
      last_tile <= 1'b0;
      last_position <= 1'b0;
    end else begin
      fetched <= fetch_now;
      if(take) begin
        next_valid <= 1'b0;
      end
      if(fetched) begin
        next_valid <= 1'b1;
        next_first <= fetched_first;
        next_buffer <= next_event_buffer;
        next_layer <= (following_layer & {4{(! fetched_last)}});
        next_event_buffer <= (next_event_buffer ^ fetched_first);
      end
      if((! enable)) begin
        next_valid <= 1'b0;
        fetched <= 1'b0;
        next_layer <= 4'b0000;
        next_event_buffer <= 1'b0;
      end
      if(go) begin
        fresh_layer <= 1'b0;
        tile_start <= at_step;
        at_step <= (at_step ? one_step : (steps_left == 16'h0002));
      end
      if(tile_end) begin
        last_tile <= (last_tile ? one_tile : (tiles_left == 16'h0002));
      end
      if(position_end) begin
        last_position <= (positions_left == 16'h0002);
      end
      if(layer_end) begin
        layer_valid <= 1'b0;
      end
      if(take) begin
        layer_valid <= 1'b1;
        first_layer <= next_first;
        fresh_layer <= 1'b1;
        event_buffer <= next_buffer;
        one_step <= (next_steps == 16'h0001);
        one_tile <= (next_tiles == 16'h0001);
        at_step <= (next_steps == 16'h0001);
        last_tile <= (next_tiles == 16'h0001);
        last_position <= (next_positions == 16'h0001);
        tile_start <= 1'b1;
      end
      layers_ahead <= (ahead_with_end - {1'b0,layer_written});
      credits <= (credits_with_pop - {4'b0000,tile_end});
      if((! enable)) begin
        layer_valid <= 1'b0;
        layers_ahead <= 2'b00;
        credits <= 5'h10;
      end
    end
  end

  always @(posedge clk) begin
    if(fetched) begin
      next_low <= fetched_base;
      next_high <= (fetched_base + fetched_elements[13 : 0]);
      next_start <= (fetched_base - fetched_padding[13 : 0]);
      next_advance <= ((fetched_lanes == 3'b010) ? {fetched_stride[11 : 0],2'b00} : ((fetched_lanes == 3'b001) ? {fetched_stride[12 : 0],1'b0} : fetched_stride));
      next_steps <= row_2[15 : 0];
      next_tiles <= row_2[31 : 16];
      next_positions <= row_3[15 : 0];
      next_weight <= fetched_weight[9 : 0];
    end
    if(fetched) begin
      next_offset_0 <= 14'h0;
    end
    if(fetched) begin
      next_offset_1 <= offset_1_to_1;
    end
    if(fetched) begin
      next_offset_2 <= offset_2_to_2;
    end
    if(fetched) begin
      next_offset_3 <= offset_3_to_2;
    end
    if(go) begin
      steps_left <= (at_step ? steps : steps_left_after);
      weight <= (at_tile ? weight_base : following_weight);
    end
    if(tile_end) begin
      tiles_left <= (at_tile ? tiles : tiles_left_after);
    end
    if(position_end) begin
      positions_left <= (positions_left - 16'h0001);
    end
    if(take) begin
      source_low <= next_low;
      source_high <= next_high;
      advance <= next_advance;
      steps <= next_steps;
      steps_left <= next_steps;
      tiles <= next_tiles;
      tiles_left <= next_tiles;
      positions_left <= next_positions;
      weight_base <= next_weight;
      weight <= next_weight;
    end
    if(go) begin
      current_0 <= (current_0 + 14'h0004);
    end
    if(tile_end) begin
      current_0 <= start_0;
    end
    if(position_end) begin
      current_0 <= start_after_0;
      start_0 <= start_after_0;
    end
    if(take) begin
      current_0 <= first_of_layer_0;
      start_0 <= first_of_layer_0;
    end
    if(go) begin
      current_1 <= (current_1 + 14'h0004);
    end
    if(tile_end) begin
      current_1 <= start_1;
    end
    if(position_end) begin
      current_1 <= start_after_1;
      start_1 <= start_after_1;
    end
    if(take) begin
      current_1 <= first_of_layer_1;
      start_1 <= first_of_layer_1;
    end
    if(go) begin
      current_2 <= (current_2 + 14'h0004);
    end
    if(tile_end) begin
      current_2 <= start_2;
    end
    if(position_end) begin
      current_2 <= start_after_2;
      start_2 <= start_after_2;
    end
    if(take) begin
      current_2 <= first_of_layer_2;
      start_2 <= first_of_layer_2;
    end
    if(go) begin
      current_3 <= (current_3 + 14'h0004);
    end
    if(tile_end) begin
      current_3 <= start_3;
    end
    if(position_end) begin
      current_3 <= start_after_3;
      start_3 <= start_after_3;
    end
    if(take) begin
      current_3 <= first_of_layer_3;
      start_3 <= first_of_layer_3;
    end
    if(go) begin
      current_4 <= (current_4 + 14'h0004);
    end
    if(tile_end) begin
      current_4 <= start_4;
    end
    if(position_end) begin
      current_4 <= start_after_4;
      start_4 <= start_after_4;
    end
    if(take) begin
      current_4 <= first_of_layer_4;
      start_4 <= first_of_layer_4;
    end
  end

endmodule

// Unsigned division, one bit of the quotient a cycle: quotient = floor((head * 2^n + numerator) / denominator),
// n the bits of numerator; head must be less than denominator.
// start: takes the operands; busy: the n cycles after it; quotient is valid then until the next start.
// Reset: not busy.
module pulse_in32_SerialDivider_1 (
  input  wire          start,
  output wire          busy,
  input  wire [31:0]   head,
  input  wire [42:0]   numerator,
  input  wire [31:0]   denominator,
  output wire [42:0]   quotient,
  input  wire          clk,
  input  wire          reset
);

  reg        [5:0]    left;
  reg        [42:0]   digits;
  reg        [32:0]   rest;
  reg        [31:0]   divisor;
  wire       [32:0]   shifted_rest;
  wire       [32:0]   subtracted;
  wire       [32:0]   difference;
  wire                fits;
  wire                dividing;

  assign shifted_rest = {rest[31 : 0],digits[42]};
  assign subtracted = {1'b0,divisor};
  assign difference = (shifted_rest - subtracted);
  assign fits = (! (shifted_rest < subtracted));
  assign dividing = (|left);
  assign busy = dividing;
  assign quotient = digits;
  always @(posedge clk) begin
    if(reset) begin
      left <= 6'h0;
    end else begin
      if(dividing) begin
        left <= (left - 6'h01);
      end
      if(start) begin
        left <= 6'h2b;
      end
    end
  end

  always @(posedge clk) begin
    if(dividing) begin
      rest <= (fits ? difference : shifted_rest);
      digits <= {digits[41 : 0],fits};
    end
    if(start) begin
      digits <= numerator;
      rest <= {1'b0,head};
      divisor <= denominator;
    end
  end

endmodule

// Unsigned division, one bit of the quotient a cycle: quotient = floor((head * 2^n + numerator) / denominator),
// n the bits of numerator; head must be less than denominator.
// start: takes the operands; busy: the n cycles after it; quotient is valid then until the next start.
// Reset: not busy.
module pulse_in32_SerialDivider (
  input  wire          start,
  output wire          busy,
  input  wire [25:0]   head,
  input  wire [10:0]   numerator,
  input  wire [25:0]   denominator,
  output wire [10:0]   quotient,
  input  wire          clk,
  input  wire          reset
);

  reg        [3:0]    left;
  reg        [10:0]   digits;
  reg        [26:0]   rest;
  reg        [25:0]   divisor;
  wire       [26:0]   shifted_rest;
  wire       [26:0]   subtracted;
  wire       [26:0]   difference;
  wire                fits;
  wire                dividing;

  assign shifted_rest = {rest[25 : 0],digits[10]};
  assign subtracted = {1'b0,divisor};
  assign difference = (shifted_rest - subtracted);
  assign fits = (! (shifted_rest < subtracted));
  assign dividing = (|left);
  assign busy = dividing;
  assign quotient = digits;
  always @(posedge clk) begin
    if(reset) begin
      left <= 4'b0000;
    end else begin
      if(dividing) begin
        left <= (left - 4'b0001);
      end
      if(start) begin
        left <= 4'b1011;
      end
    end
  end

  always @(posedge clk) begin
    if(dividing) begin
      rest <= (fits ? difference : shifted_rest);
      digits <= {digits[9 : 0],fits};
    end
    if(start) begin
      digits <= numerator;
      rest <= {1'b0,head};
      divisor <= denominator;
    end
  end

endmodule

// Output stage of one channel: result = clip(round((sum + bias) * scale / 2^shift)); a result a cycle.
// sum, bias: signed; scale: unsigned; shift: 0 to 47. relu1, relu4: ReLU, for the sums of 1 and 4 cycles ago.
// round_even: ties to the even neighbour, else away from zero.
// biased: sum + bias, 1 cycle later; result: 5 cycles later, unsigned with ReLU, else signed of a bit less.
// Stages: total; low_product, high_product (halves of it); product; quotient (bit 0: half), sticky; rounded.
// Reset has no effect on results: every register follows its input.
module pulse_in32_Requantiser (
  input  wire [31:0]   sum,
  input  wire [31:0]   bias,
  input  wire [15:0]   scale,
  input  wire [5:0]    shift,
  input  wire          relu1,
  input  wire          relu4,
  input  wire          round_even,
  output wire [31:0]   biased,
  output wire [16:0]   result,
  input  wire          clk,
  input  wire          reset
);

  reg        [31:0]   total;
  reg        [15:0]   scale_1;
  reg        [5:0]    shift_d1;
  reg        [5:0]    shift_d2;
  reg        [5:0]    shift_d3;
  wire       [31:0]   rectified;
  reg        [31:0]   low_product;
  reg        [32:0]   high_product;
  wire       [15:0]   low_product_upper;
  wire       [32:0]   product_upper;
  reg        [48:0]   product;
  reg        [49:0]   quotient;
  wire       [48:0]   ones_shifted_to_1;
  wire       [48:0]   ones_shifted_to_3;
  wire       [48:0]   ones_shifted_to_7;
  wire       [48:0]   ones_shifted_to_15;
  wire       [48:0]   ones_shifted_to_31;
  wire       [48:0]   ones_shifted_to_63;
  wire       [48:0]   shift_lowest;
  wire       [47:0]   below_half;
  reg                 sticky;
  wire                negative;
  wire       [48:0]   whole;
  wire                tie_up;
  wire                round_up;
  wire       [16:0]   whole_rounded;
  wire       [32:0]   sign_bits;
  wire                fits;
  wire                carried;
  wire       [16:0]   highest;
  wire       [16:0]   lowest;
  wire                too_high;
  wire                too_low;
  reg        [16:0]   rounded;

  assign biased = total;
  assign rectified = (total & {32{(! (relu1 && total[31]))}});
  assign low_product_upper = low_product[31 : 16];
  assign product_upper = (high_product + {17'h0,low_product_upper});
  assign ones_shifted_to_1 = (shift_d3[0] ? {48'hffffffffffff,1'b0} : 49'h1ffffffffffff);
  assign ones_shifted_to_3 = (shift_d3[1] ? {ones_shifted_to_1[46 : 0],2'b00} : ones_shifted_to_1);
  assign ones_shifted_to_7 = (shift_d3[2] ? {ones_shifted_to_3[44 : 0],4'b0000} : ones_shifted_to_3);
  assign ones_shifted_to_15 = (shift_d3[3] ? {ones_shifted_to_7[40 : 0],8'h0} : ones_shifted_to_7);
  assign ones_shifted_to_31 = (shift_d3[4] ? {ones_shifted_to_15[32 : 0],16'h0} : ones_shifted_to_15);
  assign ones_shifted_to_63 = (shift_d3[5] ? {ones_shifted_to_31[16 : 0],32'h0} : ones_shifted_to_31);
  assign shift_lowest = (~ ones_shifted_to_63);
  assign below_half = shift_lowest[48 : 1];
  assign negative = quotient[49];
  assign whole = quotient[49 : 1];
  assign tie_up = (round_even ? whole[0] : (! negative));
  assign round_up = (quotient[0] && (sticky || tie_up));
  assign whole_rounded = (whole[16 : 0] + {16'h0,round_up});
  assign sign_bits = whole[48 : 16];
  assign fits = (negative ? (! (|(~ sign_bits))) : (! (|sign_bits)));
  assign carried = ((! negative) && whole_rounded[16]);
  assign highest = {1'b0,relu4,15'h7fff};
  assign lowest = {2'b11,15'h0};
  assign too_high = ((! negative) && (((! fits) || carried) || ((! relu4) && whole_rounded[15])));
  assign too_low = (negative && ((! fits) || (whole_rounded[16] && (! whole_rounded[15]))));
  assign result = rounded;
  always @(posedge clk) begin
    total <= (sum + bias);
    scale_1 <= scale;
    shift_d1 <= shift;
    shift_d2 <= shift_d1;
    shift_d3 <= shift_d2;
    low_product <= (rectified[15 : 0] * scale_1);
    high_product <= ($signed(rectified[31 : 16]) * $signed({1'b0,scale_1}));
    product <= {product_upper,low_product[15 : 0]};
    quotient <= ($signed({product,1'b0}) >>> shift_d3);
    rounded <= (too_high ? highest : (too_low ? lowest : whole_rounded));
  end

  always @(posedge clk) begin
    if(reset) begin
      sticky <= 1'b0;
    end else begin
      sticky <= (|(product & {1'b0,below_half}));
    end
  end

endmodule
