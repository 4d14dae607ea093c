/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loader of a system on chip: serves the frames of docs/soc.md over the serial line. Received bytes are
 * taken by interrupt; everything else happens in the main loop, one frame after the other.
 */
#include <stdint.h>

#include "soc.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))

#define PROTOCOL_VERSION SOC_PROTOCOL_VERSION
#define SYNC SOC_SYNC
#define ANSWER SOC_ANSWER
#define HEADER_BYTES SOC_HEADER_BYTES
#define CRC_BYTES SOC_CRC_BYTES
#define MAX_PAYLOAD SOC_PAYLOAD_BYTES
#define RING_BYTES 1024u /* a power of two */
#define PROGRAM_BASE SOC_PROGRAMS
#define PROGRAM_HANDLER REGISTER(0x1FFCu)
#define REGISTERS_BASE SOC_REGISTERS
#define ENGINE_BASE SOC_ENGINE
#define WINDOW_BYTES 0x10000u

/* Interrupt numbers: 1 is the trap of unaligned accesses; the lines follow. */
#define TRAP_UNALIGNED (1u << 1)
#define INTERRUPT_UART (1u << 3)

enum command {
    PING = SOC_COMMAND_PING,
    READ = SOC_COMMAND_READ,
    WRITE = SOC_COMMAND_WRITE,
    LOAD = SOC_COMMAND_LOAD,
    FETCH = SOC_COMMAND_FETCH,
    RUN = SOC_COMMAND_RUN
};
enum status {
    OK = SOC_STATUS_OK,
    CORRUPTED = SOC_STATUS_CORRUPTED,
    UNKNOWN = SOC_STATUS_UNKNOWN,
    LENGTH = SOC_STATUS_LENGTH,
    ADDRESS = SOC_STATUS_ADDRESS
};

/* Words between header and CRC. Headers are placed so that payloads are aligned: two bytes before the sync byte stay free. */
struct frame {
    uint8_t padding[2];
    uint8_t sync;
    uint8_t sequence;
    uint8_t command;
    uint8_t status;
    uint8_t length_low;
    uint8_t length_high;
    uint32_t payload[MAX_PAYLOAD / 4];
    uint8_t crc[CRC_BYTES + 2];
};

static struct frame request;
static struct frame answer;
static uint32_t answer_length;
static uint32_t answered; /* whether the answer belongs to a request, which may come again */

static volatile uint8_t ring[RING_BYTES];
static volatile uint32_t ring_written;
static uint32_t ring_read;
static volatile uint32_t lost_bytes;

static uint32_t bad_frames;
static uint32_t programs_run;
static uint32_t program_result;
static uint32_t held_word; /* the first word of a packet that the previous answer had no room for */
static uint32_t holds;

/* The core does not wait for the source register, which three instructions have written by then. */
static void set_interrupt_mask(uint32_t mask)
{
    register uint32_t a0 __asm__("a0") = mask;
    __asm__ volatile("nop; nop; nop; .word 0x0405000B" : : "r"(a0));
}

static void halt(uint32_t led)
{
    REGISTER(SOC_LED_ADDRESS) = led;
    for (;;) {
    }
}

void on_interrupt(uint32_t pending)
{
    if (pending & TRAP_UNALIGNED) {
        halt(0xEEu);
    }
    if (pending & INTERRUPT_UART) {
        uint32_t byte;
        while ((byte = REGISTER(SOC_UART_RECEIVE_ADDRESS)) & SOC_UART_RECEIVE_VALID_MASK) {
            if (ring_written - ring_read == RING_BYTES) {
                lost_bytes++;
            } else {
                ring[ring_written % RING_BYTES] = (uint8_t)byte;
                ring_written++;
            }
        }
    }
    uint32_t others = pending & ~(TRAP_UNALIGNED | INTERRUPT_UART);
    if (others && PROGRAM_HANDLER) {
        ((void (*)(uint32_t))PROGRAM_HANDLER)(others);
    }
}

/* A byte, or -1 after 20 ms of silence. */
static int receive(void)
{
    uint32_t start = REGISTER(SOC_TIMER_LOW_ADDRESS);
    uint32_t patience = REGISTER(SOC_CLOCK_HZ_ADDRESS) / 50u;
    while (ring_written == ring_read) {
        if (REGISTER(SOC_TIMER_LOW_ADDRESS) - start > patience) {
            return -1;
        }
    }
    int byte = ring[ring_read % RING_BYTES];
    ring_read++;
    return byte;
}

