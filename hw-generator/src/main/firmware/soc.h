/* SPDX-License-Identifier: Apache-2.0 */
/* Registers and protocol of the system on chip, generated. */
#ifndef SOC_H
#define SOC_H

/* ro: identification, "FSOC" */
#define SOC_ID_ADDRESS 0x10000000u

/* ro: version of this register map */
#define SOC_VERSION_ADDRESS 0x10000004u

/* ro: hash of the configuration, as in the manifest */
#define SOC_CONFIG_HASH_ADDRESS 0x10000008u

/* ro: clock frequency, Hz */
#define SOC_CLOCK_HZ_ADDRESS 0x1000000cu

/* ro: size of the RAM, bytes */
#define SOC_RAM_BYTES_ADDRESS 0x10000010u

/* w1c: accesses that went nowhere */
#define SOC_FAULT_ADDRESS 0x10000014u
#define SOC_FAULT_BUS_SHIFT 0u
#define SOC_FAULT_BUS_MASK 0x00000001u

/* rw: output pins led */
#define SOC_LED_ADDRESS 0x10000018u
#define SOC_LED_LED_SHIFT 0u
#define SOC_LED_LED_MASK 0x000000ffu

/* ro: takes a byte from the receive queue */
#define SOC_UART_RECEIVE_ADDRESS 0x1000001cu
#define SOC_UART_RECEIVE_BYTE_SHIFT 0u
#define SOC_UART_RECEIVE_BYTE_MASK 0x000000ffu
#define SOC_UART_RECEIVE_VALID_SHIFT 8u
#define SOC_UART_RECEIVE_VALID_MASK 0x00000100u

/* wo: puts a byte into the transmit queue */
#define SOC_UART_SEND_ADDRESS 0x10000020u
#define SOC_UART_SEND_BYTE_SHIFT 0u
#define SOC_UART_SEND_BYTE_MASK 0x000000ffu

/* w1c: queues and errors of the serial line */
#define SOC_UART_STATUS_ADDRESS 0x10000024u
#define SOC_UART_STATUS_RECEIVED_SHIFT 0u
#define SOC_UART_STATUS_RECEIVED_MASK 0x000000ffu
#define SOC_UART_STATUS_ROOM_SHIFT 8u
#define SOC_UART_STATUS_ROOM_MASK 0x0000ff00u
#define SOC_UART_STATUS_OVERRUN_SHIFT 16u
#define SOC_UART_STATUS_OVERRUN_MASK 0x00010000u
#define SOC_UART_STATUS_FRAME_ERROR_SHIFT 17u
#define SOC_UART_STATUS_FRAME_ERROR_MASK 0x00020000u
#define SOC_UART_STATUS_SENDING_SHIFT 18u
#define SOC_UART_STATUS_SENDING_MASK 0x00040000u

/* rw: bit rate */
#define SOC_UART_DIVIDER_ADDRESS 0x10000028u
#define SOC_UART_DIVIDER_CYCLES_SHIFT 0u
#define SOC_UART_DIVIDER_CYCLES_MASK 0x0000ffffu

/* rw: interrupt of the serial line */
#define SOC_UART_CONTROL_ADDRESS 0x1000002cu
#define SOC_UART_CONTROL_INTERRUPT_ENABLE_SHIFT 0u
#define SOC_UART_CONTROL_INTERRUPT_ENABLE_MASK 0x00000001u

/* ro: cycles since reset, bits 31..0; latches the high word */
#define SOC_TIMER_LOW_ADDRESS 0x10000030u

/* ro: cycles since reset, bits 63..32 */
#define SOC_TIMER_HIGH_ADDRESS 0x10000034u

/* rw: when the timer expires, bits 31..0 */
#define SOC_TIMER_COMPARE_LOW_ADDRESS 0x10000038u

/* rw: when the timer expires, bits 63..32 */
#define SOC_TIMER_COMPARE_HIGH_ADDRESS 0x1000003cu

/* rw: interrupt of the timer */
#define SOC_TIMER_CONTROL_ADDRESS 0x10000040u
#define SOC_TIMER_CONTROL_INTERRUPT_ENABLE_SHIFT 0u
#define SOC_TIMER_CONTROL_INTERRUPT_ENABLE_MASK 0x00000001u

/* ro: takes a word from the queue of feature packets; 0 if it is empty */
#define SOC_FEATURE_DATA_ADDRESS 0x10000044u

/* ro: queue of feature packets */
#define SOC_FEATURE_STATUS_ADDRESS 0x10000048u
#define SOC_FEATURE_STATUS_WORDS_SHIFT 0u
#define SOC_FEATURE_STATUS_WORDS_MASK 0x0000ffffu
#define SOC_FEATURE_STATUS_PACKETS_SHIFT 16u
#define SOC_FEATURE_STATUS_PACKETS_MASK 0xffff0000u

/* rw: interrupt of the queue */
#define SOC_FEATURE_CONTROL_ADDRESS 0x1000004cu
#define SOC_FEATURE_CONTROL_INTERRUPT_ENABLE_SHIFT 0u
#define SOC_FEATURE_CONTROL_INTERRUPT_ENABLE_MASK 0x00000001u

/* The loader's protocol: docs/soc.md. */
#define SOC_COMMAND_PING 0x1u
#define SOC_COMMAND_READ 0x2u
#define SOC_COMMAND_WRITE 0x3u
#define SOC_COMMAND_LOAD 0x4u
#define SOC_COMMAND_FETCH 0x5u
#define SOC_COMMAND_RUN 0x6u
#define SOC_ANSWER 0x80u
#define SOC_STATUS_OK 0x0u
#define SOC_STATUS_CORRUPTED 0x1u
#define SOC_STATUS_UNKNOWN 0x2u
#define SOC_STATUS_LENGTH 0x3u
#define SOC_STATUS_ADDRESS 0x4u
#define SOC_SYNC 0xa5u
#define SOC_HEADER_BYTES 0x6u
#define SOC_CRC_BYTES 0x2u
#define SOC_PAYLOAD_BYTES 0x400u
#define SOC_PROTOCOL_VERSION 0x1u
#define SOC_PROGRAMS 0x2000u
#define SOC_REGISTERS 0x10000000u
#define SOC_ENGINE 0x20000000u

#endif
