/* Design pulse_in32, generated. */
#ifndef PULSE_IN32_H
#define PULSE_IN32_H

/* Configuration hash, as in register CONFIG_HASH. */
#define PULSE_IN32_HASH 0x53db1d64u

/* Sizes of the design. */
#define PULSE_IN32_CHANNELS 1u
#define PULSE_IN32_ENGINES 1u
#define PULSE_IN32_ADC_BITS 12u
#define PULSE_IN32_WINDOW_SAMPLES 32u
#define PULSE_IN32_EVENT_BUFFERS 4u
#define PULSE_IN32_NETWORK 1u
#define PULSE_IN32_CLASSICAL 1u
#define PULSE_IN32_PROCESSING_ELEMENTS 4u
#define PULSE_IN32_ARITHMETIC_UNITS 4u
#define PULSE_IN32_MULTIPLIERS 4u
#define PULSE_IN32_ACTIVATION_BITS 16u
#define PULSE_IN32_ELEMENTS 1024u
#define PULSE_IN32_WEIGHT_WORDS 1024u
#define PULSE_IN32_PARAMETER_ROWS 256u
#define PULSE_IN32_MAX_LAYERS 16u
#define PULSE_IN32_FILTER_SAMPLES 32u
#define PULSE_IN32_PHASE_BANKS 16u

/* Bits of tdata. */
#define PULSE_IN32_S_AXIS_ADC_BITS 16u
#define PULSE_IN32_M_AXIS_FEAT_BITS 32u

/* ro: identification, "FPLS" */
#define PULSE_IN32_ID_OFFSET 0x00u

/* ro: version of this register map */
#define PULSE_IN32_VERSION_OFFSET 0x04u

/* ro: hash of the configuration, as in the manifest */
#define PULSE_IN32_CONFIG_HASH_OFFSET 0x08u

/* rw: commands */
#define PULSE_IN32_CONTROL_OFFSET 0x0cu
#define PULSE_IN32_CONTROL_ENABLE_SHIFT 0u
#define PULSE_IN32_CONTROL_ENABLE_MASK 0x00000001u
#define PULSE_IN32_CONTROL_DISABLE_SHIFT 1u
#define PULSE_IN32_CONTROL_DISABLE_MASK 0x00000002u
#define PULSE_IN32_CONTROL_CLEAR_COUNTERS_SHIFT 2u
#define PULSE_IN32_CONTROL_CLEAR_COUNTERS_MASK 0x00000004u
#define PULSE_IN32_CONTROL_INTERRUPT_ENABLE_SHIFT 3u
#define PULSE_IN32_CONTROL_INTERRUPT_ENABLE_MASK 0x00000008u

/* w1c: state */
#define PULSE_IN32_STATUS_OFFSET 0x10u
#define PULSE_IN32_STATUS_ENABLED_SHIFT 0u
#define PULSE_IN32_STATUS_ENABLED_MASK 0x00000001u
#define PULSE_IN32_STATUS_IDLE_SHIFT 1u
#define PULSE_IN32_STATUS_IDLE_MASK 0x00000002u
#define PULSE_IN32_STATUS_ERROR_SHIFT 2u
#define PULSE_IN32_STATUS_ERROR_MASK 0x00000004u
#define PULSE_IN32_STATUS_PACKET_SHIFT 3u
#define PULSE_IN32_STATUS_PACKET_MASK 0x00000008u
#define PULSE_IN32_STATUS_STUCK_SHIFT 4u
#define PULSE_IN32_STATUS_STUCK_MASK 0x00000010u
#define PULSE_IN32_STATUS_REASON_SHIFT 8u
#define PULSE_IN32_STATUS_REASON_MASK 0x00000f00u

/* ro: channels with a stuck trigger */
#define PULSE_IN32_STUCK_CHANNELS_OFFSET 0x14u
#define PULSE_IN32_STUCK_CHANNELS_CHANNELS_SHIFT 0u
#define PULSE_IN32_STUCK_CHANNELS_CHANNELS_MASK 0x0000ffffu

/* rw: channels that take samples */
#define PULSE_IN32_CHANNELS_OFFSET 0x18u
#define PULSE_IN32_CHANNELS_CHANNELS_SHIFT 0u
#define PULSE_IN32_CHANNELS_CHANNELS_MASK 0x0000ffffu

