/* SPDX-License-Identifier: Apache-2.0 */
/* What main.c needs of the system that it runs on; port.c is an example. */
#ifndef PORT_H
#define PORT_H

#include "fmac.h"

/* The outcome of main.c. */
struct port_check {
    enum fmac_status status;
    uint32_t words;      /* that were compared */
    uint32_t mismatches; /* of them */
    uint32_t first;      /* the first that differs: sample * codes of a result + code */
    uint16_t found, expected;
};

/* How the engine is reached. */
extern const struct fmac_port port;

/* Called once, at the end. */
void port_report(const struct port_check *check);

#endif
