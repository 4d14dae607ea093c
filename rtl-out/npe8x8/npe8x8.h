/* Design npe8x8, generated. */
#ifndef NPE8X8_H
#define NPE8X8_H

/* Configuration hash, as in register CONFIG_HASH. */
#define NPE8X8_HASH 0x663b1db3u

/* Sizes of the design. */
#define NPE8X8_ROWS 8u
#define NPE8X8_COLUMNS 8u
#define NPE8X8_WEIGHT_WORDS 8192u
#define NPE8X8_ACTIVATION_WORDS 1024u
#define NPE8X8_PARAMETER_TILES 64u
#define NPE8X8_OPERAND_FORMATS 4u
#define NPE8X8_ACCUMULATOR_BITS 124u
#define NPE8X8_TOTAL_BITS 145u
#define NPE8X8_RESCALE_BITS 16u
#define NPE8X8_ROUNDINGS 3u
#define NPE8X8_MAC_LATENCY 5u
#define NPE8X8_OUTPUT_LATENCY 17u

/* Number formats: index in registers, lanes of a 16-bit word. */
#define NPE8X8_FORMAT_FP4_E2M1 0u
#define NPE8X8_FORMAT_FP4_E2M1_LANES 4u
#define NPE8X8_FORMAT_POSIT4_1 1u
#define NPE8X8_FORMAT_POSIT4_1_LANES 4u
#define NPE8X8_FORMAT_POSIT8_0 2u
#define NPE8X8_FORMAT_POSIT8_0_LANES 2u
#define NPE8X8_FORMAT_POSIT16_1 3u
#define NPE8X8_FORMAT_POSIT16_1_LANES 1u
#define NPE8X8_FORMAT_INT16 4u
#define NPE8X8_FORMAT_INT16_LANES 1u

/* Bits of tdata. */
#define NPE8X8_S_AXIS_ACT_BITS 128u
#define NPE8X8_S_AXIS_WGT_BITS 128u
#define NPE8X8_M_AXIS_RES_BITS 128u

/* ro: identification, "FMAC" */
#define NPE8X8_ID_OFFSET 0x00u

/* ro: version of this register map */
#define NPE8X8_VERSION_OFFSET 0x04u

/* ro: hash of the configuration, as in the manifest */
#define NPE8X8_CONFIG_HASH_OFFSET 0x08u

/* rw: control of a job */
#define NPE8X8_CONTROL_OFFSET 0x0cu
#define NPE8X8_CONTROL_START_SHIFT 0u
#define NPE8X8_CONTROL_START_MASK 0x00000001u
#define NPE8X8_CONTROL_INTERRUPT_ENABLE_SHIFT 1u
#define NPE8X8_CONTROL_INTERRUPT_ENABLE_MASK 0x00000002u
#define NPE8X8_CONTROL_CLEAR_COUNTERS_SHIFT 2u
#define NPE8X8_CONTROL_CLEAR_COUNTERS_MASK 0x00000004u

/* w1c: state of the job and of loads */
#define NPE8X8_STATUS_OFFSET 0x10u
#define NPE8X8_STATUS_BUSY_SHIFT 0u
#define NPE8X8_STATUS_BUSY_MASK 0x00000001u
#define NPE8X8_STATUS_DONE_SHIFT 1u
#define NPE8X8_STATUS_DONE_MASK 0x00000002u
#define NPE8X8_STATUS_LOADING_SHIFT 2u
#define NPE8X8_STATUS_LOADING_MASK 0x00000004u
#define NPE8X8_STATUS_ERROR_SHIFT 3u
#define NPE8X8_STATUS_ERROR_MASK 0x00000008u

/* rw: number formats, by their index in the manifest */
#define NPE8X8_FORMAT_OFFSET 0x14u
#define NPE8X8_FORMAT_OPERAND_SHIFT 0u
#define NPE8X8_FORMAT_OPERAND_MASK 0x0000000fu
#define NPE8X8_FORMAT_RESULT_SHIFT 8u
#define NPE8X8_FORMAT_RESULT_MASK 0x00000f00u
#define NPE8X8_FORMAT_ROUND_AWAY_SHIFT 16u
#define NPE8X8_FORMAT_ROUND_AWAY_MASK 0x00010000u

/* rw: M, rows of the result */
#define NPE8X8_ROWS_OFFSET 0x18u