/* rw: features that are computed */
#define PULSE_IN32_FEATURES_OFFSET 0x1cu
#define PULSE_IN32_FEATURES_NETWORK_SHIFT 0u
#define PULSE_IN32_FEATURES_NETWORK_MASK 0x00000001u
#define PULSE_IN32_FEATURES_CLASSICAL_SHIFT 1u
#define PULSE_IN32_FEATURES_CLASSICAL_MASK 0x00000002u

/* rw: modes of the front end */
#define PULSE_IN32_MODE_OFFSET 0x20u
#define PULSE_IN32_MODE_POLARITY_SHIFT 0u
#define PULSE_IN32_MODE_POLARITY_MASK 0x00000001u
#define PULSE_IN32_MODE_HOLD_SHIFT 1u
#define PULSE_IN32_MODE_HOLD_MASK 0x00000002u
#define PULSE_IN32_MODE_NORMALISE_SHIFT 2u
#define PULSE_IN32_MODE_NORMALISE_MASK 0x00000004u
#define PULSE_IN32_MODE_BASELINE_MODE_SHIFT 4u
#define PULSE_IN32_MODE_BASELINE_MODE_MASK 0x00000030u

/* rw: samples of an event, 4 to the windowSamples of the manifest */
#define PULSE_IN32_WINDOW_OFFSET 0x24u
#define PULSE_IN32_WINDOW_VALUE_SHIFT 0u
#define PULSE_IN32_WINDOW_VALUE_MASK 0x00003fffu

/* rw: samples of an event before its trigger, less than WINDOW */
#define PULSE_IN32_PRETRIGGER_OFFSET 0x28u
#define PULSE_IN32_PRETRIGGER_VALUE_SHIFT 0u
#define PULSE_IN32_PRETRIGGER_VALUE_MASK 0x00001fffu

/* rw: trigger threshold over the baseline, 4 fractional bits */
#define PULSE_IN32_THRESHOLD_OFFSET 0x2cu
#define PULSE_IN32_THRESHOLD_VALUE_SHIFT 0u
#define PULSE_IN32_THRESHOLD_VALUE_MASK 0x000fffffu

/* rw: what the signal must fall below the threshold to re-arm, 4 fractional bits */
#define PULSE_IN32_HYSTERESIS_OFFSET 0x30u
#define PULSE_IN32_HYSTERESIS_VALUE_SHIFT 0u
#define PULSE_IN32_HYSTERESIS_VALUE_MASK 0x000fffffu

/* rw: samples without re-arming after which the trigger is stuck; 0: never */
#define PULSE_IN32_STUCK_LIMIT_OFFSET 0x34u
#define PULSE_IN32_STUCK_LIMIT_VALUE_SHIFT 0u
#define PULSE_IN32_STUCK_LIMIT_VALUE_MASK 0x00ffffffu

/* rw: fixed baseline, 4 fractional bits */
#define PULSE_IN32_BASELINE_OFFSET 0x38u
#define PULSE_IN32_BASELINE_VALUE_SHIFT 0u
#define PULSE_IN32_BASELINE_VALUE_MASK 0x000fffffu

/* rw: k of the running baseline */
#define PULSE_IN32_BASELINE_SHIFT_OFFSET 0x3cu
#define PULSE_IN32_BASELINE_SHIFT_VALUE_SHIFT 0u
#define PULSE_IN32_BASELINE_SHIFT_VALUE_MASK 0x0000000fu

/* rw: 2^k samples of the window make its baseline, 0 to 10 */
#define PULSE_IN32_BASELINE_SAMPLES_OFFSET 0x40u
#define PULSE_IN32_BASELINE_SAMPLES_VALUE_SHIFT 0u
#define PULSE_IN32_BASELINE_SAMPLES_VALUE_MASK 0x0000000fu

/* rw: gain without normalisation */
#define PULSE_IN32_GAIN_OFFSET 0x44u
#define PULSE_IN32_GAIN_VALUE_SHIFT 0u
#define PULSE_IN32_GAIN_VALUE_MASK 0x0000ffffu

/* rw: right shift of the product with the gain */
#define PULSE_IN32_GAIN_SHIFT_OFFSET 0x48u
#define PULSE_IN32_GAIN_SHIFT_VALUE_SHIFT 0u
#define PULSE_IN32_GAIN_SHIFT_VALUE_MASK 0x0000001fu

