// SPDX-License-Identifier: Apache-2.0
// Included before every file of a verilated model: what the design prints goes to the model's console, never to stdout.
#pragma once
int fluxmill_print(const char* format, ...) __attribute__((format(printf, 1, 2)));
#define VL_PRINTF fluxmill_print