/* rw: N, columns of the result */
#define NPE8X8_COLUMNS_OFFSET 0x1cu
#define NPE8X8_COLUMNS_COLUMNS_SHIFT 0u
#define NPE8X8_COLUMNS_COLUMNS_MASK 0x0000ffffu

/* rw: K, terms of a sum */
#define NPE8X8_DEPTH_OFFSET 0x20u
#define NPE8X8_DEPTH_DEPTH_SHIFT 0u
#define NPE8X8_DEPTH_DEPTH_MASK 0x00ffffffu

/* rw: operand words of a sum, K / lanes rounded up */
#define NPE8X8_DEPTH_WORDS_OFFSET 0x24u
#define NPE8X8_DEPTH_WORDS_WORDS_SHIFT 0u
#define NPE8X8_DEPTH_WORDS_WORDS_MASK 0x00ffffffu

/* rw: first word of the weights in the weight buffer */
#define NPE8X8_WEIGHT_BASE_OFFSET 0x28u
#define NPE8X8_WEIGHT_BASE_WORD_SHIFT 0u
#define NPE8X8_WEIGHT_BASE_WORD_MASK 0x00ffffffu

/* rw: first column tile of the parameters */
#define NPE8X8_PARAMETER_BASE_OFFSET 0x2cu
#define NPE8X8_PARAMETER_BASE_TILE_SHIFT 0u
#define NPE8X8_PARAMETER_BASE_TILE_MASK 0x0000ffffu

/* rw: left shift of the bias, in units of 2^-16 of the accumulator's */
#define NPE8X8_BIAS_SHIFT_OFFSET 0x30u
#define NPE8X8_BIAS_SHIFT_SHIFT_SHIFT 0u
#define NPE8X8_BIAS_SHIFT_SHIFT_MASK 0x000000ffu

/* rw: range of result codes */
#define NPE8X8_CLIP_OFFSET 0x34u
#define NPE8X8_CLIP_LOW_SHIFT 0u
#define NPE8X8_CLIP_LOW_MASK 0x0000ffffu
#define NPE8X8_CLIP_HIGH_SHIFT 16u
#define NPE8X8_CLIP_HIGH_MASK 0xffff0000u

/* rw: first word (weights) or column tile (parameters) of a load */
#define NPE8X8_LOAD_ADDRESS_OFFSET 0x38u
#define NPE8X8_LOAD_ADDRESS_ADDRESS_SHIFT 0u
#define NPE8X8_LOAD_ADDRESS_ADDRESS_MASK 0x00ffffffu

/* rw: beats of a load */
#define NPE8X8_LOAD_BEATS_OFFSET 0x3cu
#define NPE8X8_LOAD_BEATS_BEATS_SHIFT 0u
#define NPE8X8_LOAD_BEATS_BEATS_MASK 0x00ffffffu

/* wo: starts a load from s_axis_wgt */
#define NPE8X8_LOAD_CONTROL_OFFSET 0x40u
#define NPE8X8_LOAD_CONTROL_WEIGHTS_SHIFT 0u
#define NPE8X8_LOAD_CONTROL_WEIGHTS_MASK 0x00000001u
#define NPE8X8_LOAD_CONTROL_PARAMETERS_SHIFT 1u
#define NPE8X8_LOAD_CONTROL_PARAMETERS_MASK 0x00000002u

/* ro: cycles with a job running, bits 31..0; reading latches the high word */
#define NPE8X8_CYCLES_LOW_OFFSET 0x44u

/* ro: cycles with a job running, bits 63..32 */
#define NPE8X8_CYCLES_HIGH_OFFSET 0x48u

/* ro: useful multiply-accumulates, bits 31..0; reading latches the high word */
#define NPE8X8_MACS_LOW_OFFSET 0x4cu

/* ro: useful multiply-accumulates, bits 63..32 */
#define NPE8X8_MACS_HIGH_OFFSET 0x50u

/* ro: cycles in which the array waits for activations, bits 31..0; reading latches the high word */
#define NPE8X8_STALL_IN_LOW_OFFSET 0x54u

/* ro: cycles in which the array waits for activations, bits 63..32 */
#define NPE8X8_STALL_IN_HIGH_OFFSET 0x58u

/* ro: cycles in which the array waits for results to drain, bits 31..0; reading latches the high word */
#define NPE8X8_STALL_OUT_LOW_OFFSET 0x5cu

/* ro: cycles in which the array waits for results to drain, bits 63..32 */
#define NPE8X8_STALL_OUT_HIGH_OFFSET 0x60u

#endif