/* rw: layers of the network */
#define PULSE_IN32_LAYERS_OFFSET 0x4cu
#define PULSE_IN32_LAYERS_LAYERS_SHIFT 0u
#define PULSE_IN32_LAYERS_LAYERS_MASK 0x0000001fu
#define PULSE_IN32_LAYERS_ROUND_EVEN_SHIFT 8u
#define PULSE_IN32_LAYERS_ROUND_EVEN_MASK 0x00000100u

/* rw: first samples of the window that are the network's input */
#define PULSE_IN32_NETWORK_SAMPLES_OFFSET 0x50u
#define PULSE_IN32_NETWORK_SAMPLES_VALUE_SHIFT 0u
#define PULSE_IN32_NETWORK_SAMPLES_VALUE_MASK 0x00003fffu

/* rw: outputs of the network, 1 to 200 */
#define PULSE_IN32_NETWORK_OUTPUTS_OFFSET 0x54u
#define PULSE_IN32_NETWORK_OUTPUTS_VALUE_SHIFT 0u
#define PULSE_IN32_NETWORK_OUTPUTS_VALUE_MASK 0x000000ffu

/* rw: a of the pole-zero cancellation, 16 fractional bits */
#define PULSE_IN32_POLE_OFFSET 0x58u
#define PULSE_IN32_POLE_VALUE_SHIFT 0u
#define PULSE_IN32_POLE_VALUE_MASK 0x0001ffffu

/* rw: rise of the trapezoid, samples */
#define PULSE_IN32_RISE_OFFSET 0x5cu
#define PULSE_IN32_RISE_VALUE_SHIFT 0u
#define PULSE_IN32_RISE_VALUE_MASK 0x00001fffu

/* rw: flat top of the trapezoid, samples */
#define PULSE_IN32_FLAT_OFFSET 0x60u
#define PULSE_IN32_FLAT_VALUE_SHIFT 0u
#define PULSE_IN32_FLAT_VALUE_MASK 0x00001fffu

/* rw: sample after the trigger at which the trapezoid is reported */
#define PULSE_IN32_PICK_OFFSET 0x64u
#define PULSE_IN32_PICK_VALUE_SHIFT 0u
#define PULSE_IN32_PICK_VALUE_MASK 0x00001fffu

/* rw: CFD fraction, 8 fractional bits */
#define PULSE_IN32_FRACTION_OFFSET 0x68u
#define PULSE_IN32_FRACTION_VALUE_SHIFT 0u
#define PULSE_IN32_FRACTION_VALUE_MASK 0x000000ffu

/* rw: CFD delay, samples */
#define PULSE_IN32_DELAY_OFFSET 0x6cu
#define PULSE_IN32_DELAY_VALUE_SHIFT 0u
#define PULSE_IN32_DELAY_VALUE_MASK 0x000000ffu

/* rw: value that arms the CFD, 12 fractional bits */
#define PULSE_IN32_CFD_ARM_OFFSET 0x70u
#define PULSE_IN32_CFD_ARM_VALUE_SHIFT 0u
#define PULSE_IN32_CFD_ARM_VALUE_MASK 0x3fffffffu

/* rw: CFD time of the beginning of bank 0, 10 fractional bits, signed */
#define PULSE_IN32_BANK_ORIGIN_OFFSET 0x74u
#define PULSE_IN32_BANK_ORIGIN_VALUE_SHIFT 0u
#define PULSE_IN32_BANK_ORIGIN_VALUE_MASK 0x00ffffffu

/* rw: 2^BANK_SHIFT units of 2^-10 sample in a bank */
#define PULSE_IN32_BANK_SHIFT_OFFSET 0x78u
#define PULSE_IN32_BANK_SHIFT_VALUE_SHIFT 0u
#define PULSE_IN32_BANK_SHIFT_VALUE_MASK 0x0000001fu

/* rw: first sample of the optimal filter */
#define PULSE_IN32_FILTER_START_OFFSET 0x7cu
#define PULSE_IN32_FILTER_START_VALUE_SHIFT 0u
#define PULSE_IN32_FILTER_START_VALUE_MASK 0x00001fffu

/* rw: samples of the optimal filter */
#define PULSE_IN32_FILTER_LENGTH_OFFSET 0x80u
#define PULSE_IN32_FILTER_LENGTH_VALUE_SHIFT 0u
#define PULSE_IN32_FILTER_LENGTH_VALUE_MASK 0x000007ffu

