/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine on a memory-mapped bus: its registers, and for each of its streams a queue with a data and a status register, as
 * the processor system `soc` of Fluxmill has them (docs/soc.md). Give your addresses here, or write these functions anew: with
 * DMA, send() starts a transfer and waits until the words have been read.
 */
#include "port.h"

#ifndef PORT_ENGINE
#define PORT_ENGINE 0x20000000u /* the engine's first register */
#endif
#ifndef PORT_STREAMS
#define PORT_STREAMS 0x10000100u /* DATA and STATUS of s_axis_act, of s_axis_wgt, of m_axis_res */
#endif
#ifndef PORT_ROWS
#define PORT_ROWS @ROWS@u /* of the array: 16-bit words of a beat of s_axis_act */
#endif
#ifndef PORT_COLUMNS
#define PORT_COLUMNS @COLUMNS@u /* 16-bit words of a beat of s_axis_wgt and m_axis_res */
#endif

#define RESULTS 2u /* number of m_axis_res */
#define LEVEL_MASK 0xFFFFu

static volatile uint32_t *at(uint32_t address)
{
    return (volatile uint32_t *)(uintptr_t)address;
}

static volatile uint32_t *data(uint32_t stream)
{
    return at(PORT_STREAMS + 8u * stream);
}

/* Words that a queue has room for, or that are in it. */
static uint32_t level(uint32_t stream)
{
    return *at(PORT_STREAMS + 8u * stream + 4u) & LEVEL_MASK;
}

static void write_register(void *context, uint32_t offset, uint32_t value)
{
    (void)context;
    *at(PORT_ENGINE + offset) = value;
}

static uint32_t read_register(void *context, uint32_t offset)
{
    (void)context;
    return *at(PORT_ENGINE + offset);
}

static size_t send(void *context, enum fmac_stream stream, const uint16_t *words, size_t beats)
{
    uint32_t halves = stream == FMAC_ACTIVATIONS ? PORT_ROWS : PORT_COLUMNS;
    size_t room = level(stream) / ((halves + 1u) / 2u);
    (void)context;
    if (room < beats) {
        beats = room;
    }
    for (size_t beat = 0; beat < beats; beat++) {
        for (uint32_t i = 0; i < halves; i += 2u) {
            uint32_t high = i + 1u < halves ? words[i + 1u] : 0u;
            *data(stream) = words[i] | high << 16;
        }
        words += halves;
    }
    return beats;
}

static size_t receive(void *context, uint16_t *words, size_t beats)
{
    size_t there = level(RESULTS) / ((PORT_COLUMNS + 1u) / 2u);
    (void)context;
    if (there < beats) {
        beats = there;
    }
    for (size_t beat = 0; beat < beats; beat++) {
        for (uint32_t i = 0; i < PORT_COLUMNS; i += 2u) {
            uint32_t both = *data(RESULTS);
            words[i] = (uint16_t)both;
            if (i + 1u < PORT_COLUMNS) {
                words[i + 1u] = (uint16_t)(both >> 16);
            }
        }
        words += PORT_COLUMNS;
    }
    return beats;
}

const struct fmac_port port = {NULL, write_register, read_register, send, receive, NULL};

/* Where a debugger, or whoever started the program, finds the outcome. */
struct port_check port_result;

void port_report(const struct port_check *check)
{
    port_result = *check;
}