static void send(uint32_t byte)
{
    while (!(REGISTER(SOC_UART_STATUS_ADDRESS) & SOC_UART_STATUS_ROOM_MASK)) {
    }
    REGISTER(SOC_UART_SEND_ADDRESS) = byte;
}

/* CRC-16 with polynomial 0x1021, start 0xFFFF, most significant bit first, by half-bytes. */
static uint32_t crc16(const uint8_t *bytes, uint32_t count)
{
    static const uint16_t table[16] = {0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50A5, 0x60C6, 0x70E7,
                                       0x8108, 0x9129, 0xA14A, 0xB16B, 0xC18C, 0xD1AD, 0xE1CE, 0xF1EF};
    uint32_t crc = 0xFFFFu;
    while (count--) {
        uint32_t byte = *bytes++;
        crc = (crc << 4 & 0xFFFFu) ^ table[crc >> 12 ^ byte >> 4];
        crc = (crc << 4 & 0xFFFFu) ^ table[crc >> 12 ^ (byte & 15u)];
    }
    return crc;
}

static uint32_t payload_bytes(const struct frame *frame)
{
    return frame->length_low | (uint32_t)frame->length_high << 8;
}

/* Whether a whole, correct frame has come; waits as long as nothing comes. */
static int receive_frame(void)
{
    while (ring_written == ring_read) {
    }
    uint8_t *at = &request.sync;
    for (uint32_t i = 0; i < HEADER_BYTES; i++) {
        int byte = receive();
        if (byte < 0 || (i == 0 && byte != SYNC)) {
            return 0;
        }
        *at++ = (uint8_t)byte;
    }
    uint32_t length = payload_bytes(&request);
    if (length > MAX_PAYLOAD) {
        return 0;
    }
    for (uint32_t i = 0; i < length + CRC_BYTES; i++) {
        int byte = receive();
        if (byte < 0) {
            return 0;
        }
        *at++ = (uint8_t)byte;
    }
    uint32_t crc = at[-2] | (uint32_t)at[-1] << 8;
    return crc == crc16(&request.sequence, HEADER_BYTES - 1 + length);
}

static void send_answer(void)
{
    const uint8_t *at = &answer.sync;
    for (uint32_t i = 0; i < answer_length; i++) {
        send(*at++);
    }
}

static void finish_answer(uint32_t status, uint32_t words)
{
    uint32_t length = 4u * words;
    answer.sync = SYNC;
    answer.sequence = request.sequence;
    answer.command = request.command | ANSWER;
    answer.status = (uint8_t)status;
    answer.length_low = (uint8_t)length;
    answer.length_high = (uint8_t)(length >> 8);
    uint32_t crc = crc16(&answer.sequence, HEADER_BYTES - 1 + length);
    uint8_t *end = (uint8_t *)answer.payload + length;
    end[0] = (uint8_t)crc;
    end[1] = (uint8_t)(crc >> 8);
    answer_length = HEADER_BYTES + length + CRC_BYTES;
    send_answer();
}

/* Whether all bytes lie in one region; the firmware's own memory can be read only. */
static int reachable(uint32_t address, uint32_t bytes, int write)
{
    if (address & 3u) {
        return 0;
    }
    if (address - REGISTERS_BASE < WINDOW_BYTES) {
        return bytes <= WINDOW_BYTES - (address - REGISTERS_BASE);
    }
    if (address - ENGINE_BASE < WINDOW_BYTES) {
        return bytes <= WINDOW_BYTES - (address - ENGINE_BASE);
    }
    uint32_t ram = REGISTER(SOC_RAM_BYTES_ADDRESS);
    return (!write || address >= PROGRAM_BASE) && address < ram && bytes <= ram - address;
}

static void ping(void)
{
    uint32_t *word = answer.payload;
    *word++ = REGISTER(SOC_ID_ADDRESS);
    *word++ = PROTOCOL_VERSION;
    *word++ = REGISTER(SOC_CONFIG_HASH_ADDRESS);
    *word++ = REGISTER(SOC_CLOCK_HZ_ADDRESS);
    *word++ = REGISTER(SOC_RAM_BYTES_ADDRESS);
    *word++ = PROGRAM_BASE;
    *word++ = MAX_PAYLOAD;
    *word++ = bad_frames;
    *word++ = lost_bytes;
    *word++ = programs_run;
    *word++ = program_result;
    finish_answer(OK, (uint32_t)(word - answer.payload));
}