/* rw: right shifts of the optimal filter's sums */
#define PULSE_IN32_FILTER_SHIFT_OFFSET 0x84u
#define PULSE_IN32_FILTER_SHIFT_AMPLITUDE_SHIFT 0u
#define PULSE_IN32_FILTER_SHIFT_AMPLITUDE_MASK 0x0000001fu
#define PULSE_IN32_FILTER_SHIFT_TIME_SHIFT 8u
#define PULSE_IN32_FILTER_SHIFT_TIME_MASK 0x00001f00u

/* wo: where the next word of LOAD_DATA goes */
#define PULSE_IN32_LOAD_ADDRESS_OFFSET 0x88u
#define PULSE_IN32_LOAD_ADDRESS_ADDRESS_SHIFT 0u
#define PULSE_IN32_LOAD_ADDRESS_ADDRESS_MASK 0x000fffffu
#define PULSE_IN32_LOAD_ADDRESS_MEMORY_SHIFT 20u
#define PULSE_IN32_LOAD_ADDRESS_MEMORY_MASK 0x00f00000u

/* wo: writes a word of a memory, then the address is one more */
#define PULSE_IN32_LOAD_DATA_OFFSET 0x8cu

/* rw: channel of the six counters that follow */
#define PULSE_IN32_COUNTER_CHANNEL_OFFSET 0x90u
#define PULSE_IN32_COUNTER_CHANNEL_VALUE_SHIFT 0u
#define PULSE_IN32_COUNTER_CHANNEL_VALUE_MASK 0x0000000fu

/* ro: events cut, modulo 2^32 */
#define PULSE_IN32_EVENTS_OFFSET 0x94u

/* ro: crossings inside the window of an event, modulo 2^32 */
#define PULSE_IN32_PILE_UP_OFFSET 0x98u

/* ro: crossings behind the window while it is recorded, and events ended by disabling, modulo 2^32 */
#define PULSE_IN32_LOST_DEAD_OFFSET 0x9cu

/* ro: events lost because all buffers were full, modulo 2^32 */
#define PULSE_IN32_LOST_FULL_OFFSET 0xa0u

/* ro: events with a sample at either end of the ADC's range, modulo 2^32 */
#define PULSE_IN32_OVER_RANGE_OFFSET 0xa4u

/* ro: times that the trigger was stuck, modulo 2^32 */
#define PULSE_IN32_STUCK_OFFSET 0xa8u

/* ro: packets sent, bits 31..0; reading latches the high word */
#define PULSE_IN32_PACKETS_LOW_OFFSET 0xacu

/* ro: packets sent, bits 63..32 */
#define PULSE_IN32_PACKETS_HIGH_OFFSET 0xb0u

/* ro: samples taken, of all channels together, bits 31..0; reading latches the high word */
#define PULSE_IN32_SAMPLES_LOW_OFFSET 0xb4u

/* ro: samples taken, of all channels together, bits 63..32 */
#define PULSE_IN32_SAMPLES_HIGH_OFFSET 0xb8u

/* ro: cycles in which a network engine ran, summed over the engines, bits 31..0; reading latches the high word */
#define PULSE_IN32_BUSY_LOW_OFFSET 0xbcu

/* ro: cycles in which a network engine ran, summed over the engines, bits 63..32 */
#define PULSE_IN32_BUSY_HIGH_OFFSET 0xc0u

/* ro: useful multiply-accumulates of the network engines, bits 31..0; reading latches the high word */
#define PULSE_IN32_MACS_LOW_OFFSET 0xc4u

/* ro: useful multiply-accumulates of the network engines, bits 63..32 */
#define PULSE_IN32_MACS_HIGH_OFFSET 0xc8u

/* ro: cycles in which a network engine waited for elements, bits 31..0; reading latches the high word */
#define PULSE_IN32_STALL_SOURCE_LOW_OFFSET 0xccu

/* ro: cycles in which a network engine waited for elements, bits 63..32 */
#define PULSE_IN32_STALL_SOURCE_HIGH_OFFSET 0xd0u

/* ro: cycles in which a network engine waited for its sums to drain, bits 31..0; reading latches the high word */
#define PULSE_IN32_STALL_DRAIN_LOW_OFFSET 0xd4u

/* ro: cycles in which a network engine waited for its sums to drain, bits 63..32 */
#define PULSE_IN32_STALL_DRAIN_HIGH_OFFSET 0xd8u

#endif