static void read_words(void)
{
    uint32_t address = request.payload[0];
    uint32_t count = request.payload[1];
    if (count > MAX_PAYLOAD / 4u || !reachable(address, 4u * count, 0)) {
        finish_answer(ADDRESS, 0);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        answer.payload[i] = REGISTER(address + 4u * i);
    }
    finish_answer(OK, count);
}

/* Words to consecutive addresses, or with a step of 0 all to the same register. */
static void write_words(uint32_t step, uint32_t count)
{
    uint32_t address = request.payload[0];
    if (!reachable(address, step ? 4u * count : 4u, 1)) {
        finish_answer(ADDRESS, 0);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        REGISTER(address) = request.payload[1 + i];
        address += step;
    }
    finish_answer(OK, 0);
}

/* Whole packets, as many as are complete and fit: their number, the number of those left, their words. */
static void fetch_packets(void)
{
    uint32_t limit = request.payload[0];
    if (limit > MAX_PAYLOAD / 4u - 2u) {
        limit = MAX_PAYLOAD / 4u - 2u;
    }
    uint32_t packets = 0;
    uint32_t words = 0;
    while (REGISTER(SOC_FEATURE_STATUS_ADDRESS) >> SOC_FEATURE_STATUS_PACKETS_SHIFT) {
        if (!holds) {
            held_word = REGISTER(SOC_FEATURE_DATA_ADDRESS);
            holds = 1;
        }
        uint32_t rest = held_word & 0xFFu;
        if (words + 1u + rest > limit) {
            break;
        }
        answer.payload[2u + words++] = held_word;
        holds = 0;
        while (rest--) {
            answer.payload[2u + words++] = REGISTER(SOC_FEATURE_DATA_ADDRESS);
        }
        packets++;
    }
    answer.payload[0] = packets;
    answer.payload[1] = REGISTER(SOC_FEATURE_STATUS_ADDRESS) >> SOC_FEATURE_STATUS_PACKETS_SHIFT;
    finish_answer(OK, 2u + words);
}

static void run_program(void)
{
    uint32_t address = request.payload[0];
    if (!reachable(address, 4u, 1) || address >= REGISTERS_BASE) {
        finish_answer(ADDRESS, 0);
        return;
    }
    finish_answer(OK, 0);
    while (REGISTER(SOC_UART_STATUS_ADDRESS) & SOC_UART_STATUS_SENDING_MASK) {
    }
    programs_run++;
    program_result = ((uint32_t(*)(void))address)();
    PROGRAM_HANDLER = 0;
    set_interrupt_mask(TRAP_UNALIGNED | INTERRUPT_UART);
}

/* A frame that comes again, because its answer was lost, is answered again and not carried out again. */
static int repeated(void)
{
    return answered && request.command != PING && request.sequence == answer.sequence &&
           (request.command | ANSWER) == answer.command;
}

static void serve(void)
{
    uint32_t length = payload_bytes(&request);
    uint32_t words = length / 4u;
    answered = 1;
    if (length % 4u) {
        finish_answer(LENGTH, 0);
        return;
    }
    switch (request.command) {
    case PING:
        ping();
        break;
    case READ:
        words == 2 ? read_words() : finish_answer(LENGTH, 0);
        break;
    case WRITE:
        words >= 1 ? write_words(4u, words - 1u) : finish_answer(LENGTH, 0);
        break;
    case LOAD:
        words >= 1 ? write_words(0u, words - 1u) : finish_answer(LENGTH, 0);
        break;
    case FETCH:
        words == 1 ? fetch_packets() : finish_answer(LENGTH, 0);
        break;
    case RUN:
        words == 1 ? run_program() : finish_answer(LENGTH, 0);
        break;
    default:
        finish_answer(UNKNOWN, 0);
    }
}

int main(void)
{
    PROGRAM_HANDLER = 0;
    REGISTER(SOC_LED_ADDRESS) = 1u;
    REGISTER(SOC_UART_CONTROL_ADDRESS) = SOC_UART_CONTROL_INTERRUPT_ENABLE_MASK;
    set_interrupt_mask(TRAP_UNALIGNED | INTERRUPT_UART);
    for (;;) {
        if (!receive_frame()) {
            while (receive() >= 0) {
            }
            bad_frames++;
            answered = 0;
            request.sequence = 0;
            request.command = 0;
            finish_answer(CORRUPTED, 0);
        } else if (repeated()) {
            send_answer();
        } else {
            serve();
        }
    }
}
